"""Tax relief on work in the household: a fifth up to a limit, and what must be shown for it."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Negative, NotApplicable, NotInForce
from quartier.law.estg.labour_costs import Gap, TaxRelief, household_services_proof, household_services_tax

D = Decimal
CENTS = st.integers(0, 3_000_000).map(lambda cents: D(cents) / 100)


def relief(year: int = 2025, **costs: Any) -> TaxRelief:
    return household_services_tax(year=year, **costs).value


@pytest.mark.parametrize(
    ("name", "at_limit", "most"),
    [("mini_job", "2550", "510"), ("services", "20000", "4000"), ("craftsmen", "6000", "1200")],
)
def test_each_kind_of_work_has_its_limit(name: str, at_limit: str, most: str) -> None:
    below, at, above = (relief(2025, **{name: D(at_limit) + step}) for step in (D("-0.05"), D(0), D("0.05")))
    assert getattr(below, name) == D(most) - D("0.01")
    assert getattr(at, name) == getattr(above, name) == D(most)
    assert at.total == D(most)


@settings(max_examples=60, deadline=None)
@given(services=CENTS, craftsmen=CENTS, mini_job=CENTS, more=CENTS)
def test_the_relief_grows_and_adds_up(services: Decimal, craftsmen: Decimal, mini_job: Decimal, more: Decimal) -> None:
    one = relief(services=services, craftsmen=craftsmen, mini_job=mini_job)
    two = relief(services=services + more, craftsmen=craftsmen + more, mini_job=mini_job + more)
    assert one.total == one.services + one.craftsmen + one.mini_job <= min(two.total, D(5710))
    assert one.services <= services / 5 + D("0.005")


def test_only_what_was_spent_is_explained() -> None:
    steps = household_services_tax(year=2025, services=D(100)).steps
    assert [step.source for step in steps] == ["§ 35a Abs. 2 EStG"]
    assert relief().total == 0


@pytest.mark.parametrize("facts", list(product([True, False], repeat=3)))
def test_what_is_missing_is_named(facts: tuple[bool, bool, bool]) -> None:
    labour_shown, invoice, by_account = facts
    found = household_services_proof(year=2025, labour_shown=labour_shown, invoice=invoice, by_account=by_account).value
    assert found == tuple(gap for gap, present in zip(Gap, facts, strict=True) if not present)


def proof(year: int) -> tuple[Gap, ...]:
    return household_services_proof(year=year, labour_shown=True, invoice=True, by_account=True).value


def test_years() -> None:
    assert relief(2009, services=D(100)).total == 20
    assert proof(2009) == ()
    for ask in (relief, proof):
        asked: Any = ask
        with pytest.raises(NotInForce):
            asked(2008)
        for year in (0, 9999):
            with pytest.raises(NotApplicable, match="not a calendar year"):
                asked(year)


@pytest.mark.parametrize("name", ["services", "craftsmen", "mini_job"])
def test_costs_below_zero_are_refused(name: str) -> None:
    with pytest.raises(Negative, match=name.replace("_", " ")):
        relief(2025, **{name: D(-1)})
