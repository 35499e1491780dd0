"""What is to be paid for one order right after the click, in which ways, and what became of a try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse

from quartier.core.invoices import queries as invoices
from quartier.core.invoices.extension import Invoice, InvoiceKind
from quartier.core.ledger.extension import Item
from quartier.core.orders import queries as orders
from quartier.core.orders.extension import holds
from quartier.core.payments.extension import PaymentMethod
from quartier.core.payments.models import PayPalOrder, PayPalState, Refund, RefundState
from quartier.core.payments.queries import ways
from quartier.core.payments.queries.outgoing import refund_of
from quartier.core.withdrawal import queries as withdrawals
from quartier.kit.clock import day_of

LABEL: Final = "invoices.invoice"
# So long the page says that the invoice comes in a moment; a later one comes by mail.
AT_ONCE: Final = timedelta(minutes=3)
ASKED: Final = (RefundState.WAITING, RefundState.FAILED)


def claims_of(order_id: int) -> list[Item]:
    """Return what is open of an order's invoices, the earliest due first."""
    subjects = [f"{LABEL}:{row.pk}" for row in invoices.documents_of_order(order_id)]
    return list(Item.objects.filter(subject__in=subjects, open__gt=0).select_related("entity").order_by("due_on", "pk"))


def paying(order: Any, at: datetime, token: str) -> Mapping[str, Any] | None:
    """Return what the part “Payment” of an order's page shows, None where there is nothing to pay or to hand out.

    `token` is the secret of a guest's address, "" for an account.
    """
    papers = list(invoices.documents_of_order(order.pk))
    bills = [row for row in papers if not row.is_credit]
    waits = not bills and invoices.awaits_bill(order)
    refund = refund_awaited(order)
    if not papers and not waits and refund is None:
        return None
    claims = claims_of(order.pk)
    due = sum((one.open for one in claims), Decimal("0.00"))
    tried = _tried(order.party_id, claims)
    by_paypal = order.payment_method == PaymentMethod.PAYPAL
    return {
        "order": order, "token": token, "waits": waits, "is_late": waits and _is_late(order, at),
        "papers": [(row, InvoiceKind(row.kind).label) for row in papers],
        "due": due, "is_paid": bool(bills) and not due and refund is None and not any(row.is_credit for row in papers),
        "due_on": claims[0].due_on if claims else None, "refund": refund, "tried": tried,
        "is_pending": tried is not None and tried.state == PayPalState.PENDING,
        "paypal": address("paypal", order, token) if _has_paypal(order, claims, at) else "", "is_first": by_paypal,
        "transfer": _transfer(bills, claims),
        "is_collected": order.payment_method == PaymentMethod.SEPA_DEBIT,
        "polls": any(at - since < AT_ONCE for since in _awaited(order, papers, waits=waits)),
        "again": address("due", order, token), "held": due and any(hold(order) for hold in holds),
        "account": reverse("payments:guest_account", args=[token]) if refund and token else "",
    }  # fmt: skip


def address(page: str, order: Any, token: str) -> str:
    """Return where a guest or a customer does something about the payment of an order."""
    return (
        reverse(f"payments:guest_{page}", args=[token]) if token else reverse(f"payments:own_{page}", args=[order.pk])
    )


def order_page(row: PayPalOrder, *, is_owner: bool) -> str:
    """Return the page of the order that somebody pays for, "" where it is not for one order or is not theirs.

    A guest's page is known to whoever knows the address PayPal leads back to: both are the secret of the same person.
    """
    subjects = Item.everything.filter(pk__in=row.items, subject__startswith=f"{LABEL}:").values_list(
        "subject", flat=True
    )
    bills = Invoice.everything.filter(pk__in=[int(one.rpartition(":")[2]) for one in subjects])
    found = set(bills.values_list("order_id", flat=True))
    number = found.pop() if len(found) == 1 else None
    order = orders.numbered(number) if number is not None else None
    if order is None:
        return ""
    if order.user_id is None and order.token:
        return reverse("orders:guest", args=[order.token])
    return reverse("orders:own_one", args=[order.pk]) if is_owner else ""


def refund_awaited(order: Any) -> Refund | None:
    """Return the refund of an order that waits for a bank account, None where none does."""
    withdrawn = withdrawals.withdrawn_from(orders.subject_of(order))
    subjects = [orders.subject_of(order)] + ([withdrawals.subject_of(withdrawn)] if withdrawn else [])
    found = [row for one in subjects if (row := refund_of(one)) is not None]
    return next((row for row in found if row.way == "transfer" and row.state in ASKED), None)


def order_of_refund(row: Refund) -> Any:
    """Return the order whose money goes back, None where the refund is for something else."""
    label, _colon, number = row.subject.partition(":")
    if label == "withdrawal.withdrawal":
        withdrawn = withdrawals.withdrawal_numbered(int(number))
        label, _colon, number = withdrawn.subject.partition(":") if withdrawn else ("", "", "")
    return orders.numbered(int(number)) if label == "orders.order" else None


def _awaited(order: Any, papers: Sequence[Any], *, waits: bool) -> Iterator[datetime]:
    """Yield since when an invoice or its PDF is being made."""
    if waits:
        yield order.accepted_at or order.placed_at
    yield from (row.noted_at for row in papers if row.document_id is None)


def _is_late(order: Any, at: datetime) -> bool:
    since: datetime = order.accepted_at or order.placed_at
    return at - since > AT_ONCE


def _tried(party_id: int, claims: Sequence[Item]) -> PayPalOrder | None:
    """Return the last try to pay one of these claims by PayPal."""
    keys = {one.pk for one in claims}
    rows = PayPalOrder.objects.filter(party_id=party_id)[:5] if keys else ()
    return next((row for row in rows if keys & {*row.items}), None)


def _has_paypal(order: Any, claims: Sequence[Item], at: datetime) -> bool:
    """Tell whether the terms and the set-up let somebody pay by PayPal now."""
    return bool(claims) and PaymentMethod.PAYPAL in {
        one.key for one in ways.ways_for(order.party_id, claims, day_of(at))
    }


def _transfer(bills: Sequence[Any], claims: Sequence[Item]) -> invoices.Transfer | None:
    """Return how the earliest claim is transferred."""
    bill = next((row for row in bills if claims and claims[0].subject == f"{LABEL}:{row.pk}"), None)
    return invoices.transfer_for(bill, claims[0].open) if bill is not None else None
