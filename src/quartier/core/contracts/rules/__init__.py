"""How contracts end, and when somebody may think about ending one; pure."""

from quartier.core.contracts.rules.arrears import Due, Found, grounds
from quartier.core.contracts.rules.ends import (
    End,
    TermNow,
    agreed_form,
    ends,
    faults,
    first_term_ends_on,
    needed_form,
    needs_invoice,
    renews,
    term_now,
    wished,
    year_of,
)
from quartier.core.contracts.rules.facts import Facts, Terms, Trigger, terms_of
from quartier.core.contracts.rules.words import BY_HAND, Ground, Side, Way

__all__ = [
    "BY_HAND",
    "Due",
    "End",
    "Facts",
    "Found",
    "Ground",
    "Side",
    "TermNow",
    "Terms",
    "Trigger",
    "Way",
    "agreed_form",
    "ends",
    "faults",
    "first_term_ends_on",
    "grounds",
    "needed_form",
    "needs_invoice",
    "renews",
    "term_now",
    "terms_of",
    "wished",
    "year_of",
]
