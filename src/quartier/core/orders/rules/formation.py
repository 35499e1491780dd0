"""Which events conclude the contract about an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Formation, Moment
from quartier.core.providers.policies.scopes import most_specific

# What we say or do to accept, the most express first; a mere receipt never is one of them (CC-07).
OURS: Final = (
    Moment.ORDER_CONFIRMATION,
    Moment.ACCEPTANCE_MAIL,
    Moment.CONFIRMATION_MAIL,
    Moment.ACCEPTANCE,
    Moment.ACTIVATION,
    Moment.CREDENTIALS,
)


def moments_for(rules: Sequence[Formation], scope: Scope, *, is_paid: bool) -> frozenset[Moment]:
    """Return the events of which the first concludes the contract; without a rule only an express confirmation does.

    >>> rule = Formation(scope=Scope.SURVEY, moments=frozenset({Moment.ACCEPTANCE_MAIL}))
    >>> [str(one) for one in moments_for([rule], Scope.SURVEY, is_paid=True)]
    ['acceptance_mail']
    """
    found = most_specific(rules, scope, is_paid=is_paid)
    return frozenset().union(*(one.moments for one in found)) or frozenset({Moment.ORDER_CONFIRMATION})


def accepts_itself(moments: frozenset[Moment]) -> bool:
    """Tell whether the portal accepts at once: the confirmation mail is the only way to a contract (WR-014)."""
    return moments == {Moment.CONFIRMATION_MAIL}


def said_by_us(moments: frozenset[Moment]) -> Moment | None:
    """Return the event that an express yes of ours is, None where only something else concludes the contract.

    >>> said_by_us(frozenset({Moment.DELIVERY, Moment.CONFIRMATION_MAIL}))
    <Moment.CONFIRMATION_MAIL: 'confirmation_mail'>
    """
    return next((one for one in OURS if one in moments), None)
