"""What happens with orders, from the click to the end."""

from quartier.core.catalogue.queries import Choice
from quartier.core.orders.services.deciding import accept, decline
from quartier.core.orders.services.placing import Guest, Placing, place
from quartier.core.orders.services.refusals import (
    AlreadyDecided,
    CustomerMissing,
    EmptyOrder,
    InputMissing,
    LoginNeeded,
    MixedOrder,
    NotAccepted,
    NotForYou,
    NotThisWay,
    OrderOver,
    PriceChanged,
    StillWithdrawable,
    TermsMissing,
    UploadMissing,
    WrongButton,
    WrongPayment,
)

__all__ = [
    "AlreadyDecided",
    "Choice",
    "CustomerMissing",
    "EmptyOrder",
    "Guest",
    "InputMissing",
    "LoginNeeded",
    "MixedOrder",
    "NotAccepted",
    "NotForYou",
    "NotThisWay",
    "OrderOver",
    "Placing",
    "PriceChanged",
    "StillWithdrawable",
    "TermsMissing",
    "UploadMissing",
    "WrongButton",
    "WrongPayment",
    "accept",
    "decline",
    "place",
]
