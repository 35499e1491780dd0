"""Which contracts have a right of withdrawal, and what the instruction must say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quartier.law.bgb.withdrawal import Kind
from quartier.law.bgb.withdrawal_exclusions import (
    EXCLUDED,
    Channel,
    Customer,
    Price,
    Right,
    Subject,
    withdrawal_exclusions,
)
from quartier.law.bgb.withdrawal_instruction import Content, Instruction, withdrawal_instruction
from quartier.law.errors import NotApplicable, NotInForce
from quartier.law.rule import Derived

BEFORE, SINCE, AFTER = date(2026, 6, 18), date(2026, 6, 19), date(2026, 6, 20)
GENERAL = {
    Content.RIGHT,
    Content.START,
    Content.DECLARATION,
    Content.ADDRESS,
    Content.DISPATCH,
    Content.FORM,
    Content.REFUND,
}
GOODS = {Content.WITHHOLD, Content.RETURN, Content.RETURN_COST, Content.LOSS_OF_VALUE}


def right(**facts: Any) -> Derived[Right]:
    """A consumer's online contract for money, unless some facts are changed."""
    usual: dict[str, Any] = {"concluded_on": BEFORE, "customer": Customer.CONSUMER, "channel": Channel.DISTANCE}
    return withdrawal_exclusions(**{**usual, **facts})


@pytest.mark.parametrize(
    ("facts", "exists"),
    [
        ({}, True),
        ({"channel": Channel.OFF_PREMISES}, True),
        ({"channel": Channel.PREMISES}, False),
        ({"customer": Customer.BUSINESS}, False),
        ({"price": Price.DATA}, True),
        ({"price": Price.NOTHING}, False),
        ({"subject": Subject.LEASE}, True),
        ({"subject": Subject.LEASE, "viewed": True}, False),
        ({"subject": Subject.RENT_INCREASE}, False),
        ({"subject": Subject.RENT_INCREASE, "channel": Channel.OFF_PREMISES}, True),
        ({"subject": Subject.SMALL_OFF_PREMISES, "channel": Channel.OFF_PREMISES}, False),
        ({"viewed": True}, True),
    ],
)
def test_who_can_withdraw(facts: dict[str, Any], exists: bool) -> None:
    for concluded_on in (BEFORE, SINCE, AFTER):
        assert right(**{"concluded_on": concluded_on, **facts}).value.exists is exists


@pytest.mark.parametrize(("subject", "source"), EXCLUDED.items())
def test_every_listed_contract_is_excluded_with_its_paragraph(subject: Subject, source: str) -> None:
    derived = right(subject=subject, channel=Channel.OFF_PREMISES)
    assert not derived.value.exists
    assert source in derived.sources


def test_every_subject_is_judged() -> None:
    assert set(Subject) == {*EXCLUDED, Subject.OTHER, Subject.LEASE, Subject.RENT_INCREASE}


def test_work_made_to_order_is_warned_about() -> None:
    assert "BGH 30.08.2018, VII ZR 243/17" in right(subject=Subject.MADE_TO_ORDER).sources
    assert "BGH 30.08.2018, VII ZR 243/17" not in right(subject=Subject.PERISHABLE).sources


@pytest.mark.parametrize(
    ("concluded_on", "exists"),
    [(date(2021, 12, 31), False), (date(2022, 1, 1), True), (date(2022, 1, 2), True)],
)
def test_data_count_as_payment_since_2022(concluded_on: date, exists: bool) -> None:
    assert right(concluded_on=concluded_on, price=Price.DATA).value.exists is exists


@pytest.mark.parametrize(("concluded_on", "checked"), [(BEFORE, True), (SINCE, False), (AFTER, False)])
@pytest.mark.parametrize("subject", [Subject.LEASE, Subject.RENT_INCREASE, Subject.LEISURE])
def test_what_changed_in_june_2026_is_marked(concluded_on: date, checked: bool, subject: Subject) -> None:
    assert bool(right(concluded_on=concluded_on, subject=subject).unverified) is not checked


def test_mixed_up_or_older_contracts_are_refused() -> None:
    with pytest.raises(NotApplicable, match="off premises only"):
        right(subject=Subject.SMALL_OFF_PREMISES)
    with pytest.raises(NotInForce):
        right(concluded_on=date(2014, 6, 12))
    assert right(concluded_on=date(2014, 6, 13)).value.exists


def instruction(concluded_on: date, kind: Kind, **facts: Any) -> Instruction:
    """The instruction for a contract concluded online for money."""
    return withdrawal_instruction(concluded_on=concluded_on, kind=kind, **facts).value


@pytest.mark.parametrize(
    ("kind", "facts", "more"),
    [
        (Kind.SERVICE, {}, {Content.EARLY_START, Content.LAPSE}),
        (Kind.SERVICE, {"paid": False}, {Content.LAPSE}),
        (Kind.DIGITAL, {}, {Content.LAPSE}),
        (Kind.SUPPLY, {}, {Content.EARLY_START}),
        (Kind.GOODS, {}, GOODS),
        (Kind.REGULAR_GOODS, {}, GOODS),
        (Kind.GOODS, {"collects": True}, {Content.RETURN, Content.LOSS_OF_VALUE}),
    ],
)
def test_the_contents_follow_the_kind_of_contract(kind: Kind, facts: dict[str, Any], more: set[Content]) -> None:
    assert set(instruction(BEFORE, kind, **facts).contents) == GENERAL | more
    assert set(instruction(SINCE, kind, **facts).contents) == GENERAL | more | {Content.FUNCTION}
    assert set(instruction(AFTER, kind, online=False, **facts).contents) == GENERAL | more


@pytest.mark.parametrize(
    ("concluded_on", "address", "checked"),
    [
        (date(2022, 5, 27), Content.OLD_ADDRESS, False),
        (date(2022, 5, 28), Content.ADDRESS, True),
        (date(2022, 5, 29), Content.ADDRESS, True),
        (BEFORE, Content.ADDRESS, True),
        (SINCE, Content.ADDRESS, False),
    ],
)
def test_the_address_names_telephone_and_mail_since_may_2022(
    concluded_on: date, address: Content, checked: bool
) -> None:
    derived = withdrawal_instruction(concluded_on=concluded_on, kind=Kind.SERVICE)
    assert {one for one in derived.value.contents if one in {Content.ADDRESS, Content.OLD_ADDRESS}} == {address}
    assert bool(derived.unverified) is not checked


def test_each_content_can_be_missing_alone() -> None:
    contents = instruction(SINCE, Kind.SERVICE).contents
    assert instruction(SINCE, Kind.SERVICE).missing == contents
    for left_out in contents:
        found = instruction(SINCE, Kind.SERVICE, given=tuple(one for one in contents if one is not left_out))
        assert (found.proper, found.missing) == (False, (left_out,))
    assert instruction(SINCE, Kind.SERVICE, given=contents).proper


def test_the_derivation_says_what_is_there_and_where_it_stands() -> None:
    derived = withdrawal_instruction(concluded_on=BEFORE, kind=Kind.SERVICE, given=(Content.FORM,))
    lines = [f"{step.sentence} [{step.source}]" for step in derived.steps]
    assert "Said: model withdrawal form (Anlage 2). [Art. 246a § 1 Abs. 2 Satz 1 Nr. 1, Anlage 2 EGBGB]" in lines
    assert "Missing: timely dispatch is enough. [Art. 246a § 1 Abs. 2 Satz 1 Nr. 1, Anlage 1 EGBGB]" in lines
    with pytest.raises(NotInForce):
        instruction(date(2014, 6, 12), Kind.SERVICE)
