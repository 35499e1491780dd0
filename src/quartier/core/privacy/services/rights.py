"""The rights of a person: information and erasure, controller by controller."""

from __future__ import annotations

from datetime import MAXYEAR, datetime

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.privacy.extension import Subject, registry
from quartier.core.privacy.queries import Controller, Information, information, knows, rows_of_one
from quartier.core.privacy.services.ledger import keep_in_ledger
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NothingKnown(Refused):
    """The controller holds nothing about this person."""

    message = _("This company holds no data about this person.")
    status = 404


class StillKept(Refused):
    """The law or a running contract requires that data are kept."""

    message = _("These data cannot be erased yet.")


@transaction.atomic
def inform(*, actor: Actor, at: datetime, subject: Subject, controller: Controller) -> Information:
    """Return the report of one controller about a person and write down who asked for it.

    Raises NothingKnown, so that one controller does not learn who is another one's customer.
    """
    if not knows(subject, controller):
        raise NothingKnown
    report = information(subject=subject, controller=controller, at=at)
    _record(actor, at, "personal_data.told", subject, controller)
    return report


def kept(*, subject: Subject, controller: Controller, at: datetime) -> list[str]:
    """Return one sentence for each kind of data that must still be kept: what, why, until when."""
    reasons = []
    for entry in registry:
        if entry.retention.until is None:
            continue
        ends = [
            end for row in rows_of_one(entry, subject, controller) if (end := entry.retention.until(row)) and end > at
        ]
        if ends:
            reasons.append(_reason(str(entry.purpose), str(entry.retention.text), max(ends)))
    return reasons


@transaction.atomic
def erase(*, actor: Actor, at: datetime, subject: Subject, controller: Controller) -> int:
    """Erase what one controller alone holds about a person; returns the number of rows. All or nothing.

    Raises NothingKnown, and StillKept while the retention of any row runs.
    """
    if not knows(subject, controller):
        raise NothingKnown
    reasons = kept(subject=subject, controller=controller, at=at)
    if reasons:
        raise StillKept(f"{StillKept.message} {' '.join(reasons)}")
    count = _erase_rows(at, subject, controller)
    _record(actor, at, "personal_data.erased", subject, controller, rows=count)
    keep_in_ledger(at=at, subject=subject, controller=controller)
    return count


@transaction.atomic
def erase_again(*, actor: Actor, at: datetime, subject: Subject, controller: Controller) -> int:
    """Erase what a restored copy has brought back; returns the number of rows.

    Nothing is weighed again: that nothing had to be kept was decided on newer data than the copy has.
    """
    count = _erase_rows(at, subject, controller)
    _record(actor, at, "personal_data.erased_again", subject, controller, rows=count)
    return count


def _erase_rows(at: datetime, subject: Subject, controller: Controller) -> int:
    # Looked up before anything goes: without its contract a person could no longer be told to whom they belonged.
    due = [(e, list(rows_of_one(e, subject, controller).values_list("pk", flat=True))) for e in registry if e.erase]
    for entry, keys in reversed(due):
        if keys and entry.erase:
            entry.erase(apps.get_model(entry.model)._default_manager.filter(pk__in=keys), at)
    return sum(len(keys) for _entry, keys in due)


def _record(actor: Actor, at: datetime, kind: str, subject: Subject, controller: Controller, **more: int) -> None:
    """Write who acted for which controller; for an own controller the portal's staff act as its processor (SBV-21)."""
    data = {"controller": controller.key, "as_processor": not controller.is_principal, **more}
    audit.record(actor=actor, at=at, kind=kind, subject=subject.key, data=data)


def _reason(kind: str, reason: str, end: datetime) -> str:
    if end.year == MAXYEAR:
        return f"{kind}: {reason}."
    return _t("%(kind)s: %(reason)s (until %(day)s).") % {
        "kind": kind,
        "reason": reason,
        "day": formats.day(day_of(end)),
    }
