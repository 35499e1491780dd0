"""Pure decisions about mandates, collections and the files for banks."""

from quartier.core.mandates.rules.words import (
    ACTIVE_STATES,
    CollectionState,
    MandateState,
    PayoutState,
    RunState,
    Scheme,
    Source,
)

__all__ = [
    "ACTIVE_STATES",
    "CollectionState",
    "MandateState",
    "PayoutState",
    "RunState",
    "Scheme",
    "Source",
]
