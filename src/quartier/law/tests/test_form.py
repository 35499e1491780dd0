"""§§ 126–127 BGB: the ladder, every declaration by every way of sending, and the days on which forms became lighter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quartier.law.bgb.form import BY_STATUTE, Declaration, FormLevel, Sending
from quartier.law.bgb.form_check import form_check, form_level
from quartier.law.bgb.terms import Customer
from quartier.law.errors import Incomplete, NotApplicable, NotInForce

TODAY = date(2026, 11, 22)
AGREED = [one for one in Declaration if one not in BY_STATUTE]
INK = {Sending.LETTER, Sending.SIGNATURE}
TEXT = INK | {Sending.EMAIL, Sending.FAX, Sending.SCAN, Sending.PORTAL_FORM}
ANY = set(Sending)


def level(declaration: Declaration, on: date = TODAY, **given: Any) -> FormLevel:
    return form_level(declaration=declaration, on=on, **given).value


def ways(declaration: Declaration, on: date = TODAY, **given: Any) -> set[Sending]:
    """The ways of sending that are formal enough."""
    checks = {one: form_check(declaration=declaration, channel=one, on=on, **given).value for one in Sending}
    assert {check.needed for check in checks.values()} == {level(declaration, on, **_without_strict(given))}
    return {one for one, check in checks.items() if check.accepted}


def _without_strict(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "strict"}


def test_the_ladder_rises_step_by_step() -> None:
    ladder = list(FormLevel)
    assert [one.rank for one in ladder] == [0, 1, 2, 3]
    assert [[one.meets(other) for other in ladder] for one in ladder] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


@pytest.mark.parametrize(
    ("declaration", "accepted"),
    [
        (Declaration.END_TENANCY, INK),
        (Declaration.OBJECT_TO_NOTICE, TEXT),
        (Declaration.RENT_INCREASE, TEXT),
        (Declaration.SURETY, {Sending.LETTER}),
        (Declaration.JOIN_COOPERATIVE, TEXT),
        (Declaration.LEAVE_COOPERATIVE, TEXT),
        (Declaration.WITHDRAW, ANY),
        (Declaration.REVOKE_CONSENT, ANY),
        (Declaration.END_PORTAL_CONTRACT, ANY),
        (Declaration.END_PAID_CONTRACT, ANY),
        (Declaration.OBJECT_TO_TERMS, ANY),
        (Declaration.AMEND_CONTRACT, ANY),
    ],
)
def test_every_declaration_by_every_way(declaration: Declaration, accepted: set[Sending]) -> None:
    assert ways(declaration) == accepted


@pytest.mark.parametrize(
    ("declaration", "day", "before", "after"),
    [
        (Declaration.OBJECT_TO_NOTICE, date(2025, 1, 1), INK, TEXT),
        (Declaration.JOIN_COOPERATIVE, date(2025, 1, 1), INK, TEXT),
        (Declaration.LEAVE_COOPERATIVE, date(2025, 1, 1), INK, TEXT),
    ],
)
def test_forms_became_lighter(declaration: Declaration, day: date, before: set[Sending], after: set[Sending]) -> None:
    assert ways(declaration, day.replace(year=day.year - 1, month=12, day=31)) == before
    assert ways(declaration, day) == after


@pytest.mark.parametrize(("declaration", "timeline"), BY_STATUTE.items(), ids=lambda one: getattr(one, "value", ""))
def test_nothing_is_known_before_the_first_version(declaration: Declaration, timeline: Any) -> None:
    first = timeline.begins_on
    assert level(declaration, first)
    with pytest.raises(NotInForce):
        level(declaration, date.fromordinal(first.toordinal() - 1))


@pytest.mark.parametrize("declaration", [Declaration.JOIN_COOPERATIVE, Declaration.LEAVE_COOPERATIVE])
@pytest.mark.parametrize(
    ("on", "board", "needed"),
    [
        (TODAY, False, FormLevel.WRITTEN_STATUTORY),
        (date(2025, 1, 1), True, FormLevel.TEXT),
        (date(2029, 12, 31), True, FormLevel.TEXT),
        (date(2030, 1, 1), True, FormLevel.WRITTEN_STATUTORY),
        (date(2024, 12, 31), True, FormLevel.WRITTEN_STATUTORY),
    ],
)
def test_articles_may_ask_for_ink_and_the_board_may_waive_it_for_a_time(
    declaration: Declaration, on: date, board: bool, needed: FormLevel
) -> None:
    assert level(declaration, on, agreed=FormLevel.WRITTEN_STATUTORY, board_allows_text=board) is needed


def test_articles_cannot_ask_for_less_and_leases_ask_no_articles() -> None:
    assert level(Declaration.JOIN_COOPERATIVE, agreed=FormLevel.TEXT) is FormLevel.TEXT
    assert level(Declaration.RENT_INCREASE, agreed=FormLevel.WRITTEN_STATUTORY) is FormLevel.TEXT


@pytest.mark.parametrize("declaration", AGREED)
@pytest.mark.parametrize(
    ("customer", "concluded_on", "needed"),
    [
        (Customer.BUSINESS, None, FormLevel.WRITTEN_AGREED),
        (Customer.CONSUMER, date(2016, 9, 30), FormLevel.WRITTEN_AGREED),
        (Customer.CONSUMER, date(2016, 10, 1), FormLevel.CLICK),
    ],
)
def test_terms_ask_no_more_than_text_of_consumers_since_october_2016(
    declaration: Declaration, customer: Customer, concluded_on: date | None, needed: FormLevel
) -> None:
    given: dict[str, Any] = {"customer": customer, "concluded_on": concluded_on, "agreed": FormLevel.WRITTEN_AGREED}
    assert level(declaration, **given) is needed


@pytest.mark.parametrize("declaration", AGREED)
@pytest.mark.parametrize("customer", [None, *Customer])
def test_text_form_may_be_agreed_with_everybody(declaration: Declaration, customer: Customer | None) -> None:
    assert ways(declaration, customer=customer, agreed=FormLevel.TEXT) == TEXT


@pytest.mark.parametrize(("strict", "accepted"), [(False, TEXT), (True, INK)])
def test_agreed_writing_is_met_by_sending_unless_a_signature_is_wanted(strict: bool, accepted: set[Sending]) -> None:
    given: dict[str, Any] = {"customer": Customer.BUSINESS, "agreed": FormLevel.WRITTEN_AGREED, "strict": strict}
    assert ways(Declaration.END_PAID_CONTRACT, **given) == accepted


def test_missing_facts_are_asked_for() -> None:
    with pytest.raises(Incomplete, match="--customer"):
        level(Declaration.OBJECT_TO_TERMS, agreed=FormLevel.WRITTEN_AGREED)
    with pytest.raises(Incomplete, match="--concluded"):
        level(Declaration.OBJECT_TO_TERMS, agreed=FormLevel.WRITTEN_AGREED, customer=Customer.CONSUMER)
    with pytest.raises(NotApplicable, match="written_agreed"):
        level(Declaration.OBJECT_TO_TERMS, agreed=FormLevel.WRITTEN_STATUTORY)


def test_a_single_agreement_comes_before_a_form_clause() -> None:
    derived = form_level(declaration=Declaration.AMEND_CONTRACT, on=TODAY)
    assert "§ 305b BGB" in derived.sources
    assert "§ 305b BGB" not in form_level(declaration=Declaration.OBJECT_TO_TERMS, on=TODAY).sources


def test_a_refusal_names_the_needed_form() -> None:
    derived = form_check(declaration=Declaration.END_TENANCY, channel=Sending.EMAIL, on=TODAY)
    assert derived.steps[-1].sentence.text() == "It has no effect. Needed: Statutory written form (ink on paper)."
