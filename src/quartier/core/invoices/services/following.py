"""What invoices hear of elsewhere: ended contracts, withdrawals, refunds of orders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum

from quartier.core.charges import queries as charging
from quartier.core.charges import services as charges
from quartier.core.contracts.extension import Ended
from quartier.core.invoices.extension import OwedBack, paying_back
from quartier.core.invoices.models import Invoice
from quartier.core.invoices.queries.ordered import bills_of_contract, bills_of_order
from quartier.core.invoices.rules import parts
from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.invoices.services.billing import bill
from quartier.core.invoices.services.correcting import cancel, credit, left_of
from quartier.core.ledger import queries as books
from quartier.core.orders import queries as orders
from quartier.core.withdrawal import queries as withdrawals
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.law.ustg.rates import Rate
from quartier.values.actor import SYSTEM, Actor

NOTHING: Final = Decimal("0.00")
STOPPED: Final = "Anteilige Erstattung: Der Dienst wurde zum %s eingestellt."
WITHDRAWN: Final = "Erstattung nach Widerruf"
ENDED: Final = "Erstattung zu Auftrag %s"


def hear_ended(told: Ended) -> None:
    """Hear that a contract is over. Whoever gave notice gets nothing back (QX-48); a stop of ours refunds (QX-50).

    What was used and not billed yet goes on a final invoice, by a job.
    """
    if charging.unbilled().filter(contract_id=told.contract.pk).exists():
        enqueue("invoices.bill_usage", contract_id=told.contract.pk)
    by_us = told.contract.endings.filter(revoked_at=None, side="provider", way="unreasonable").first()
    if by_us is not None and told.contract.is_paid:
        credit_unused(actor=told.actor, at=told.at, contract_id=told.contract.pk, stop_on=by_us.ends_on)


@transaction.atomic
def bill_usage(*, actor: Actor = SYSTEM, at: datetime, contract_id: int) -> Invoice | None:
    """Bill on a final invoice what was used under a contract that is over and stands on no invoice (QX-48)."""
    rows = list(charging.unbilled().filter(contract_id=contract_id).select_for_update(no_key=True, of=("self",)))
    if not rows:
        return None
    contract: Any = rows[0].contract
    lines = [
        BillLine(
            title=row.what, unit_net=row.amount if row.unit_net is None else row.unit_net, quantity=row.quantity,
            rate=Rate(row.vat_rate_kind),
            source=f"charges.charge:{row.pk}", supply_to=row.supplied_on or day_of(row.caused_at),
        )
        for row in rows
    ]  # fmt: skip
    made = bill(
        actor=actor, at=at,
        bill=Bill(
            entity_id=contract.relationship.legal_entity_id, party_id=contract.party_id, lines=lines,
            key=f"usage:{contract_id}:{rows[0].pk}", issued_on=day_of(at), kind=InvoiceKind.FINAL,
            title="Schlussrechnung", contract_id=contract_id,
        ),
    )  # fmt: skip
    for row in rows:
        row.billed_as, row.billed_number = made.subject, made.number
    charges.note_billed(rows)
    return made


@transaction.atomic
def credit_unused(*, actor: Actor, at: datetime, contract_id: int, stop_on: date) -> list[Invoice]:
    """Credit what was billed for time from a stop on, by days, and let what was paid of it be paid back (QX-50).

    Payment back is told to whoever pays: by transfer, and it waits where no account is known. Again, nothing happens.
    """
    made = []
    for row in bills_of_contract(contract_id):
        key = f"{row.key}:stopped"
        if Invoice.everything.filter(key=key).exists():
            continue
        left = left_of(row)
        nets = {
            line.pk: min(net, left[line.pk])
            for line in row.lines.all()
            if line.pk in left and line.supply_from != line.supply_to
            and (net := parts.unused(line.net, line.supply_from, line.supply_to, stop_on))
        }  # fmt: skip
        if any(nets.values()):
            because = STOPPED % f"{stop_on:%d.%m.%Y}"
            made.append(credit(actor=actor, at=at, invoice_id=row.pk, because=because, nets=nets, key=key))
    for one in made:
        _pay_back(actor, at, one)
    return made


def _pay_back(actor: Actor, at: datetime, row: Invoice) -> None:
    """Tell whoever pays back what of a credit note is left after it settled what was open."""
    item: Any = books.items_about(row.subject).filter(amount__lt=0).first()
    if item is None or not item.open:
        return
    owed = OwedBack(
        entity_id=row.entity_id, party_id=row.party_id, amount=-item.open, because=row.because, subject=row.subject,
        credit_ids=(item.pk,),
    )  # fmt: skip
    for tell in paying_back:
        tell(actor, at, owed)


def hear_settled(_actor: Actor, _at: datetime, row: Any) -> None:
    """Hear what is kept of a price after a withdrawal: what was billed beyond it is credited by a job, paid or not."""
    enqueue("invoices.credit_withdrawn", withdrawal_id=row.pk)


def settle_refunds(*, actor: Actor = SYSTEM, at: datetime) -> int:
    """Write the credit notes that withdrawals and refunds of orders wait for; payments pay them back. Repeatable."""
    done = 0
    for one in withdrawals.refunds_due():
        done += _credit_withdrawn(actor, at, one)
    for asked in orders.refunds_asked():
        rows = list(bills_of_order(asked.order_id))
        for row in rows:
            cancel(actor=actor, at=at, invoice_id=row.pk, because=ENDED % asked.order.number)
        done += len(rows)
    return done


def credit_withdrawn(*, actor: Actor = SYSTEM, at: datetime, withdrawal_id: int) -> int:
    """Credit what was billed beyond what is kept after a withdrawal; returns how many credit notes. Repeatable."""
    one = withdrawals.withdrawal_numbered(withdrawal_id)
    return 0 if one is None or one.value is None else _credit_withdrawn(actor, at, one)


@transaction.atomic
def _credit_withdrawn(actor: Actor, at: datetime, one: Any) -> int:
    """Credit what was billed less the value of what was done (§ 357a BGB), the latest invoice first.

    Of a contract that is withdrawn from in part, what is to be paid back is credited alone.
    """
    label, _colon, number = one.subject.partition(":")
    found = bills_of_order(int(number)) if label == "orders.order" else bills_of_contract(int(number))
    rows = list(found.order_by("-pk").select_for_update(no_key=True, of=("self",)))
    key = f"withdrawal:{one.pk}"
    if Invoice.everything.filter(key__startswith=f"{key}:").exists():
        return 0
    standing = {row.pk: row.gross - _credited(row) for row in rows}
    left, made = (sum(standing.values(), NOTHING) - one.value if one.whole else one.refund), 0
    for row in rows:
        part = min(left, standing[row.pk])
        if part > 0:
            _credit_gross(actor, at, row, part, f"{key}:{row.pk}")
            left, made = left - part, made + 1
    return made


def _credited(row: Invoice) -> Decimal:
    """Return what of an invoice was credited before, with its VAT."""
    found: Decimal | None = row.corrections.aggregate(sum=Sum("gross"))["sum"]
    return found or NOTHING


def _credit_gross(actor: Actor, at: datetime, row: Invoice, gross: Decimal, key: str) -> Invoice:
    """Credit so much of an invoice with its VAT, spread over its lines; never less, for all of it is paid back."""
    left = {pk: net for pk, net in left_of(row).items() if net}
    nets = parts.nets_for(gross, [(left[line.pk], line.vat_rate) for line in row.lines.all() if line.pk in left])
    lines = (line.pk for line in row.lines.all() if line.pk in left)
    wanted = {pk: net for pk, net in zip(lines, nets, strict=True) if net}
    return credit(actor=actor, at=at, invoice_id=row.pk, because=WITHDRAWN, nets=wanted, key=key)
