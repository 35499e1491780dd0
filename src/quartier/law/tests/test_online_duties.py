"""Withdrawal and cancellation functions, the order button, its page and the confirmation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quartier.law.bgb.online_duties import (
    CancellationFunction,
    CancellationPart,
    FunctionPart,
    Matter,
    WithdrawalFunction,
    cancellation_function,
    withdrawal_function,
)
from quartier.law.bgb.order_button import AS_CLEAR, BUTTON, NOT_CLEAR, OrderButton, order_button
from quartier.law.bgb.order_page import (
    ConfirmationPart,
    OrderConfirmation,
    OrderPage,
    PageItem,
    order_confirmation,
    order_page,
)
from quartier.law.bgb.withdrawal_exclusions import Customer
from quartier.law.errors import Incomplete, NotInForce, WrongOrder

NOW = date(2026, 11, 22)
TOO_EARLY = date(2014, 6, 12)
ALL_PARTS = tuple(CancellationPart)


def withdraw(concluded_on: date = NOW, **facts: Any) -> WithdrawalFunction:
    """The withdrawal function for an online contract with a right of withdrawal."""
    return withdrawal_function(concluded_on=concluded_on, **facts).value


@pytest.mark.parametrize(
    ("concluded_on", "required"),
    [(date(2026, 6, 18), False), (date(2026, 6, 19), True), (date(2026, 6, 20), True)],
)
def test_the_withdrawal_function_is_required_since_19_june_2026(concluded_on: date, required: bool) -> None:
    derived = withdrawal_function(concluded_on=concluded_on)
    assert derived.value.required is required
    assert derived.value.missing == (tuple(FunctionPart) if required else ())
    assert bool(derived.unverified) is required


def test_it_is_for_online_contracts_that_can_be_withdrawn_from() -> None:
    cases: tuple[dict[str, Any], ...] = ({"online": False}, {"right": False})
    for facts in cases:
        assert withdraw(**facts) == WithdrawalFunction(required=False, missing=(), parts=())
    with pytest.raises(NotInForce):
        withdraw(TOO_EARLY)


@pytest.mark.parametrize("left_out", FunctionPart)
def test_each_part_of_the_withdrawal_function_can_be_missing_alone(left_out: FunctionPart) -> None:
    found = withdraw(given=tuple(one for one in FunctionPart if one is not left_out))
    assert found.missing == (left_out,)
    assert withdraw(given=tuple(FunctionPart)).missing == ()


def test_the_withdrawal_function_is_derived_part_by_part() -> None:
    derived = withdrawal_function(concluded_on=NOW, given=(FunctionPart.LABEL,))
    lines = [f"{step.sentence} [{step.source}]" for step in derived.steps]
    assert lines[0] == "There: legible label “Vertrag widerrufen” or as clear. [§ 356a Abs. 1 BGB]"
    assert lines[-1].startswith("Missing: acknowledgement at once on a durable medium")
    assert lines[-1].endswith("[§ 356a Abs. 4 BGB]")


def cancel(on: date = NOW, **facts: Any) -> CancellationFunction:
    """The cancellation function for a consumer's paid continuing contract concluded online."""
    return cancellation_function(**{"on": on, "matter": Matter.CONTINUING, **facts}).value


@pytest.mark.parametrize(
    ("on", "required"),
    [(date(2022, 6, 30), False), (date(2022, 7, 1), True), (date(2022, 7, 2), True)],
)
def test_the_cancellation_function_is_required_since_1_july_2022(on: date, required: bool) -> None:
    found = cancel(on)
    assert (found.required, found.any_time, found.letter) == (required, required, False)
    assert found.missing == (ALL_PARTS if required else ())


@pytest.mark.parametrize(
    "facts",
    [
        {"matter": Matter.FREE},
        {"matter": Matter.SINGLE},
        {"matter": Matter.FINANCIAL},
        {"customer": Customer.BUSINESS},
        {"online": False},
    ],
)
def test_others_need_no_cancellation_function(facts: dict[str, Any]) -> None:
    assert cancel(**facts) == CancellationFunction(required=False, letter=False, missing=(), any_time=False, parts=())


@pytest.mark.parametrize("on", [date(2022, 6, 30), date(2022, 7, 1), NOW])
def test_a_lease_gets_a_letter_and_never_a_button(on: date) -> None:
    derived = cancellation_function(on=on, matter=Matter.LEASE)
    assert derived.value == CancellationFunction(required=False, letter=True, missing=(), any_time=False, parts=())
    assert "§ 312k Abs. 1 Satz 2 Nr. 1, § 568 Abs. 1, § 126 BGB" in derived.sources


@pytest.mark.parametrize("left_out", CancellationPart)
def test_without_buttons_or_page_consumers_can_leave_at_any_time(left_out: CancellationPart) -> None:
    found = cancel(given=tuple(one for one in CancellationPart if one is not left_out))
    assert found.missing == (left_out,)
    assert found.any_time is (left_out not in {CancellationPart.SAVE, CancellationPart.RECEIPT})


def test_a_complete_cancellation_function_keeps_the_notice_period() -> None:
    derived = cancellation_function(on=NOW, matter=Matter.CONTINUING, given=ALL_PARTS)
    assert (derived.value.required, derived.value.missing, derived.value.any_time) == (True, (), False)
    assert [one.title for one in derived.unverified] == ["Cancellation without a login"]
    with pytest.raises(NotInForce):
        cancel(TOO_EARLY)


def button(label: str, **facts: Any) -> OrderButton:
    """The judgement on a label for a consumer's paid order."""
    return order_button(**{"label": label, "on": NOW, **facts}).value


CLEAR = OrderButton(required=True, clear=True, to_check=False)
UNCLEAR = OrderButton(required=True, clear=False, to_check=False)
UNKNOWN = OrderButton(required=True, clear=False, to_check=True)


@pytest.mark.parametrize("label", sorted(BUTTON.at(NOW).value | AS_CLEAR.at(NOW).value))
def test_labels_that_name_the_payment_are_clear(label: str) -> None:
    assert button(label) == button(label.upper()) == button(f"  {label.title()} ") == CLEAR


@pytest.mark.parametrize("label", sorted(NOT_CLEAR.at(NOW).value))
def test_labels_without_payment_are_not(label: str) -> None:
    assert button(label) == button(label.capitalize()) == UNCLEAR
    assert label not in BUTTON.at(NOW).value | AS_CLEAR.at(NOW).value


@pytest.mark.parametrize(
    "label", ["zahlungspflichtig bestellen!", "Weiter und zahlungspflichtig bestellen", "zahlungspflichtigbestellen"]
)
def test_a_label_nobody_has_judged_is_not_clear_and_goes_to_be_checked(label: str) -> None:
    assert button(label) == UNKNOWN
    assert any("Nobody has judged" in str(step.sentence) for step in order_button(label=label, on=NOW).steps)


@pytest.mark.parametrize("facts", [{"paid": False}, {"customer": Customer.BUSINESS}, {"individual": True}])
def test_orders_without_payment_or_consumer_take_any_label(facts: dict[str, Any]) -> None:
    assert button("Bestellen", **facts) == OrderButton(required=False, clear=True, to_check=False)


def test_only_the_words_of_the_law_are_certain() -> None:
    assert not order_button(label="zahlungspflichtig bestellen", on=NOW).unverified
    assert [one.title for one in order_button(label="kaufen", on=NOW).unverified] == ["Words that are as clear"]
    assert "§ 312j Abs. 4 BGB" in order_button(label="bestellen", on=NOW).sources
    for empty in ("", "  "):
        with pytest.raises(Incomplete, match="words on the button"):
            button(empty)
    with pytest.raises(NotInForce):
        button("kaufen", on=TOO_EARLY)


def page(on: date, **facts: Any) -> OrderPage:
    """What stands right before the button."""
    return order_page(on=on, **facts).value


ALWAYS = (PageItem.CHARACTERISTICS, PageItem.TOTAL_PRICE)


@pytest.mark.parametrize(
    ("fact", "items"),
    [
        ("subscription", (PageItem.PERIODIC_PRICE, PageItem.TERM)),
        ("minimum", (PageItem.MINIMUM,)),
        ("extra_costs", (PageItem.EXTRA_COSTS,)),
        ("personalised", (PageItem.PERSONALISED,)),
        ("durability", (PageItem.DURABILITY,)),
    ],
)
def test_the_page_says_what_exists_in_the_case(fact: str, items: tuple[PageItem, ...]) -> None:
    facts: dict[str, Any] = {fact: True}
    assert set(page(NOW, **facts).items) == {*ALWAYS, *items}
    assert page(NOW).items == ALWAYS


@pytest.mark.parametrize(
    ("on", "personalised", "durability", "checked"),
    [
        (date(2022, 5, 27), False, False, False),
        (date(2022, 5, 28), True, False, True),
        (date(2022, 5, 29), True, False, True),
        (date(2026, 9, 26), True, False, True),
        (date(2026, 9, 27), True, True, False),
        (date(2026, 9, 28), True, True, False),
    ],
)
def test_the_list_has_grown_twice(on: date, personalised: bool, durability: bool, checked: bool) -> None:
    derived = order_page(on=on, personalised=True, durability=True)
    assert (PageItem.PERSONALISED in derived.value.items) is personalised
    assert (PageItem.DURABILITY in derived.value.items) is durability
    assert bool(derived.unverified) is not checked


def test_gaps_of_the_page_are_named() -> None:
    assert page(NOW, given=ALWAYS) == OrderPage(complete=True, missing=(), items=ALWAYS)
    assert page(NOW, given=(PageItem.TOTAL_PRICE,)).missing == (PageItem.CHARACTERISTICS,)
    assert not page(NOW).complete
    with pytest.raises(NotInForce):
        page(TOO_EARLY)


def confirmation(**facts: Any) -> OrderConfirmation:
    """What a consumer gets after an order of today."""
    return order_confirmation(**{"concluded_on": NOW, **facts}).value


@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        ({}, ["receipt", "content", "information"]),
        ({"informed": True}, ["receipt", "content"]),
        ({"digital_content": True}, ["receipt", "content", "information", "waiver"]),
        ({"customer": Customer.BUSINESS}, ["receipt"]),
        ({"customer": Customer.BUSINESS, "digital_content": True}, ["receipt"]),
    ],
)
def test_the_confirmation_has_its_parts(facts: dict[str, Any], parts: list[str]) -> None:
    found = confirmation(**facts)
    assert found.parts == found.missing == tuple(ConfirmationPart(one) for one in parts)
    assert confirmation(**facts, given=found.parts).complete


@pytest.mark.parametrize(
    ("begins_on", "confirmed_on", "in_time"),
    [
        (date(2026, 11, 24), date(2026, 11, 23), True),
        (date(2026, 11, 24), date(2026, 11, 24), True),
        (date(2026, 11, 24), date(2026, 11, 25), False),
        (None, date(2026, 11, 25), None),
        (date(2026, 11, 24), None, None),
    ],
)
def test_the_confirmation_comes_before_performance(
    begins_on: date | None, confirmed_on: date | None, in_time: bool | None
) -> None:
    found = confirmation(begins_on=begins_on, confirmed_on=confirmed_on)
    assert (found.in_time, found.latest_on) == (in_time, begins_on)


def test_a_business_has_no_last_day_for_it() -> None:
    found = confirmation(customer=Customer.BUSINESS, begins_on=NOW, confirmed_on=NOW)
    assert (found.in_time, found.latest_on) == (None, None)


def test_performance_cannot_begin_before_the_contract() -> None:
    with pytest.raises(WrongOrder, match=r"begin \(21 Nov 2026\) before the contract was concluded \(22 Nov 2026\)"):
        confirmation(begins_on=date(2026, 11, 21))
    assert confirmation(begins_on=NOW).latest_on == NOW
    with pytest.raises(NotInForce):
        confirmation(concluded_on=TOO_EARLY)
