"""What is promised while a contract runs: whether a date is late, and the reference values of a claim."""

from quartier.core.performance.rules.claims import (
    Counted,
    Fees,
    Limitation,
    Reference,
    Value,
    limitation,
    reference,
)
from quartier.core.performance.rules.delay import Delay, Facts, State, Waiting, counts_as_reminder, delay
from quartier.core.performance.rules.words import Attempted, Resolution, Trouble

__all__ = [
    "Attempted",
    "Counted",
    "Delay",
    "Facts",
    "Fees",
    "Limitation",
    "Reference",
    "Resolution",
    "State",
    "Trouble",
    "Value",
    "Waiting",
    "counts_as_reminder",
    "delay",
    "limitation",
    "reference",
]
