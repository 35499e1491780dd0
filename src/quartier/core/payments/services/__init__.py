"""Taking money in, giving it back, set-off, cash, PayPal."""

from quartier.core.payments.services.cash import carry_cash, pay_out_cash, take_cash
from quartier.core.payments.services.duties import take_up
from quartier.core.payments.services.receiving import Received, assign, receive, receive_many, release
from quartier.core.payments.services.refunding import (
    approve,
    drop_refund,
    name_account,
    owe_back,
    paid_back,
    refund_failed,
    sent,
)
from quartier.core.payments.services.refusals import (
    AlreadyPaidBack,
    AlreadyReturned,
    NoCredit,
    NotAgreed,
    NotInThisState,
    NotSetOff,
    NotUnclear,
)
from quartier.core.payments.services.returning import take_back
from quartier.core.payments.services.setting_off import accept_set_off, declare_set_off, refuse_set_off

__all__ = [
    "AlreadyPaidBack",
    "AlreadyReturned",
    "NoCredit",
    "NotAgreed",
    "NotInThisState",
    "NotSetOff",
    "NotUnclear",
    "Received",
    "accept_set_off",
    "approve",
    "assign",
    "carry_cash",
    "declare_set_off",
    "drop_refund",
    "name_account",
    "owe_back",
    "paid_back",
    "pay_out_cash",
    "receive",
    "receive_many",
    "refund_failed",
    "refuse_set_off",
    "release",
    "sent",
    "take_back",
    "take_cash",
    "take_up",
]
