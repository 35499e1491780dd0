"""Taking back what was billed: whole by a cancellation, or in part by a credit note, never more than was billed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from quartier.core.audit import services as audit
from quartier.core.invoices.models import Invoice, InvoiceLine
from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.invoices.services.billing import bill
from quartier.core.invoices.services.refusals import (
    AlreadyCancelled,
    MoreThanBilled,
    NotCorrectable,
    ReasonMissing,
)
from quartier.core.ledger import queries as books
from quartier.core.ledger import services as ledger
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

NOTHING = Decimal("0.00")


@transaction.atomic
def cancel(*, actor: Actor, at: datetime, invoice_id: int, because: str, on: date | None = None) -> Invoice:
    """Cancel an invoice as a whole: what was paid for it stands to the customer's credit again, and sources are free.

    Raises AlreadyCancelled, NotCorrectable, ReasonMissing, and MoreThanBilled for what was credited in part: credit
    the rest then.
    """
    row = _locked(invoice_id, because)
    if row.corrections.filter(kind=InvoiceKind.CREDIT_NOTE).exists():
        raise MoreThanBilled
    lines = [_as_billed(line, line.quantity) for line in row.lines.all()]
    made = _correct(actor, at, row, lines, InvoiceKind.CANCELLATION, f"{row.key}:cancelled", because, on)
    _free(actor, at, row, made)
    return made


@transaction.atomic
def credit(
    *,
    actor: Actor,
    at: datetime,
    invoice_id: int,
    because: str,
    nets: Mapping[int, Decimal] | None = None,
    key: str = "",
    on: date | None = None,
) -> Invoice:
    """Credit an invoice by a credit note: the net sums in `nets` by the key of the line, without it all that is left.

    It settles what is still open of the invoice first; the rest stands to the customer's credit. Raises
    AlreadyCancelled, NotCorrectable, ReasonMissing, MoreThanBilled; nothing is stored then.
    """
    row = _locked(invoice_id, because)
    left = left_of(row)
    wanted = dict(nets) if nets is not None else {pk: net for pk, net in left.items() if net}
    if not wanted or any(pk not in left or not 0 < net <= left[pk] for pk, net in wanted.items()):
        raise MoreThanBilled
    if sum(wanted.values(), NOTHING) <= 0:
        raise MoreThanBilled
    by_key = {line.pk: line for line in row.lines.all()}
    lines = [replace(_as_billed(by_key[pk], Decimal(1)), unit_net=net) for pk, net in wanted.items()]
    name = key or f"{row.key}:credit:{row.corrections.count() + 1}"
    made = _correct(actor, at, row, lines, InvoiceKind.CREDIT_NOTE, name, because, on)
    _settle(actor, at, row, made)
    return made


def left_of(row: Invoice) -> dict[int, Decimal]:
    """Return what of the net of each line above zero was not yet credited, by its key."""
    taken = dict(
        InvoiceLine.objects.filter(credits__invoice=row).values_list("credits").annotate(sum=Sum("net"))
    )  # fmt: skip
    return {line.pk: line.net - taken.get(line.pk, NOTHING) for line in row.lines.all() if line.net > 0}


def _locked(invoice_id: int, because: str) -> Invoice:
    row = Invoice.everything.select_for_update(no_key=True).get(pk=invoice_id)
    if not because.strip():
        raise ReasonMissing
    if row.is_credit:
        raise NotCorrectable
    if row.corrections.filter(kind=InvoiceKind.CANCELLATION).exists():
        raise AlreadyCancelled
    return row


def _as_billed(line: InvoiceLine, quantity: Decimal) -> BillLine:
    """Return a line as it was billed, at the rate of that day."""
    return BillLine(
        title=line.title, note=line.note, quantity=quantity, unit=line.unit, unit_net=line.unit_net, source=line.source,
        vat_rate=line.vat_rate, vat_category=line.vat_category, supply_from=line.supply_from, supply_to=line.supply_to,
        credits_id=line.pk,
    )  # fmt: skip


def _correct(
    actor: Actor, at: datetime, row: Invoice, lines: Sequence[BillLine], kind: InvoiceKind, key: str, because: str,
    on: date | None,
) -> Invoice:  # fmt: skip
    made = bill(
        actor=actor, at=at,
        bill=Bill(
            entity_id=row.entity_id, party_id=row.party_id, key=key[:100], lines=lines, kind=kind,
            issued_on=on or day_of(at), title=row.title, contract_id=row.contract_id, order_id=row.order_id,
            corrects_id=row.pk, payment_method=row.payment_method, because=because, notes=(because,),
        ),
    )  # fmt: skip
    data = {"number": row.number, "by": made.number, "gross": str(made.gross), "because": because}
    audit.record(actor=actor, at=at, kind="invoices.corrected", subject=row.subject, data=data)
    return made


def _free(actor: Actor, at: datetime, row: Invoice, made: Invoice) -> None:
    """Undo what settled a cancelled invoice, and let the cancellation settle it instead."""
    claims = [item.pk for item in books.items_about(row.subject)]
    standing = [one.pk for one in ledger.standing_allocations(claims)]
    if standing:
        ledger.undo(actor=actor, at=at, on=made.issued_on, allocation_ids=standing, because=made.number)
    _settle(actor, at, row, made)


def _settle(actor: Actor, at: datetime, row: Invoice, made: Invoice) -> None:
    claim: Any = books.items_about(row.subject).filter(amount__gt=0).first()
    against: Any = books.items_about(made.subject).filter(amount__lt=0).first()
    if claim is not None and against is not None:
        because = f"Verrechnet mit {made.number}"
        ledger.settle_pair(actor=actor, at=at, on=made.issued_on, first=claim, second=against, because=because)
