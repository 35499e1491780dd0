"""Invoices in the ledger: a claim on the customer against revenue and VAT of each rate; credits the other way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from quartier.core.invoices.models import Invoice
from quartier.core.invoices.rules.reckoning import Sums
from quartier.core.invoices.services.refusals import MoreThanPaid
from quartier.core.ledger import queries as books
from quartier.core.ledger import services as ledger
from quartier.core.ledger.extension import Account
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side
from quartier.values.actor import Actor


class Accounts:
    """The accounts of companies, each looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, AccountRole, Decimal | None], Account] = {}

    def get(self, entity_id: int, role: AccountRole, rate: Decimal | None = None) -> Account:
        """Return an account, opened where it is new."""
        key = (entity_id, role, rate)
        if key not in self._found:
            self._found[key] = ledger.account_for(entity_id, role, rate)
        return self._found[key]


def book(*, actor: Actor, at: datetime, rows: Sequence[Invoice], sums: Sequence[Sums]) -> None:
    """Book issued documents, and let what was prepaid settle its invoice."""
    accounts = Accounts()
    entries = [_entry(row, one, accounts) for row, one in zip(rows, sums, strict=True) if row.gross]
    ledger.post_many(actor=actor, at=at, entries=entries)
    for row in rows:
        if row.prepaid:
            _settle(actor, at, row)


def _entry(row: Invoice, sums: Sums, accounts: Accounts) -> Entry:
    """Return the entry of a document. Where a rate has no tax, its side is zero and left out."""
    sign = -1 if row.is_credit else 1
    owing = Owing(
        party_id=row.party_id, nature=Nature.CREDIT if row.is_credit else Nature.PRINCIPAL, due_on=row.due_on,
        subject=row.subject, document=row.number, text=row.title, contract_id=row.contract_id,
    )  # fmt: skip
    sides = [Side(accounts.get(row.entity_id, AccountRole.RECEIVABLE), sign * row.gross, owing)]
    for rate, (net, vat) in sums.by_rate.items():
        sides.append(Side(accounts.get(row.entity_id, AccountRole.REVENUE, rate), -sign * net))
        if vat:
            sides.append(Side(accounts.get(row.entity_id, AccountRole.VAT, rate), -sign * vat))
    return Entry(
        entity_id=row.entity_id, booked_on=row.issued_on, origin=f"{row.subject}:issued", sides=sides,
        kind=PostingKind.CREDIT_NOTE if row.is_credit else PostingKind.INVOICE, document=row.number, text=row.title,
    )  # fmt: skip


def _settle(actor: Actor, at: datetime, row: Invoice) -> None:
    """Let credits of the customer pay what was prepaid, the oldest first; raises MoreThanPaid."""
    claim = books.items_about(row.subject).get(amount__gt=0)
    left = row.prepaid
    for credit in books.open_items(row.party_id, row.entity_id).filter(amount__lt=0).order_by("booked_on", "pk"):
        part = min(left, -credit.open)
        if part <= 0:
            break
        ledger.allocate(
            actor=actor, at=at, on=row.issued_on, credit_id=credit.pk, claim_id=claim.pk, amount=part,
            because=f"Verrechnet mit {row.number}",
        )  # fmt: skip
        left -= part
    if left:
        raise MoreThanPaid
