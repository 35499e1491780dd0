"""Issuing invoices: numbered without gaps, booked in the same transaction, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.audit.services import Happening
from quartier.core.invoices import en16931
from quartier.core.invoices.extension import issued
from quartier.core.invoices.models import Invoice, InvoiceLine
from quartier.core.invoices.rules import records
from quartier.core.invoices.rules.bills import Bill
from quartier.core.invoices.rules.reckoning import Sums
from quartier.core.invoices.services import booking
from quartier.core.invoices.services.known import Known
from quartier.core.invoices.services.refusals import NotFit, NothingToBill
from quartier.core.ledger import services as ledger
from quartier.kit import formats
from quartier.kit.jobs import enqueue
from quartier.values.actor import Actor

SERIES = "invoices"
FIRST = "RE"
# How many papers one job presses.
PRESSED_AT_ONCE = 50


@transaction.atomic
def bill(*, actor: Actor, at: datetime, bill: Bill) -> Invoice:
    """Issue one invoice and book it; billed before under its key, return that one.

    Raises NothingToBill, NoSuchCustomer, MoreThanPaid, and PeriodClosed of the ledger; nothing is stored then.
    """
    return bill_many(actor=actor, at=at, bills=(bill,))[0]


@transaction.atomic
def bill_many(*, actor: Actor, at: datetime, bills: Sequence[Bill]) -> list[Invoice]:
    """Issue and book invoices in their order, all or none; keys billed before are returned as they are.

    A handful of statements whatever their number. The papers are pressed afterwards, by jobs.
    """
    if not bills:
        return []
    _lock(bills)
    keys = [one.key for one in bills]
    found = {row.key: row for row in Invoice.everything.filter(key__in=keys)}
    fresh = list({one.key: one for one in bills if one.key not in found}.values())
    if fresh:
        made = _issued(actor, at, fresh)
        found |= {row.key: row for row in made}
    return [found[key] for key in keys]


def _lock(bills: Sequence[Bill]) -> None:
    """Wait for whoever bills for the same companies: who holds the numbers sees what was billed before."""
    for entity_id, year in sorted({(one.entity_id, one.issued_on.year) for one in bills}):
        ledger.next_numbers(entity_id, SERIES, year, 0)


def _issued(actor: Actor, at: datetime, bills: Sequence[Bill]) -> list[Invoice]:
    known = Known(bills)
    reckoned = [known.reckon(one) for one in bills]
    for one, sums in zip(bills, reckoned, strict=True):
        if not one.lines or sums.gross < one.prepaid or min(sums.net, sums.vat, one.prepaid) < 0:
            raise NothingToBill
    numbers = _numbers(bills)
    rows = Invoice.everything.bulk_create([
        _row(actor, at, one, sums, known, number)
        for one, sums, number in zip(bills, reckoned, numbers, strict=True)
    ])  # fmt: skip
    InvoiceLine.objects.bulk_create(
        [line for row, sums in zip(rows, reckoned, strict=True) for line in _lines(row, sums)]
    )
    booking.book(actor=actor, at=at, rows=rows, sums=reckoned)
    happenings = [
        Happening("invoices.issued", row.subject, {"number": row.number, "gross": str(row.gross), "record": row.digest})
        for row in rows
    ]
    audit.record_many(actor=actor, at=at, happenings=happenings)
    for hear in issued:
        hear(actor, at, rows)
    for start in range(0, len(rows), PRESSED_AT_ONCE):
        enqueue("invoices.press", invoice_ids=[row.pk for row in rows[start : start + PRESSED_AT_ONCE]])
    return rows


def _numbers(bills: Sequence[Bill]) -> list[str]:
    """Return a number for each bill: one range a company and year, without gaps."""
    wanted: dict[tuple[int, int], list[int]] = {}
    for place, one in enumerate(bills):
        wanted.setdefault((one.entity_id, one.issued_on.year), []).append(place)
    made = [""] * len(bills)
    for (entity_id, year), places in sorted(wanted.items()):
        numbers = ledger.next_numbers(entity_id, SERIES, year, len(places))
        for place, number in zip(places, numbers, strict=True):
            made[place] = f"{FIRST}-{year}-{number:06d}"
    return made


def _row(actor: Actor, at: datetime, one: Bill, sums: Sums, known: Known, number: str) -> Invoice:
    due_on = known.due_on(one)
    sheet = en16931.to_json(_fit(records.record(one, sums, known.around(one, number, due_on))))
    party = known.party(one)
    return Invoice(
        entity_id=one.entity_id, number=number, kind=one.kind.value, party_id=one.party_id,
        contract_id=one.contract_id, order_id=one.order_id, corrects_id=one.corrects_id, key=one.key,
        title=(one.title or one.lines[0].title)[:160], standing=party.standing, issued_on=one.issued_on,
        supply_from=min(line.supply_from for line in sums.lines), supply_to=max(line.supply_to for line in sums.lines),
        due_on=due_on, payment_method=one.payment_method, net=sums.net, vat=sums.vat, gross=sums.gross,
        prepaid=one.prepaid, payable=sums.gross - one.prepaid, parts=len(sums.lines), record=sheet,
        digest=records.digest(sheet), remarks=[*sums.remarks, *known.remarks(one, sums)], because=one.because[:300],
        noted_at=at, noted_by=actor.name,
    )  # fmt: skip


def _fit(invoice: en16931.Invoice) -> en16931.Invoice:
    """Refuse what no program could read and no tax office would take."""
    try:
        en16931.check(invoice)
    except en16931.Unfit as unfit:
        raise NotFit(unfit.sentence.text(formats.voice())) from unfit
    return invoice


def _lines(row: Invoice, sums: Sums) -> list[InvoiceLine]:
    return [
        InvoiceLine(
            invoice=row, credits_id=one.line.credits_id, source=one.line.source, title=one.line.title[:300],
            note=one.line.note[:500], quantity=one.line.quantity, unit=one.line.unit, unit_net=one.line.unit_net,
            net=one.net, vat_rate=one.rate, vat_category=one.category, vat=one.vat, supply_from=one.supply_from,
            supply_to=one.supply_to,
        )
        for one in sums.lines
    ]  # fmt: skip
