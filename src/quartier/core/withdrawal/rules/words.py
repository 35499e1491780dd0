"""What is said about a withdrawal to whoever declared it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from quartier.core.withdrawal.rules.judging import Facts, Judged, Verdict
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.units import euro


def verdict(judged: Judged, label: str, *, whole: bool = True) -> tuple[Sentence, ...]:
    """Say what a withdrawal came to; a late one is answered as late, never dropped (DWG-38)."""
    named = {"contract": label}
    match judged.verdict:
        case Verdict.IN_TIME if whole:
            words = _(
                "Your withdrawal from “%(contract)s” is in time and has effect. The contract no longer binds you."
            )
            return (Sentence(words, named),)
        case Verdict.IN_TIME:
            words = _(
                "Your withdrawal from a part of “%(contract)s” is in time. We write to you what it means for the price."
            )
            return (Sentence(words, named),)
        case Verdict.LATE:
            return _late(judged, label)
        case Verdict.DISPATCH_UNKNOWN:
            return (judged.why,) if judged.why else ()
        case _:
            head = Sentence(_("Your withdrawal from “%(contract)s” has no effect."), named)
            return (head, judged.why) if judged.why else (head,)


def _late(judged: Judged, label: str) -> tuple[Sentence, ...]:
    days = {"contract": label, "sent": judged.decisive_on, "last": judged.last_on}
    words = _(
        "Your withdrawal from “%(contract)s” came too late: sent on %(sent)s, the last day was %(last)s. "
        "The contract goes on. You can end it by notice as it says."
    )
    return (Sentence(words, {name: value for name, value in days.items() if value is not None}),)


def money(value: Decimal, refund: Decimal, still_owed: Decimal, due_on: date | None) -> tuple[Sentence, ...]:
    """Say what is kept, paid back and still owed."""
    said: list[Sentence] = []
    if value:
        said.append(
            Sentence(_("For the part performed until then you pay %(value)s (§ 357a BGB)."), {"value": euro(value)})
        )
    if refund and due_on:
        words = _("As far as you have paid, we pay back %(refund)s by %(day)s, in the way in which you paid.")
        said.append(Sentence(words, {"refund": euro(refund), "day": due_on}))
    if still_owed:
        said.append(Sentence(_("Still to be paid: %(owed)s."), {"owed": euro(still_owed)}))
    return tuple(said)


def work_open() -> Sentence:
    """Say that the sum follows once it is known how far the work was."""
    return Sentence(_("We work out what was performed until then, and write to you what is paid back."))


def withdrawn_before(label: str) -> tuple[Sentence, ...]:
    """Say that somebody had withdrawn before."""
    return (Sentence(_("You had withdrawn from “%(contract)s” before. That withdrawal stays."), {"contract": label}),)


def account_closed() -> Sentence:
    """Say what a withdrawal from the contract on the portal ends and what not (DWG-41)."""
    return Sentence(
        _(
            "Your access to the portal is closed. Your tenancy, membership and other contracts are not affected. "
            "What served the portal alone is deleted."
        )
    )


def demanded(facts: Facts) -> bool:
    """Tell whether value is owed for what was done: an express demand before the start, and an instruction."""
    asked = facts.consented_on is not None and (facts.begun_on is None or facts.consented_on <= facts.begun_on)
    return asked and facts.instructed_on is not None
