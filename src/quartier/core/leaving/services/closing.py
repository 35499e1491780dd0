"""The end of the portal's use: everything that lets somebody in dies at once, contracts go on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.services.leaving import close_for_good
from quartier.core.audit import services as audit
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.inbox import services as inbox
from quartier.core.leaving import queries
from quartier.core.leaving.mails import ClosedMail
from quartier.core.leaving.models import Leaving
from quartier.core.leaving.rules import END, NOTICE, Way
from quartier.core.parties import queries as parties
from quartier.core.parties.services import contracts
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as erasing
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.bgb.form import FormLevel
from quartier.values.actor import Actor

OVER = "Die Nutzung des Portals ist beendet."


class NotInside(Refused):
    """Only who has an account can leave."""

    message = _("This customer has no access to the portal.")


class FormTooLight(Refused):
    """The contract asks for more than a click or a mail (DWG-31)."""

    message = _("By your contract this account is ended by a signed letter.")


class InTheFuture(Refused):
    """Nobody has declared something tomorrow."""

    message = _("The day cannot lie in the future.")
    field = "declared_on"


@transaction.atomic
def close(*, actor: Actor, at: datetime, party_id: int, shown: Mapping[str, str]) -> Leaving:
    """Close a customer's access at their own click, at once and for good.

    Raises NotInside, and FormTooLight where the contract asks for a letter; nothing has changed then.
    """
    party = parties.party_numbered(party_id)
    if not FormLevel.CLICK.meets(queries.form_needed(party, day_of(at))):
        raise FormTooLight
    about = parties.subject_of(party)
    row = end(actor=actor, at=at, party=party, way=Way.CLICK, ended_on=day_of(at), declared_on=day_of(at))
    audit.keep_confirmation(actor=actor, at=at, form="leaving.close", subject=about, values=shown)
    return row


@transaction.atomic
def close_on_writing(
    *, actor: Actor, at: datetime, party_id: int, form: FormLevel, declared_on: date, note: str
) -> Leaving:
    """Close the access of a customer who has written to us. Raises NotInside, FormTooLight and InTheFuture."""
    party = parties.party_numbered(party_id)
    if not form.meets(queries.form_needed(party, day_of(at))):
        raise FormTooLight(field="form")
    if declared_on > day_of(at):
        raise InTheFuture
    return end(actor=actor, at=at, party=party, way=Way.LETTER, ended_on=day_of(at), declared_on=declared_on, note=note)


def end(
    *, actor: Actor, at: datetime, party: Any, way: Way, ended_on: date, declared_on: date | None = None, note: str = ""
) -> Leaving:
    """End the use of the portal and confirm it by mail; whoever calls this has checked that it may end."""
    users, account_id = queries.users_of(party), party.account_id
    if not users and account_id is None:
        raise NotInside
    _confirm(actor, at, party, users, ended_on)
    row = Leaving.objects.create(
        party_id=party.pk, way=way.value, ended_on=ended_on, declared_on=declared_on, note=note.strip(), noted_at=at,
        noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"way": way.value, "ended_on": ended_on.isoformat(), "users": len(users)}
    audit.record(actor=actor, at=at, kind="leaving.closed", subject=parties.subject_of(party), data=data)
    for user in users:
        _erase_what_hangs_on(user.pk, at)
    _no_end_by_time(actor, at, parties.subject_of(party))
    contracts.detach_users(party_id=party.pk)
    close_for_good(actor=actor, at=at, users=[user.pk for user in users], account_id=account_id)
    contracts.end_portal_use(actor=actor, at=at, party_id=party.pk, ended_on=ended_on)
    _let_go(actor, at, party.pk)
    return row


def _confirm(actor: Actor, at: datetime, party: Any, users: list[Any], ended_on: date) -> None:
    """Write to the customer, and to every user who has another address, what has ended and what stays."""
    stays = tuple(str(one) for one in queries.what_stays(party, at))
    addresses = {party.email.lower(): str(party)} | {user.email.lower(): str(user) for user in users}
    for address, name in addresses.items():
        if address:
            mail = ClosedMail(ended_on=ended_on, stays=stays)
            inbox.post(actor=actor, at=at, mail=mail, to=address, to_name=name, about=parties.subject_of(party))


def _no_end_by_time(actor: Actor, at: datetime, subject: str) -> None:
    """Cancel what would end by itself: it has ended."""
    for kind in (END, NOTICE):
        if (row := running.open_deadline_of(kind, subject)) is not None:
            deadlines.cancel(actor=actor, at=at, deadline_id=row.pk, reason=OVER)


def _erase_what_hangs_on(user_id: int, at: datetime) -> None:
    """Erase what served an account alone; what rows that stay refer to, stays with them."""
    for entry, rows in queries.hangs_on(user_id):
        if entry.erase is None or not rows.exists():
            continue
        try:
            with transaction.atomic():
                entry.erase(rows, at)
        except (ProtectedError, RestrictedError):
            continue


def _let_go(actor: Actor, at: datetime, party_id: int) -> None:
    """Erase and restrict the customer's data as far as nothing needs them; a running contract needs them all."""
    subject = privacy.subject_numbered(party_id)
    if subject is None:
        return
    for controller in privacy.controllers():
        if not privacy.knows(subject, controller):
            continue
        if erasing.weighed(subject=subject, controller=controller, at=at).runs:
            return
        try:
            erasing.erase(actor=actor, at=at, subject=subject, controller=controller, partly=True)
        except erasing.StillKept:
            # Held back, or nothing may go yet: the nightly run of the retention takes it up when its time has come.
            continue
