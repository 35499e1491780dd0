"""Until when a late rate saves an instalment plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quartier.law.bgb.default_rate import Party
from quartier.law.bgb.instalments import instalment_plan_lapse
from quartier.law.errors import NotApplicable, NotInForce
from quartier.values.land import Land
from quartier.values.span import Span

JUNE = date(2026, 6, 1)


def lapse(debtor: Party = Party.BUSINESS, **facts: Any) -> tuple[date, date | None, list[tuple[str, str]]]:
    given: dict[str, Any] = {"due_on": JUNE, "debtor": debtor, "land": Land.NW}
    found = instalment_plan_lapse(**(given | facts))
    steps = [(str(step.sentence).replace("\xa0", " "), step.source) for step in found.steps]
    return found.value.pay_by_on, found.value.lapses_on, steps


@pytest.mark.parametrize(
    ("paid", "lapses"),
    [
        (date(2026, 5, 29), None),
        (date(2026, 6, 8), None),
        (date(2026, 6, 9), date(2026, 6, 9)),
        (None, date(2026, 6, 9)),
    ],
)
def test_a_rate_saves_the_plan_until_the_last_day(paid: date | None, lapses: date | None) -> None:
    pay_by, found, _steps = lapse(paid_on=paid)
    assert (pay_by, found) == (date(2026, 6, 8), lapses)


def test_another_time_may_be_agreed() -> None:
    assert lapse(late=Span(days=10))[:2] == (date(2026, 6, 11), date(2026, 6, 12))


def test_both_ends_move_off_weekends_and_holidays() -> None:
    assert lapse(due_on=date(2025, 6, 1))[:2] == (date(2025, 6, 10), date(2025, 6, 11))


def test_what_is_told_to_a_business() -> None:
    *_ends, steps = lapse()
    assert steps[0] == ("The rate had to be paid by 1 Jun 2026.", "§ 193 BGB")
    assert steps[1] == ("1 Jun 2026 is the day of the event and does not count.", "§ 187 Abs. 1 BGB")
    assert steps[-1] == ("It was not paid by 8 Jun 2026: the plan lapses.", "")
    *_ends, steps = lapse(paid_on=JUNE)
    assert steps[-1] == ("It was paid on 1 Jun 2026: the plan goes on.", "")


def test_a_consumers_plan_does_not_lapse_by_itself() -> None:
    pay_by, found, steps = lapse(Party.CONSUMER)
    assert (pay_by, found) == (date(2026, 6, 8), None)
    assert steps[-1] == ("The plan of a consumer does not lapse because one rate is late.", "§ 307 Abs. 1 BGB")
    unsure = instalment_plan_lapse(due_on=JUNE, debtor=Party.CONSUMER, land=Land.NW).unverified
    assert [one.title for one in unsure] == ["Lapse of a consumer's instalment plan"]
    assert not instalment_plan_lapse(due_on=JUNE, debtor=Party.BUSINESS, land=Land.NW).unverified


def test_refusals() -> None:
    with pytest.raises(NotInForce, match="31 Dec 2001"):
        lapse(due_on=date(2001, 12, 31))
    with pytest.raises(NotApplicable, match="hours"):
        lapse(late=Span(hours=48))
