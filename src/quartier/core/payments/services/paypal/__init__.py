"""PayPal: paying by it, hearing from it, paying back by it, and the credentials for that."""

from quartier.core.payments.services.paypal.client import BASES, PayPal
from quartier.core.payments.services.paypal.hearing import Heard, NotSigned, hear
from quartier.core.payments.services.paypal.paying import CHANGED, begin, capture, catch_up, drop
from quartier.core.payments.services.paypal.refunding import pay_back, pay_back_all
from quartier.core.payments.services.paypal.setting import set_account, switch

__all__ = [
    "BASES",
    "CHANGED",
    "Heard",
    "NotSigned",
    "PayPal",
    "begin",
    "capture",
    "catch_up",
    "drop",
    "hear",
    "pay_back",
    "pay_back_all",
    "set_account",
    "switch",
]
