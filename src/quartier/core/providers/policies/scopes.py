"""Which rule of a provider is meant for a contract: the most specific one that names its kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from quartier.core.providers.policies.choices import Scope

# What a kind of contract is, besides itself. Whether it is free or paid comes after that, everything at the end.
ALSO: Final[dict[Scope, tuple[Scope, ...]]] = {
    Scope.EXPRESS: (Scope.SINGLE_ORDER,),
    Scope.SURVEY: (Scope.SINGLE_ORDER,),
    Scope.DOCUMENTS: (Scope.SINGLE_ORDER,),
    Scope.ORDER_LINK: (Scope.SINGLE_ORDER,),
    Scope.DIGITAL_CONTENT: (Scope.SINGLE_ORDER,),
    Scope.APP_EXTRA: (Scope.SINGLE_ORDER,),
}
# Statutes and articles govern these; what a provider says about “everything” does not mean them.
APART: Final = frozenset({Scope.TENANCY, Scope.MEMBERSHIP, Scope.SAVINGS})


class Scoped(Protocol):
    """A rule about one kind of contract."""

    @property
    def scope(self) -> Scope:
        """Return what it is about."""


R = TypeVar("R", bound=Scoped)


def meant_by(scope: Scope, *, is_paid: bool) -> tuple[Scope, ...]:
    """Return the scopes that mean a contract, the most specific first.

    >>> [str(one) for one in meant_by(Scope.EXPRESS, is_paid=True)]
    ['express', 'single_order', 'paid', 'any']
    """
    if scope in APART:
        return (scope,)
    money = Scope.PAID if is_paid else Scope.FREE
    return tuple(dict.fromkeys((scope, *ALSO.get(scope, ()), money, Scope.ANY)))


def most_specific(rules: Iterable[R], scope: Scope, *, is_paid: bool) -> tuple[R, ...]:
    """Return the rules about a contract: all those of the most specific scope that has one, in their order."""
    found = list(rules)
    for one in meant_by(scope, is_paid=is_paid):
        if named := tuple(rule for rule in found if rule.scope is one):
            return named
    return ()
