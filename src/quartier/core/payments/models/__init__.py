"""Money that comes in, money that goes back, set-off, and what PayPal says."""

from quartier.core.payments.models.cash import CashEntry
from quartier.core.payments.models.money_in import Payment, PaymentState
from quartier.core.payments.models.money_out import Refund, RefundState, RefundWay
from quartier.core.payments.models.paypal import PayPalAccount, PayPalNotice, PayPalOrder, PayPalState
from quartier.core.payments.models.set_off import SetOff, SetOffState

__all__ = [
    "CashEntry",
    "PayPalAccount",
    "PayPalNotice",
    "PayPalOrder",
    "PayPalState",
    "Payment",
    "PaymentState",
    "Refund",
    "RefundState",
    "RefundWay",
    "SetOff",
    "SetOffState",
]
