"""Which products go into one order together, who may order them, and the words on the button."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.policies.choices import Scope

# What the law itself says, for kinds of contracts of which a provider's documents say nothing (§ 312j Abs. 3 BGB).
BY_LAW: Final = "zahlungspflichtig bestellen"
# Nothing is to be paid: the law asks for no words, and these promise none.
FOR_FREE: Final = "kostenlos bestellen"
MOST_LINES: Final = 20
MOST_OF_ONE: Final = 99


def fit_together(products: Sequence[Any]) -> bool:
    """Tell whether products can be ordered with one click: one company, one kind of contract, paid or free alike."""
    return len({(one.entity_id, one.kind, one.scope, one.is_free) for one in products}) <= 1


def standings_of(products: Sequence[Any]) -> tuple[str, ...]:
    """Return as what somebody may order all of these, consumers first."""
    common = set[str].intersection(*({*one.standings} for one in products)) if products else set[str]()
    return tuple(one for one in ("consumer", "business") if one in common)


def label_for(formation: FormationPolicy, scopes: Collection[str], *, paid: bool) -> str:
    """Return the exact words on the button: the provider's for the first of these scopes that it names, else the law's.

    They are German in every language of the interface, because what they bind to is.
    """
    if not paid:
        return FOR_FREE
    known = {one.scope.value: one.label for one in formation.order_button}
    return next((known[scope] for scope in (*scopes, Scope.ANY.value) if scope in known), BY_LAW)
