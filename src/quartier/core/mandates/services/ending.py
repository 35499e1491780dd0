"""How mandates end: revoked, blocked by what a bank says, lapsed for want of use, or overtaken by another account."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction

from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.inbox import services as inbox
from quartier.core.mandates import queries
from quartier.core.mandates.mails import MandateAskedMail, MandateEndedMail
from quartier.core.mandates.models import Collection, Creditor, Mandate
from quartier.core.mandates.rules import CollectionState, MandateState
from quartier.core.mandates.rules.calendar import usable_until
from quartier.core.mandates.services import refusals
from quartier.core.mandates.services.giving import LAPSE, drawn, in_force, record
from quartier.core.parties import queries as parties
from quartier.core.parties.events import BankAccountChanged
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor

BY_CUSTOMER: Final = "Vom Kunden widerrufen"
OVERTAKEN: Final = "Neue Bankverbindung"
UNUSED: Final = "36 Monate nicht genutzt"


@transaction.atomic
def revoke(*, actor: Actor, at: datetime, mandate_id: int, reason: str = BY_CUSTOMER) -> Mandate:
    """Revoke a mandate; what is planned by it is not collected. What the bank has already goes on.

    Raises NotInForce, ReasonMissing.
    """
    row = in_force(mandate_id)
    if not reason.strip():
        raise refusals.ReasonMissing
    ended(actor, at, row, MandateState.REVOKED, reason.strip(), "mandates.revoked")
    tell(actor, at, row, "das Mandat ist widerrufen. Bitte zahlen Sie offene Rechnungen künftig auf anderem Weg.")
    return row


def ended(actor: Actor, at: datetime, row: Mandate, state: MandateState, because: str, kind: str) -> None:
    """End a mandate and drop what is planned by it."""
    row.state, row.ended_on, row.ended_because = state, day_of(at), because[:200]
    row.save(update_fields=["state", "ended_on", "ended_because"])
    drop_planned(row, day_of(at), because)
    record(actor, at, kind, row, reason=because)


def drop_planned(row: Mandate, on: date, because: str) -> int:
    """Drop what is planned by a mandate; what is in a run already is looked at there."""
    rows = Collection.objects.filter(mandate=row, state=CollectionState.PLANNED)
    return rows.update(state=CollectionState.DROPPED, because=because[:200], ended_on=on)


def tell(actor: Actor, at: datetime, row: Mandate, because: str, *, wants_account: bool = False) -> None:
    """Tell the customer that nothing is collected by a mandate any more."""
    if row.party.email:
        mail = MandateEndedMail(reference=row.reference, because=because, wants_account=wants_account)
        inbox.post(
            actor=actor, at=at, mail=mail, to=row.party.email, to_name=str(row.party), about=queries.subject_of(row),
            entity=row.entity,
        )  # fmt: skip


@transaction.atomic
def lapse(passed: Passed) -> None:
    """Let a mandate lapse that was not used for 36 months; used meanwhile, its time runs anew from then."""
    number = int(passed.subject.rpartition(":")[2])
    row = (
        Mandate.everything.select_for_update(no_key=True, of=("self",)).select_related("party", "entity").get(pk=number)
    )
    if row.state != MandateState.ACTIVE or row.signed_on is None:
        return
    until = usable_until(row.last_used_on or row.signed_on)
    if day_of(passed.at) <= until:
        deadlines.open_deadline(
            actor=SYSTEM, at=passed.at, kind=LAPSE, subject=passed.subject, last_on=until, holder=passed.holder,
            entity_id=row.entity_id,
        )  # fmt: skip
        return
    ended(SYSTEM, passed.at, row, MandateState.LAPSED, UNUSED, "mandates.lapsed")


def bank_account_changed(event: BankAccountChanged) -> None:
    """Ask for a mandate for a customer's new account; by the one before nothing is collected any more (QX-25).

    Only mandates for the customer's own account are concerned: who pays for a customer has not moved.
    """
    former = Mandate.everything.select_for_update(no_key=True, of=("self",)).select_related("party", "entity").filter(
        party_id=event.party, account__isnull=False, state__in=(MandateState.ACTIVE, MandateState.DRAFT)
    )  # fmt: skip
    for row in former.order_by("pk"):
        ended(event.actor, event.at, row, MandateState.REPLACED, OVERTAKEN, "mandates.replaced")
        _draw_up(event, row)


def _draw_up(event: BankAccountChanged, former: Mandate) -> None:
    creditor = Creditor.objects.select_related("entity").filter(entity=former.entity_id).exclude(identifier="").first()
    account = parties.bank_account_of(former.party)
    if creditor is None or account is None:
        return
    row = drawn(event.actor, event.at, creditor, former.party, account)
    row.save()
    record(event.actor, event.at, "mandates.drawn_up", row, account=row.masked)
    if former.party.email:
        mail = MandateAskedMail(account=row.masked, creditor=creditor.name)
        inbox.post(
            actor=event.actor, at=event.at, mail=mail, to=former.party.email, to_name=str(former.party),
            about=queries.subject_of(row), entity=former.entity,
        )  # fmt: skip
