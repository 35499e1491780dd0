"""§ 309 Nr. 1 and Nr. 9 BGB: which clauses bind, on each side of each change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.terms import (
    Clause,
    ContractKind,
    Customer,
    Renewal,
    price_increase_bounds,
    term_limits,
)
from quartier.law.errors import Incomplete, NotApplicable, NotInForce, WrongOrder
from quartier.values.span import Span

OLD, NEW = date(2022, 2, 28), date(2022, 3, 1)


def clauses(concluded_on: date, **given: Any) -> list[Clause]:
    value = term_limits(concluded_on=concluded_on, customer=Customer.CONSUMER, **given).value
    assert value.allowed is not bool(value.faults)
    return [fault.clause for fault in value.faults]


@pytest.mark.parametrize(
    ("term", "faults"),
    [
        (None, []),
        (Span(months=24), []),
        (Span(years=2), []),
        (Span(weeks=104), []),
        (Span(months=25), [Clause.TERM]),
        (Span(years=2, days=1), [Clause.TERM]),
        (Span(weeks=105), [Clause.TERM]),
    ],
)
@pytest.mark.parametrize("concluded_on", [OLD, NEW])
def test_a_first_term_binds_for_two_years_at_most(concluded_on: date, term: Span | None, faults: list[Clause]) -> None:
    assert clauses(concluded_on, term=term) == faults


@pytest.mark.parametrize(
    ("begins_on", "faults"),
    [
        (date(2024, 1, 10), []),
        (date(2024, 1, 11), []),
        (date(2024, 1, 12), [Clause.TERM]),
    ],
)
def test_the_two_years_run_from_the_conclusion(begins_on: date, faults: list[Clause]) -> None:
    assert clauses(date(2024, 1, 10), term=Span(months=24), begins_on=begins_on) == faults


def test_a_service_that_begins_before_the_contract_is_a_mistake() -> None:
    with pytest.raises(WrongOrder, match="before the contract is concluded"):
        clauses(NEW, term=Span(months=12), begins_on=OLD)


@pytest.mark.parametrize(
    ("concluded_on", "notice", "faults"),
    [
        (OLD, Span(months=3), []),
        (OLD, Span(months=4), [Clause.NOTICE]),
        (NEW, Span(months=1), []),
        (NEW, Span(weeks=4), []),
        (NEW, Span(days=28), []),
        (NEW, Span(days=29), [Clause.NOTICE]),
        (NEW, Span(weeks=6), [Clause.NOTICE]),
        (NEW, Span(months=3), [Clause.NOTICE]),
        (NEW, None, []),
    ],
)
def test_notice_before_the_end_of_the_first_term(concluded_on: date, notice: Span | None, faults: list[Clause]) -> None:
    assert clauses(concluded_on, term=Span(years=1), notice=notice) == faults


def test_notice_without_a_term_is_left_to_section_307() -> None:
    derived = term_limits(concluded_on=NEW, customer=Customer.CONSUMER, notice=Span(months=3))
    assert derived.value.allowed
    assert "§ 309 Nr. 9 Buchst. c, § 307 Abs. 1 BGB" in derived.sources


@pytest.mark.parametrize(
    ("concluded_on", "renewal", "length", "later", "faults"),
    [
        (OLD, Renewal.NONE, None, None, []),
        (OLD, Renewal.FIXED, Span(months=12), Span(months=3), []),
        (OLD, Renewal.FIXED, Span(months=13), Span(months=3), [Clause.RENEWAL]),
        (OLD, Renewal.FIXED, Span(months=12), Span(months=4), [Clause.NOTICE_LATER]),
        (OLD, Renewal.FIXED, Span(months=12), None, []),
        (OLD, Renewal.INDEFINITE, None, Span(months=6), []),
        (NEW, Renewal.FIXED, Span(months=1), Span(months=1), [Clause.RENEWAL]),
        (NEW, Renewal.FIXED, Span(months=12), Span(months=3), [Clause.RENEWAL, Clause.NOTICE_LATER]),
        (NEW, Renewal.INDEFINITE, None, Span(months=1), []),
        (NEW, Renewal.INDEFINITE, None, Span(months=2), [Clause.NOTICE_LATER]),
        (NEW, Renewal.INDEFINITE, None, None, []),
    ],
)
def test_a_tacit_renewal(
    concluded_on: date, renewal: Renewal, length: Span | None, later: Span | None, faults: list[Clause]
) -> None:
    given = {"term": Span(years=1), "renewal": renewal, "renewal_length": length, "notice_later": later}
    assert clauses(concluded_on, **given) == faults


def test_the_derivation_says_each_fault_or_that_there_is_none() -> None:
    fair = term_limits(concluded_on=NEW, customer=Customer.CONSUMER, term=Span(months=12))
    void = term_limits(concluded_on=NEW, customer=Customer.CONSUMER, term=Span(months=36))
    no_objection = "§ 309 Nr. 9 BGB has no objection"
    assert fair.steps[-1].sentence.text().startswith(no_objection)
    assert [step.sentence for step in void.steps[1:]] == [fault.why for fault in void.value.faults]


def test_a_fixed_renewal_needs_its_length() -> None:
    with pytest.raises(Incomplete, match="renewal-length"):
        clauses(NEW, renewal=Renewal.FIXED)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (ContractKind.LEASE, "lease-notice"),
        (ContractKind.INSURANCE, "VVG"),
        (ContractKind.GOODS_TOGETHER, "excepted"),
        (ContractKind.MEMBERSHIP, "§ 65 GenG"),
    ],
)
def test_other_contracts_are_not_measured(kind: ContractKind, says: str) -> None:
    with pytest.raises(NotApplicable, match=says):
        clauses(NEW, kind=kind)


def test_businesses_may_agree_on_longer_terms() -> None:
    value = term_limits(
        concluded_on=NEW,
        customer=Customer.BUSINESS,
        term=Span(years=5),
        notice=Span(months=9),
        renewal=Renewal.FIXED,
        renewal_length=Span(years=1),
    ).value
    assert (value.allowed, value.faults) == (True, ())


@pytest.mark.parametrize("customer", list(Customer))
def test_nothing_is_known_before_2002(customer: Customer) -> None:
    with pytest.raises(NotInForce, match="1 Jan 2002"):
        term_limits(concluded_on=date(2001, 12, 31), customer=customer)
    with pytest.raises(NotInForce, match="1 Jan 2002"):
        price_increase_bounds(concluded_on=date(2001, 12, 31), supply_on=date(2002, 1, 1), customer=customer)


@given(months=st.integers(1, 60), notice=st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_longer_clauses_are_never_better(months: int, notice: int) -> None:
    shorter = clauses(NEW, term=Span(months=months), notice=Span(months=notice))
    longer = clauses(NEW, term=Span(months=months + 1), notice=Span(months=notice + 1))
    assert set(shorter) <= set(longer)


@pytest.mark.parametrize(
    ("supply_on", "allowed"),
    [(date(2026, 2, 27), False), (date(2026, 2, 28), False), (date(2026, 3, 1), True)],
)
def test_four_months_without_a_rise(supply_on: date, allowed: bool) -> None:
    value = price_increase_bounds(
        concluded_on=date(2025, 10, 31), supply_on=supply_on, customer=Customer.CONSUMER
    ).value
    assert (value.allowed, value.allowed_from_on) == (allowed, date(2026, 3, 1))


def test_rises_towards_businesses_and_in_continuing_contracts_are_left_to_section_307() -> None:
    day = date(2026, 1, 15)
    for_business = price_increase_bounds(concluded_on=day, supply_on=day, customer=Customer.BUSINESS)
    continuing = price_increase_bounds(concluded_on=day, supply_on=day, customer=Customer.CONSUMER, continuing=True)
    assert for_business.value.allowed
    assert continuing.value.allowed


def test_a_supply_before_the_conclusion_is_a_mistake() -> None:
    with pytest.raises(WrongOrder):
        price_increase_bounds(concluded_on=date(2026, 1, 15), supply_on=date(2026, 1, 14), customer=Customer.CONSUMER)
