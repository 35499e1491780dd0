"""Statements, entries and what waits, as far as a member of staff may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.core.banking.models import Entry, OwnAccount, Statement, StatementFile
from quartier.core.banking.models.statements import EntryState, FileState, StatementKind
from quartier.core.banking.rules.matching import Reason
from quartier.core.ledger.extension import Item
from quartier.core.payments.extension import Payment

MOST_CLAIMS = 50
MOST_PAYMENTS = 20


def accounts_seen(staff: Any) -> QuerySet[OwnAccount]:
    """Return the own accounts a member of staff may see."""
    rows = OwnAccount.objects.select_related("entity").order_by("entity__name", "place", "pk")
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def files_seen(staff: Any) -> QuerySet[StatementFile]:
    """Return the files a member of staff may see, the newest first; a partner's those of its own accounts."""
    rows = StatementFile.objects.defer("content")
    return rows if staff.entity_id is None else rows.filter(parts__account__entity=staff.entity_id).distinct()


def files_waiting() -> QuerySet[StatementFile]:
    """Return files that are being booked, or were stopped by something."""
    return StatementFile.objects.filter(state=FileState.BOOKING).defer("content")


def statements_seen(staff: Any) -> QuerySet[Statement]:
    """Return the statements a member of staff may see, the newest first."""
    rows = Statement.objects.select_related("account__entity", "file").defer("file__content")
    return rows if staff.entity_id is None else rows.filter(account__entity=staff.entity_id)


def entries_seen(staff: Any) -> QuerySet[Entry]:
    """Return the booked entries a member of staff may see, batches and their parts, the newest first."""
    rows = Entry.objects.filter(kind=StatementKind.BOOKED).select_related("account__entity", "party", "parent")
    return rows if staff.entity_id is None else rows.filter(account__entity=staff.entity_id)


def queue(staff: Any) -> QuerySet[Entry]:
    """Return what waits for somebody, the oldest first."""
    return entries_seen(staff).filter(state=EntryState.OPEN).order_by("booked_on", "pk")


def balances(accounts: Sequence[OwnAccount]) -> dict[int, Statement]:
    """Return the last statement of each account."""
    rows = Statement.objects.filter(account__in=accounts, kind=StatementKind.BOOKED)
    return {row.account_id: row for row in rows.order_by("account", "to_on", "pk")}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A guess as people see it."""

    party: Any
    items: Sequence[Item]
    points: int
    reasons: Sequence[str]
    place: int


def proposals_of(rows: Sequence[Entry]) -> dict[int, list[Proposal]]:
    """Return the guesses about entries with the customers and claims they name, in two statements for all."""
    told = [one for row in rows for one in row.proposals]
    parties: Any = apps.get_model("parties.Party")
    people = {row.pk: row for row in parties.objects.filter(pk__in={one["party"] for one in told})}
    keys = {key for one in told for key in one["items"]}
    items = {row.pk: row for row in Item.objects.filter(pk__in=keys)}
    return {
        row.pk: [
            Proposal(
                people[one["party"]],
                [items[key] for key in one["items"] if key in items],
                one["points"],
                words_for(one["reasons"]),
                place,
            )
            for place, one in enumerate(row.proposals)
            if one["party"] in people
        ]
        for row in rows
    }


def payments_like(row: Entry) -> list[Payment]:
    """Return the payments that an outgoing entry may be the return of: as much, or a little less."""
    rows = Payment.objects.filter(entity=row.account.entity_id, state="booked", party__isnull=False)
    rows = rows.filter(amount__lte=-row.amount, amount__gte=-row.amount - 50, received_on__lte=row.booked_on)
    return list(rows.select_related("party").order_by("-amount", "-received_on")[:MOST_PAYMENTS])


def meant_by(entity_id: int, text: str) -> tuple[int, int | None] | None:
    """Return the customer, and the claim, that a customer number or an invoice number names; None for neither."""
    wanted = text.strip()
    item = Item.objects.filter(entity=entity_id, document__iexact=wanted, amount__gt=0).order_by("-open", "pk").first()
    if item is not None:
        return item.party_id, item.pk
    parties: Any = apps.get_model("parties.Party")
    party = parties.objects.filter(number=wanted).first() if wanted else None
    return (party.pk, None) if party is not None else None


def words_for(reasons: Sequence[str]) -> list[str]:
    """Return reasons as sentences."""
    return [_(Reason(reason).label) for reason in reasons]
