"""Early lapse, void clauses, value owed and repayment after a withdrawal."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from quartier.law.bgb.withdrawal_effects import Settlement, Subject, Supplied, withdrawal_refund, withdrawal_value
from quartier.law.bgb.withdrawal_lapse import (
    Condition,
    Lapse,
    LossClause,
    LossPoint,
    Performance,
    Place,
    withdrawal_lapse,
    withdrawal_loss_clause,
)
from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, WrongOrder
from quartier.law.rule import Derived
from quartier.values.land import Land

CONCLUDED = date(2026, 3, 20)
BEGUN = date(2026, 3, 23)
COMPLETED = date(2026, 3, 30)
FULL = {
    "begun_on": BEGUN,
    "completed_on": COMPLETED,
    "consented_on": CONCLUDED,
    "durable": True,
    "acknowledged_on": CONCLUDED,
    "confirmed_on": date(2026, 3, 24),
}


def lapse(performance: Performance, concluded_on: date = CONCLUDED, **facts: Any) -> Lapse:
    """Whether the right has lapsed, from all facts unless some are changed."""
    return withdrawal_lapse(concluded_on=concluded_on, performance=performance, **{**FULL, **facts}).value


def source_of(derived: Derived[Any]) -> str:
    """Where the first version stands that the result rests on."""
    return derived.applied[0].version.source


@pytest.mark.parametrize(
    ("performance", "lapsed_on"),
    [
        (Performance.SERVICE, COMPLETED),
        (Performance.FREE_SERVICE, COMPLETED),
        (Performance.REPAIR, COMPLETED),
        (Performance.DIGITAL, date(2026, 3, 24)),
        (Performance.FREE_DIGITAL, BEGUN),
    ],
)
def test_with_all_conditions_it_lapses_on_the_day_of_the_last(performance: Performance, lapsed_on: date) -> None:
    for place in Place:
        assert lapse(performance, place=place) == Lapse(lapsed=True, lapsed_on=lapsed_on, missing=())


@pytest.mark.parametrize(
    ("performance", "fact", "missing"),
    [
        (Performance.SERVICE, "completed_on", {Condition.COMPLETED}),
        (Performance.SERVICE, "consented_on", {Condition.CONSENT}),
        (Performance.SERVICE, "acknowledged_on", {Condition.KNOWS_COMPLETION}),
        (Performance.SERVICE, "confirmed_on", set()),
        (Performance.FREE_SERVICE, "completed_on", {Condition.COMPLETED}),
        (Performance.FREE_SERVICE, "consented_on", set()),
        (Performance.REPAIR, "consented_on", {Condition.CONSENT}),
        (Performance.REPAIR, "acknowledged_on", set()),
        (Performance.DIGITAL, "completed_on", set()),
        (Performance.DIGITAL, "consented_on", {Condition.CONSENT}),
        (Performance.DIGITAL, "acknowledged_on", {Condition.KNOWS_BEGIN}),
        (Performance.DIGITAL, "confirmed_on", {Condition.CONFIRMATION}),
        (Performance.FREE_DIGITAL, "confirmed_on", set()),
    ],
)
def test_each_condition_counts_where_the_law_names_it(
    performance: Performance, fact: str, missing: set[Condition]
) -> None:
    changed: dict[str, Any] = {fact: None}
    found = lapse(performance, **changed)
    assert set(found.missing) == missing
    assert found.lapsed is not bool(missing)


@pytest.mark.parametrize(
    ("declared_on", "met"), [(BEGUN - timedelta(days=1), True), (BEGUN, True), (BEGUN + timedelta(days=1), False)]
)
def test_consent_and_knowledge_come_before_the_beginning(declared_on: date, met: bool) -> None:
    for fact in ("consented_on", "acknowledged_on"):
        assert lapse(Performance.SERVICE, **{fact: declared_on}).lapsed is met
        assert lapse(Performance.DIGITAL, **{fact: declared_on}).lapsed is met


def test_off_premises_consent_needs_a_durable_medium() -> None:
    missing = lapse(Performance.SERVICE, place=Place.OFF_PREMISES, durable=False).missing
    assert missing == (Condition.DURABLE,)
    assert lapse(Performance.SERVICE, durable=False).lapsed
    late = lapse(Performance.REPAIR, place=Place.OFF_PREMISES, consented_on=BEGUN + timedelta(days=1)).missing
    assert late == (Condition.CONSENT, Condition.DURABLE)


def test_the_order_of_facts_is_checked() -> None:
    with pytest.raises(
        Incomplete, match=r"^Give the day on which performance began: consent must have come before it\.$"
    ):
        lapse(Performance.SERVICE, begun_on=None)
    with pytest.raises(
        WrongOrder, match=r"^Performance cannot be complete \(22 Mar 2026\) before it began \(23 Mar 2026\)\.$"
    ):
        lapse(Performance.SERVICE, completed_on=BEGUN - timedelta(days=1))
    assert lapse(Performance.SERVICE, completed_on=BEGUN).lapsed_on == BEGUN
    facts: dict[str, Any] = {"performance": Performance.SERVICE, "consented_on": CONCLUDED}
    off_premises = withdrawal_lapse(concluded_on=CONCLUDED, place=Place.OFF_PREMISES, **facts).value
    assert Condition.DURABLE in off_premises.missing
    nothing = withdrawal_lapse(concluded_on=CONCLUDED, **facts).value
    assert nothing.missing == (Condition.COMPLETED, Condition.KNOWS_COMPLETION)


@pytest.mark.parametrize(
    ("concluded_on", "service", "digital"),
    [
        (date(2022, 5, 27), "§ 356 Abs. 4 BGB a. F.", "§ 356 Abs. 5 BGB a. F."),
        (date(2022, 5, 28), "§ 356 Abs. 4 Nr. 2 BGB", "§ 356 Abs. 5 Nr. 2 BGB"),
        (date(2022, 5, 29), "§ 356 Abs. 4 Nr. 2 BGB", "§ 356 Abs. 5 Nr. 2 BGB"),
        (date(2026, 6, 18), "§ 356 Abs. 4 Nr. 2 BGB", "§ 356 Abs. 5 Nr. 2 BGB"),
        (
            date(2026, 6, 19),
            "§ 356 Abs. 5 Nr. 2 BGB (BGBl. 2026 I Nr. 28)",
            "§ 356 Abs. 6 Nr. 2 BGB (BGBl. 2026 I Nr. 28)",
        ),
        (
            date(2026, 6, 20),
            "§ 356 Abs. 5 Nr. 2 BGB (BGBl. 2026 I Nr. 28)",
            "§ 356 Abs. 6 Nr. 2 BGB (BGBl. 2026 I Nr. 28)",
        ),
    ],
)
def test_the_paragraph_moves_with_the_law(concluded_on: date, service: str, digital: str) -> None:
    for performance, source in ((Performance.SERVICE, service), (Performance.DIGITAL, digital)):
        derived = withdrawal_lapse(concluded_on=concluded_on, performance=performance)
        assert source_of(derived) == source
        assert bool(derived.unverified) is ("Nr. 28" in source or "a. F." in source)


@pytest.mark.parametrize(("concluded_on", "lapsed"), [(date(2022, 5, 27), True), (date(2022, 5, 28), False)])
def test_the_confirmation_counts_since_may_2022(concluded_on: date, lapsed: bool) -> None:
    assert lapse(Performance.DIGITAL, concluded_on, confirmed_on=None).lapsed is lapsed


@pytest.mark.parametrize(
    ("performance", "before", "since"),
    [
        (Performance.FREE_SERVICE, "§ 356 Abs. 4 Nr. 1 BGB", "§ 356 Abs. 5 Nr. 1 BGB (BGBl. 2026 I Nr. 28)"),
        (Performance.REPAIR, "§ 356 Abs. 4 Nr. 3 BGB", "§ 356 Abs. 5 Nr. 3 BGB (BGBl. 2026 I Nr. 28)"),
        (Performance.FREE_DIGITAL, "§ 356 Abs. 5 Nr. 1 BGB", "§ 356 Abs. 6 Nr. 1 BGB (BGBl. 2026 I Nr. 28)"),
    ],
)
def test_free_contracts_and_repairs_move_too(performance: Performance, before: str, since: str) -> None:
    for concluded_on, source in ((date(2026, 6, 18), before), (date(2026, 6, 19), since)):
        assert source_of(withdrawal_lapse(concluded_on=concluded_on, performance=performance)) == source


def test_free_contracts_and_older_law_are_not_known_before() -> None:
    for performance in (Performance.FREE_SERVICE, Performance.FREE_DIGITAL, Performance.REPAIR):
        with pytest.raises(NotInForce):
            lapse(performance, date(2022, 5, 27))
    with pytest.raises(NotInForce):
        lapse(Performance.SERVICE, date(2014, 6, 12))


@pytest.mark.parametrize(
    ("performance", "clause", "holds", "by_law"),
    [
        (Performance.SERVICE, LossPoint.START, False, LossPoint.COMPLETION),
        (Performance.SERVICE, LossPoint.COMPLETION, True, LossPoint.COMPLETION),
        (Performance.FREE_SERVICE, LossPoint.START, False, LossPoint.COMPLETION),
        (Performance.REPAIR, LossPoint.START, False, LossPoint.COMPLETION),
        (Performance.DIGITAL, LossPoint.START, True, LossPoint.START),
        (Performance.DIGITAL, LossPoint.COMPLETION, True, LossPoint.START),
        (Performance.FREE_DIGITAL, LossPoint.START, True, LossPoint.START),
    ],
)
def test_a_clause_may_not_take_the_right_earlier(
    performance: Performance, clause: LossPoint, holds: bool, by_law: LossPoint
) -> None:
    found = withdrawal_loss_clause(concluded_on=CONCLUDED, performance=performance, clause=clause)
    assert found.value == LossClause(holds=holds, by_law=by_law)


def settle(**facts: Any) -> Settlement:
    """A service for 499 € with 40 % done, demanded and instructed, unless some facts are changed."""
    usual: dict[str, Any] = {
        "concluded_on": CONCLUDED,
        "price": Decimal(499),
        "done": Decimal(40),
        "demanded": True,
        "instructed": True,
    }
    return withdrawal_value(**{**usual, **facts}).value


@given(
    some.decimals(0, 100_000, places=2),
    some.decimals(0, 100, places=2),
    some.decimals(0, 100_000, places=2),
)
@settings(max_examples=100, deadline=None)
def test_what_is_paid_is_kept_or_given_back(price: Decimal, done: Decimal, paid: Decimal) -> None:
    found = settle(price=price, done=done, paid=paid)
    assert found.value - found.still_owed == paid - found.refund
    assert min(found.refund, found.still_owed) == 0
    assert 0 <= found.value <= price
    assert abs(Fraction(found.value) - Fraction(price) * Fraction(done) / 100) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({}, "199.60"),
        ({"done": Decimal(0)}, "0.00"),
        ({"done": Decimal(100)}, "499.00"),
        ({"done": Decimal("33.333")}, "166.33"),
        ({"price": Decimal("0.01"), "done": Decimal(50)}, "0.01"),
        ({"supplied": Supplied.SUPPLY}, "199.60"),
        ({"supplied": Supplied.DIGITAL}, "0.00"),
        ({"demanded": False}, "0.00"),
        ({"instructed": False}, "0.00"),
        ({"place": Place.OFF_PREMISES}, "0.00"),
        ({"place": Place.OFF_PREMISES, "durable": True}, "199.60"),
        ({"market_value": Decimal("120.00")}, "120.00"),
        ({"market_value": Decimal("199.59")}, "199.59"),
        ({"concluded_on": date(2022, 5, 27)}, "199.60"),
        ({"concluded_on": date(2022, 5, 28)}, "199.60"),
    ],
)
def test_value_is_owed_for_what_was_demanded(facts: dict[str, Any], value: str) -> None:
    found = settle(**facts)
    assert found.value == Decimal(value)
    assert found.refund == facts.get("price", Decimal(499)) - Decimal(value)


def test_the_reason_for_no_value_is_said() -> None:
    def reason(**facts: Any) -> str:
        usual: dict[str, Any] = {"price": Decimal(1), "done": Decimal(1), "demanded": True, "instructed": True}
        return str(withdrawal_value(concluded_on=CONCLUDED, **{**usual, **facts}).steps[0].sentence)

    assert reason(supplied=Supplied.DIGITAL).startswith("For digital content")
    assert reason(demanded=False).startswith("The consumer did not expressly demand")
    assert reason(place=Place.OFF_PREMISES).startswith("Away from business premises")
    assert reason(instructed=False).startswith("The consumer was not properly instructed")


def test_amounts_that_cannot_be_are_refused() -> None:
    for fact in ("price", "done", "paid", "market_value"):
        with pytest.raises(Negative, match=fact.replace("_", " ")):
            settle(**{fact: Decimal(-1)})
    with pytest.raises(NotApplicable, match="No more than 100 percent"):
        settle(done=Decimal("100.01"))
    with pytest.raises(NotApplicable, match=r"199\.60.€ is not below the share of 199\.60.€"):
        settle(market_value=Decimal("199.60"))
    with pytest.raises(NotInForce):
        settle(concluded_on=date(2014, 6, 12))


@pytest.mark.parametrize(("concluded_on", "checked"), [(date(2022, 5, 27), False), (date(2022, 5, 28), True)])
def test_the_old_law_on_value_is_not_checked(concluded_on: date, checked: bool) -> None:
    derived = withdrawal_value(
        concluded_on=concluded_on, price=Decimal(1), done=Decimal(1), demanded=True, instructed=True
    )
    assert bool(derived.unverified) is not checked


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 12, 10), date(2026, 12, 24)),
        (date(2026, 12, 11), date(2026, 12, 28)),
        (date(2026, 12, 14), date(2026, 12, 28)),
        (date(2026, 12, 15), date(2026, 12, 29)),
    ],
)
def test_repayment_is_due_on_a_working_day_after_fourteen_days(received_on: date, due_on: date) -> None:
    for subject, collects in ((Subject.SERVICE, False), (Subject.GOODS, True)):
        found = withdrawal_refund(received_on=received_on, land=Land.NW, subject=subject, collects=collects).value
        assert (found.due_on, found.withheld, found.same_means) == (due_on, False, True)


@pytest.mark.parametrize(
    ("returned_on", "due_on"),
    [
        (date(2026, 12, 1), date(2026, 12, 24)),
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 25), date(2026, 12, 25)),
        (None, None),
    ],
)
def test_repayment_waits_for_the_goods(returned_on: date | None, due_on: date | None) -> None:
    found = withdrawal_refund(
        received_on=date(2026, 12, 10), land=Land.NW, subject=Subject.GOODS, returned_on=returned_on
    ).value
    assert (found.due_on, found.withheld) == (due_on, due_on is None)


def test_other_means_of_payment_need_an_agreement() -> None:
    found = withdrawal_refund(received_on=CONCLUDED, land=Land.NW, agreed_means=True)
    assert not found.value.same_means
    assert "§ 357 Abs. 3 Satz 2 BGB" in found.sources
    with pytest.raises(NotInForce):
        withdrawal_refund(received_on=date(2014, 6, 12), land=Land.NW)
