"""Whose money an entry is, and what it pays: reasons with points, and when they are enough to book without asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from quartier.core.banking.rules.naming import Likeness, likeness
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

NOTHING: Final = Decimal("0.00")
SURE: Final = 90
# Two guesses this near to each other are a question for somebody.
TOO_NEAR: Final = 15
MOST: Final = 3
LONG_NUMBER: Final = 7


class Reason(Choice):
    """What speaks for a guess."""

    NUMBER = "number", _("names the invoice number")
    DIGITS = "digits", _("names digits of an invoice number")
    CUSTOMER = "customer", _("names the customer number")
    ACCOUNT = "account", _("comes from an account known for this customer")
    SHARED = "shared", _("comes from an account that several customers use")
    NAME = "name", _("the name is the same")
    SIMILAR = "similar", _("the name is similar")
    SUM_NAMED = "sum_named", _("the amount is what is open of it")
    SUM_ONE = "sum_one", _("the amount is that of one open claim")
    SUM_DUE = "sum_due", _("the amount is that of the oldest open claims")
    LESS = "less", _("the amount is less than what is open")
    MORE = "more", _("the amount is more than what is open")
    PAID = "paid", _("what it names is paid already")
    RIVAL = "rival", _("it fits other customers as well")


POINTS: Final = {
    Reason.NUMBER: 60, Reason.DIGITS: 40, Reason.CUSTOMER: 45, Reason.ACCOUNT: 60, Reason.SHARED: 30,
    Reason.NAME: 25, Reason.SIMILAR: 12, Reason.SUM_NAMED: 40, Reason.SUM_ONE: 30, Reason.SUM_DUE: 30,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim as matching sees it, in the order in which claims are due."""

    key: int
    party: int
    document: str
    open: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Money that came in, with what was found in its purpose. `by_digits` are named by digits alone."""

    amount: Decimal
    name: str = ""
    by_number: frozenset[int] = frozenset()
    by_digits: frozenset[int] = frozenset()
    customers: frozenset[int] = frozenset()
    payers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Whose money it may be, which claims were meant (none: the order of the law), and why."""

    party: int
    named: tuple[int, ...]
    points: int
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def is_sure(self) -> bool:
        """Tell whether it is booked without asking."""
        return self.points >= SURE and Reason.PAID not in self.reasons


def guesses(money: Money, names: dict[int, str], claims: Iterable[Claim]) -> list[Guess]:
    """Return at most three guesses, the best first; a rival makes the best one a question.

    `names` are the customers who come into question, `claims` those of theirs and those that are named.
    """
    by_party: dict[int, list[Claim]] = {party: [] for party in names}
    for claim in claims:
        by_party.setdefault(claim.party, []).append(claim)
    found = [_guess(money, party, names.get(party, ""), owed) for party, owed in by_party.items()]
    ranked = sorted((one for one in found if one.points), key=lambda one: (-one.points, one.party))[:MOST]
    if len(ranked) > 1 and ranked[0].points - ranked[1].points < TOO_NEAR:
        first = ranked[0]
        points = min(first.points, SURE - 1)
        ranked[0] = Guess(party=first.party, named=first.named, points=points, reasons=(*first.reasons, Reason.RIVAL))
    return ranked


def _guess(money: Money, party: int, name: str, claims: Sequence[Claim]) -> Guess:
    reasons: list[Reason] = []
    named = [claim for claim in claims if claim.key in money.by_number]
    if named:
        reasons.append(Reason.NUMBER)
    else:
        named = [claim for claim in claims if claim.key in money.by_digits]
        long = any(len("".join(c for c in claim.document if c.isdigit())) >= LONG_NUMBER for claim in named)
        reasons += [Reason.NUMBER if long else Reason.DIGITS] if named else []
    if party in money.customers:
        reasons.append(Reason.CUSTOMER)
    if party in money.payers:
        reasons.append(Reason.ACCOUNT if len(money.payers) == 1 else Reason.SHARED)
    likely = likeness(money.name, name)
    reasons += {Likeness.SAME: [Reason.NAME], Likeness.SIMILAR: [Reason.SIMILAR]}.get(likely, [])
    if not reasons:
        return Guess(party=party, named=(), points=0)
    meant, about = _amount(money.amount, named, claims)
    reasons.append(about)
    points = sum(POINTS.get(reason, 0) for reason in reasons)
    return Guess(party=party, named=meant, points=min(points, 100), reasons=tuple(reasons))


def _amount(amount: Decimal, named: Sequence[Claim], claims: Sequence[Claim]) -> tuple[tuple[int, ...], Reason]:
    """Return which claims are meant and what the amount says about that; nothing is rounded and no discount guessed."""
    if named:
        open_ = [claim for claim in named if claim.open > 0]
        total = sum((claim.open for claim in open_), NOTHING)
        if not open_:
            return (), Reason.PAID
        keys = tuple(claim.key for claim in open_)
        return keys, Reason.SUM_NAMED if total == amount else Reason.LESS if amount < total else Reason.MORE
    open_ = [claim for claim in claims if claim.open > 0]
    exact = [claim for claim in open_ if claim.open == amount]
    if exact:
        return (exact[0].key,), Reason.SUM_ONE
    running = NOTHING
    for place, claim in enumerate(open_):
        running += claim.open
        if running == amount:
            return tuple(one.key for one in open_[: place + 1]), Reason.SUM_DUE
    return (), Reason.LESS if amount < running else Reason.MORE
