"""Backups as others use them: agree, end, run now; and what time and the worker do."""

from quartier.core.backups.services.agreeing import (
    AlreadyAgreed,
    BeginsInThePast,
    ContractOver,
    EndsInThePast,
    NoPlace,
    NotInForce,
    agree,
    end,
)
from quartier.core.backups.services.making import make
from quartier.core.backups.services.removing import clear, erase_copies, forget_copy, remove_old
from quartier.core.backups.services.starting import AlreadyUnderWay, begin_due, look_after, start_now

__all__ = [
    "AlreadyAgreed",
    "AlreadyUnderWay",
    "BeginsInThePast",
    "ContractOver",
    "EndsInThePast",
    "NoPlace",
    "NotInForce",
    "agree",
    "begin_due",
    "clear",
    "end",
    "erase_copies",
    "forget_copy",
    "look_after",
    "make",
    "remove_old",
    "start_now",
]
