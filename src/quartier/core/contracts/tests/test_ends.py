"""With which days a contract can end: by the document's clauses, and by the law where they do not bind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.core.contracts import rules
from quartier.core.contracts.rules import Facts, Side, Trigger, Way
from quartier.core.providers.policies import DeclarationFormPolicy, TermPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import NoticeTrigger
from quartier.core.providers.policies.preset import PRESETS, load_preset
from quartier.core.providers.policies.scopes import APART, meant_by
from quartier.law.bgb.form import FormLevel
from quartier.law.bgb.terms import Clause, Customer

CHANGE = Trigger(trigger=NoticeTrigger.CHANGE, since_on=date(2026, 3, 1), why="Preise")


def facts(preset: str, scope: Scope, began_on: date, **more: Any) -> Facts:
    """A contract under the policy of a document."""
    policies = load_preset(preset).policies
    is_paid = more.pop("is_paid", True)
    terms = rules.terms_of(policies.of(TermPolicy), policies.of(DeclarationFormPolicy), scope, is_paid=is_paid)
    known: dict[str, Any] = {"customer": Customer.BUSINESS, "concluded_on": began_on, "began_on": began_on, **more}
    return Facts(scope=scope, is_paid=is_paid, terms=terms, **known)


def ends(known: Facts, on: date, side: Side = Side.CUSTOMER) -> dict[Way, rules.End]:
    """The ways to end a contract by a notice of a day."""
    return {one.way: one for one in rules.ends(known, side, on)}


@pytest.mark.parametrize(
    ("received_on", "ordinary", "special"),
    [
        (date(2026, 3, 10), date(2026, 6, 30), date(2026, 4, 7)),
        (date(2026, 3, 31), date(2026, 6, 30), date(2026, 4, 28)),
        (date(2026, 4, 1), date(2026, 7, 31), date(2026, 4, 29)),
    ],
)
def test_a_paid_service_ends_three_months_to_the_end_of_a_month_or_in_four_weeks_after_a_change(
    received_on: date, ordinary: date, special: date
) -> None:
    found = ends(facts("raumhafen", Scope.PAID, date(2025, 1, 1), triggers=(CHANGE,)), received_on)
    assert (found[Way.ORDINARY].ends_on, found[Way.CHANGE].ends_on) == (ordinary, special)
    assert {one.form for one in found.values()} == {FormLevel.WRITTEN_AGREED}
    assert found[Way.ORDINARY].sources


def test_the_special_notice_is_offered_only_while_its_trigger_is_met() -> None:
    known = facts("raumhafen", Scope.PAID, date(2025, 1, 1))
    special = ends(known, date(2026, 3, 10))[Way.CHANGE]
    assert (special.available, special.ends_on) == (False, None)
    assert special.why_not is not None
    closed = Trigger(trigger=NoticeTrigger.CHANGE, since_on=date(2026, 1, 1), until_on=date(2026, 3, 9))
    known = facts("raumhafen", Scope.PAID, date(2025, 1, 1), triggers=(closed,))
    assert ends(known, date(2026, 3, 9))[Way.CHANGE].available
    assert not ends(known, date(2026, 3, 10))[Way.CHANGE].available
    other = Trigger(trigger=NoticeTrigger.CHANGE, side=Side.PROVIDER, since_on=date(2026, 1, 1))
    assert not ends(facts("raumhafen", Scope.PAID, date(2025, 1, 1), triggers=(other,)), date(2026, 3, 9))[
        Way.CHANGE
    ].available


def test_a_free_service_ends_at_once_by_a_click_and_needs_no_other_way() -> None:
    found = ends(facts("raumhafen", Scope.PORTAL, date(2025, 1, 1), is_paid=False), date(2026, 3, 10))
    assert [*found] == [Way.ORDINARY]
    assert (found[Way.ORDINARY].ends_on, found[Way.ORDINARY].form) == (date(2026, 3, 10), FormLevel.CLICK)


@pytest.mark.parametrize(
    ("received_on", "invoiced_on", "ends_on", "is_open"),
    [
        (date(2024, 11, 30), None, date(2025, 12, 31), True),
        (date(2024, 11, 30), date(2025, 1, 7), date(2025, 12, 31), False),
        (date(2025, 10, 7), date(2025, 1, 7), date(2025, 12, 31), False),
        (date(2025, 10, 8), date(2025, 1, 7), date(2026, 12, 31), True),
        (date(2025, 12, 20), None, date(2025, 12, 31), True),
    ],
)
def test_the_cut_off_counts_nine_months_from_the_invoice_of_the_contract_year(
    received_on: date, invoiced_on: date | None, ends_on: date, is_open: bool
) -> None:
    invoices = {date(2025, 1, 1): invoiced_on} if invoiced_on else {}
    known = facts("werkstatt", Scope.RECURRING, date(2024, 1, 1), invoices=invoices)
    found = ends(known, received_on)[Way.ORDINARY]
    assert (found.ends_on, found.is_open) == (ends_on, is_open)
    assert found.arrive_by_on == (None if is_open else date(2025, 10, 7))


def test_a_term_over_without_an_invoice_has_not_renewed_itself() -> None:
    known = facts("werkstatt", Scope.RECURRING, date(2024, 1, 1), unbilled=True)
    assert ends(known, date(2026, 2, 3))[Way.ORDINARY].ends_on == date(2026, 2, 3)


def test_the_same_clauses_do_not_bind_a_consumer_and_say_so() -> None:
    known = facts("werkstatt", Scope.RECURRING, date(2024, 1, 1), customer=Customer.CONSUMER)
    within, after = ends(known, date(2025, 12, 30))[Way.ORDINARY], ends(known, date(2026, 10, 7))[Way.ORDINARY]
    assert (within.ends_on, after.ends_on) == (date(2025, 12, 31), date(2026, 11, 7))
    assert {fault.clause for fault in within.void} == {Clause.NOTICE, Clause.RENEWAL}
    assert within.form is FormLevel.CLICK, "writing cannot be asked of a consumer"
    assert not rules.renews(known)


def test_recurring_print_jobs_have_no_minimum_term() -> None:
    known = facts("werkstatt", Scope.RECURRING_PRINT, date(2025, 6, 1))
    assert ends(known, date(2026, 1, 15))[Way.ORDINARY].ends_on == date(2026, 4, 30)


def test_single_orders_end_by_themselves_and_for_good_cause() -> None:
    found = ends(facts("planmass", Scope.EXPRESS, date(2026, 1, 1)), date(2026, 1, 2))
    assert not found[Way.ORDINARY].available
    assert found[Way.CAUSE].needs_reason


def test_the_company_stops_a_paid_service_with_a_reason_and_a_free_one_without() -> None:
    paid = ends(facts("raumhafen", Scope.PAID, date(2025, 1, 1)), date(2026, 3, 10), Side.PROVIDER)
    free = ends(facts("raumhafen", Scope.FREE, date(2025, 1, 1), is_paid=False), date(2026, 3, 10), Side.PROVIDER)
    assert (paid[Way.UNREASONABLE].needs_reason, paid[Way.UNREASONABLE].ends_on) == (True, date(2026, 3, 10))
    assert (free[Way.ORDINARY].needs_reason, free[Way.ORDINARY].ends_on) == (False, date(2026, 3, 10))


@pytest.mark.parametrize("scope", sorted(APART))
def test_statutes_and_articles_govern_tenancies_shares_and_savings(scope: Scope) -> None:
    for preset in PRESETS:
        assert rules.ends(facts(preset, scope, date(2025, 1, 1)), Side.CUSTOMER, date(2026, 1, 1)) == ()
    assert meant_by(scope, is_paid=True) == (scope,)


SCOPES = [scope for scope in Scope if scope not in APART and scope is not Scope.ANY]


@given(
    preset=st.sampled_from(PRESETS), scope=st.sampled_from(SCOPES), is_paid=st.booleans(),
    customer=st.sampled_from(Customer), began=st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    later=st.integers(0, 4000), wish=st.integers(-400, 800),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_the_contract_no_notice_ends_it_before_it_arrives_and_a_day_later_never_earlier(
    preset: str, scope: Scope, is_paid: bool, customer: Customer, began: date, later: int, wish: int
) -> None:
    known = facts(preset, scope, began, is_paid=is_paid, customer=customer)
    on = began + timedelta(days=later)
    today, tomorrow = ends(known, on), ends(known, on + timedelta(days=1))
    for way, end in today.items():
        if end.ends_on is None:
            continue
        assert end.ends_on >= on
        assert (tomorrow[way].ends_on or date.max) >= end.ends_on
        wished = rules.wished(known, end, on + timedelta(days=wish))
        assert wished is not None
        assert wished >= end.ends_on
        if end.arrive_by_on:
            same = ends(known, max(end.arrive_by_on, on))[way].ends_on
            assert same == end.ends_on, "the last day of receipt leads to the same end"
