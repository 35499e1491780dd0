"""Paying back the way it came: refunds of captures at PayPal, each once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from quartier.core.payments.models import PayPalOrder, Refund, RefundState, RefundWay
from quartier.core.payments.rules import paypal as says
from quartier.core.payments.services import refunding, refusals
from quartier.core.payments.services.paypal.client import PayPal
from quartier.core.payments.services.paypal.paying import GOOD
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor

GONE: Final = ("FAILED", "CANCELLED")


def pay_back(*, actor: Actor, at: datetime, refund_id: int) -> Refund:
    """Pay an approved refund back through PayPal, once; where PayPal refuses, the customer is asked for an account.

    Raises NotInThisState, PayPalOff, PayPalSilent. Not one transaction: PayPal is asked in between.
    """
    row = Refund.everything.get(pk=refund_id)
    if row.state not in (RefundState.APPROVED, RefundState.SENT) or row.way != RefundWay.PAYPAL:
        raise refusals.NotInThisState
    paid = PayPalOrder.everything.get(payment=row.payment_id)
    body = {
        "amount": {"currency_code": says.CURRENCY, "value": f"{row.amount:.2f}"}, "custom_id": str(row.reference),
        "note_to_payer": row.because[:250],
    }  # fmt: skip
    path = f"/v2/payments/captures/{paid.capture_id}/refund"
    status, told = PayPal.of(row.entity_id).ask("POST", path, body, once=f"{paid.request_id}-r{row.pk}")
    state = str(told.get("status", ""))
    if status not in GOOD or state in GONE:
        reason = next(iter(says.issues(told)), state) or str(status)
        return refunding.refund_failed(actor=actor, at=at, refund_id=row.pk, reason=f"PayPal: {reason}")
    if state == "COMPLETED" and says.euro(told.get("amount", {})) in (None, row.amount):
        return refunding.paid_back(actor=actor, at=at, refund_id=row.pk, on=day_of(at))
    if row.state == RefundState.APPROVED:
        refunding.sent(actor=actor, at=at, refund_ids=[row.pk])
    row.refresh_from_db()
    return row


def pay_back_all(*, at: datetime) -> int:
    """Pay back what was approved, and ask again about what PayPal still works on; returns how many were paid."""
    states = (RefundState.APPROVED, RefundState.SENT)
    done = 0
    for refund_id in Refund.everything.filter(way=RefundWay.PAYPAL, state__in=states).values_list("pk", flat=True):
        try:
            row = pay_back(actor=SYSTEM, at=at, refund_id=refund_id)
        except (refusals.PayPalSilent, refusals.PayPalOff, refusals.NotInThisState):
            continue
        done += row.state == RefundState.PAID
    return done
