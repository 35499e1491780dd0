"""Pure decisions about parties."""

from quartier.core.parties.rules.acting import ACTING_ROLES, CHOSEN, EVERYTHING, MAY_ACT, ActsFor, masked, within
from quartier.core.parties.rules.people import AREA_OF, MEETS_EVERYBODY, sort_key

__all__ = [
    "ACTING_ROLES",
    "AREA_OF",
    "CHOSEN",
    "EVERYTHING",
    "MAY_ACT",
    "MEETS_EVERYBODY",
    "ActsFor",
    "masked",
    "sort_key",
    "within",
]
