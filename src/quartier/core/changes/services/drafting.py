"""Preparing a change: drafted, checked, published only where it is minor, or called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.changes import queries, rules
from quartier.core.changes.models import Change, ChangeState, Grade, Topic
from quartier.core.terms import queries as terms
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

ONCE = "version_is_announced_once"


class GradeDoesNotFit(Refused):
    """Each topic has its classes."""

    message = _("This class does not fit what changes.")
    field = "grade"


class ReasonsMissing(Refused):
    """Terms change only for grave reasons, and the reason is on record (WR-095, DWG-42)."""

    message = _("Write why the change is needed, for which reason outside of your influence, and why it is reasonable.")
    field = "reason"


class NothingChanges(Refused):
    """A change names what it changes."""

    message = _("Choose what changes: a published version, a product with a new price, or the kinds of contract.")
    field = "topic"


class PricesDoNotChange(Refused):
    """The provider's own terms decide whether prices of running contracts change."""

    message = _("By your terms, prices of running contracts do not change. Prices of single orders stay as ordered.")
    field = "topic"


class AnnouncedAlready(Refused):
    """One version is announced once."""

    message = _("This version is announced already.")
    field = "version"


class NotPublished(Refused):
    """People are told of a text that stands."""

    message = _("This version is not published, or a newer one is. Publish it first.")


class Unfinished(Refused):
    """Placeholders stop an announcement."""

    message = _("The new version is unfinished:")


class TooSoon(Refused):
    """The lead is adequate; far-reaching changes have six weeks (WR-096, CC-88)."""


class NoRoad(Refused):
    """Somebody has to be told somehow."""

    message = _("By your terms nobody can be told: choose e-mail, letter or a notice at login under “Rules”.")


class MustBeAnnounced(Refused):
    """What is material is announced before it is activated (QX-20)."""

    message = _("This change is material. It can only take effect after those whom it concerns were told of it.")


class NotADraft(Refused):
    """What is on its way is not drafted any more."""

    message = _("This change is no draft any more.")


class NotOpen(Refused):
    """What is in effect or called off stays so."""

    message = _("This change is over; it cannot be called off any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to change."""

    topic: str
    grade: str
    title: str
    summary: str
    reason: str
    reasonable: str
    effective_on: date
    version_id: int | None = None
    product: Any = None
    old_net: Decimal | None = None
    new_net: Decimal | None = None
    old_vat: Decimal | None = None
    new_vat: Decimal | None = None
    scopes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against an announcement; hints do not stop it."""

    refusal: Refused
    is_hint: bool = False


def subject_of(change: Change) -> str:
    """Return how facts name a change."""
    return f"changes.change:{change.pk}"


@transaction.atomic
def draft(*, actor: Actor, at: datetime, given: Draft) -> Change:
    """Prepare a change; nobody is told yet. Raises what says why it cannot be one; nothing is stored then."""
    _refuse(day_of(at), given)
    row = Change(
        topic=given.topic, grade=given.grade, title=given.title.strip(), summary=given.summary.strip(),
        reason=given.reason.strip(), reasonable=given.reasonable.strip(), new_version_id=given.version_id,
        product=given.product, old_net=given.old_net, new_net=given.new_net, old_vat=given.old_vat,
        new_vat=given.new_vat, scopes=list(given.scopes), effective_on=given.effective_on, drafted_at=at,
        drafted_by=str(actor)[:120],
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AnnouncedAlready from error
        raise
    data = {"title": row.title, "topic": row.topic, "grade": row.grade, "effective_on": row.effective_on.isoformat()}
    audit.record(actor=actor, at=at, kind="changes.drafted", subject=subject_of(row), data=data)
    return row


def _refuse(on: date, given: Draft) -> None:
    if given.topic not in Topic.values or given.grade not in queries.GRADES[Topic(given.topic)]:
        raise GradeDoesNotFit
    if not given.reason.strip() or not given.reasonable.strip():
        raise ReasonsMissing
    if given.topic == Topic.PRICE:
        if not queries.prices_can_change(on) or (given.product is not None and _stays_as_ordered(on, given)):
            raise PricesDoNotChange
        if given.product is None or None in (given.old_net, given.new_net, given.old_vat, given.new_vat):
            raise NothingChanges
    if given.topic == Topic.TEXT:
        _refuse_text(given)
    if given.topic == Topic.SERVICE and not given.scopes:
        raise NothingChanges


def _stays_as_ordered(on: date, given: Draft) -> bool:
    single = ("single_order", "express", "survey", "documents", "order_link", "digital_content", "app_extra")
    return queries.fixed_scopes(on) and given.product.scope in single


def _refuse_text(given: Draft) -> None:
    if given.version_id is None:
        raise NothingChanges
    is_privacy = terms.version(given.version_id).kind == rules.PRIVACY
    is_told = given.grade in (Grade.MATERIAL, Grade.MINOR)
    if is_privacy != is_told:
        raise GradeDoesNotFit


def problems(change: Change, at: datetime) -> list[Problem]:
    """Return what stands against announcing a change at an instant, and what is worth a look."""
    found = [Problem(one) for one in (*_text_problems(change), *_day_problems(change, day_of(at)))]
    if change.new_version is not None:
        hints = [one for one in terms.checked(change.new_version) if not one.blocks_publishing]
        found += [Problem(Unfinished(one.sentence), is_hint=True) for one in hints]
        # What the law says against clauses is shown, and a person decides.
        said = terms.clauses(change.new_version, day_of(at))
        found += [Problem(Unfinished(f"{one.label}: {one.why} ({one.source})"), is_hint=True) for one in said]
    return found


def refuse_problems(change: Change, at: datetime) -> None:
    """Raise the first of what stands against an announcement."""
    for one in problems(change, at):
        if not one.is_hint:
            raise one.refusal


def _text_problems(change: Change) -> list[Refused]:
    version = change.new_version
    if version is None:
        return []
    found: list[Refused] = []
    current = terms.current(version.kind)
    if current is None or current.pk != version.pk:
        found.append(NotPublished())
    if stand := terms.obstacles(version):
        found.append(Unfinished(f"{Unfinished.message} {' '.join(stand)}"))
    return found


def _day_problems(change: Change, on: date) -> list[Refused]:
    procedure = queries.procedure_on(on)
    plan = queries.plan_of(change, procedure, rules.BUSINESS, is_paid=True)
    found: list[Refused] = [] if plan.roads else [NoRoad()]
    first = rules.earliest(on, plan.lead)
    if change.effective_on < first:
        given = {"time": plan.lead.text(_t), "day": formats.day(first)}
        sentence = _t(
            "Changes of this class are announced %(time)s ahead: they take effect on %(day)s at the earliest."
        )
        found.append(TooSoon(sentence % given))
    return found


@transaction.atomic
def publish_only(*, actor: Actor, at: datetime, change_id: int) -> Change:
    """Let a minor change take effect without telling anybody (SBV-100). Raises MustBeAnnounced, NotADraft."""
    row = locked(change_id, ChangeState.DRAFT)
    if row.grade != Grade.MINOR:
        raise MustBeAnnounced
    for one in _text_problems(row):
        raise one
    row.state, row.ended_at = ChangeState.DONE, at
    row.save(update_fields=["state", "ended_at"])
    audit.record(actor=actor, at=at, kind="changes.published", subject=subject_of(row), data={"title": row.title})
    return row


def locked(change_id: int, *states: str) -> Change:
    """Return a change in one of these states, locked. Raises NotADraft."""
    row = (
        Change.objects.select_for_update(of=("self",)).select_related("new_version__text", "product").get(pk=change_id)
    )
    if row.state not in states:
        raise NotADraft
    return row
