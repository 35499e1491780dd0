"""VAT: rates day by day, lettings, day of supply, net and gross."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce
from quartier.law.ustg.amounts import Prices, invoice_totals, vat_split
from quartier.law.ustg.letting import Letting, letting_vat
from quartier.law.ustg.rates import Rate, Vat, vat_rate
from quartier.law.ustg.supply import Accounting, Basis, ReturnPeriod, Supply, supply_date, vat_for_supply

TODAY = date(2026, 11, 22)
CENTS = st.integers(min_value=0, max_value=10_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
SIGNED = st.integers(min_value=-100_000, max_value=100_000).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.sampled_from(list(Rate))
DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2030, 12, 31))

CHANGES = [
    (Rate.STANDARD, "2006-12-31", 16, 19),
    (Rate.STANDARD, "2020-06-30", 19, 16),
    (Rate.STANDARD, "2020-12-31", 16, 19),
    (Rate.REDUCED, "2006-12-31", 7, 7),
    (Rate.REDUCED, "2020-06-30", 7, 5),
    (Rate.REDUCED, "2020-12-31", 5, 7),
    (Rate.GAS, "2022-09-30", 19, 7),
    (Rate.GAS, "2024-03-31", 7, 19),
    (Rate.HEAT, "2022-09-30", 19, 7),
    (Rate.HEAT, "2024-03-31", 7, 19),
    (Rate.MEALS, "2020-06-30", 19, 5),
    (Rate.MEALS, "2020-12-31", 5, 7),
    (Rate.MEALS, "2023-12-31", 7, 19),
    (Rate.MEALS, "2025-12-31", 19, 7),
    (Rate.LODGING, "2009-12-31", 19, 7),
    (Rate.PHOTOVOLTAICS, "2022-12-31", 19, 0),
]


@pytest.mark.parametrize(("rate", "last", "before", "after"), CHANGES)
def test_a_rate_changes_with_the_day(rate: Rate, last: str, before: int, after: int) -> None:
    day = date.fromisoformat(last)
    found = [vat_rate(on=day + timedelta(days=n), rate=rate).value.percent for n in (-1, 0, 1, 2)]
    assert found == [before, before, after, after]


@pytest.mark.parametrize(
    ("rate", "first"),
    [
        (Rate.STANDARD, date(1998, 4, 1)),
        (Rate.REDUCED, date(1998, 4, 1)),
        (Rate.EXEMPT, date(1998, 4, 1)),
        (Rate.ZERO, date(2023, 1, 1)),
        (Rate.GAS, date(1998, 4, 1)),
        (Rate.MEALS, date(2007, 1, 1)),
    ],
)
def test_before_its_first_version_a_rate_is_refused(rate: Rate, first: date) -> None:
    vat_rate(on=first, rate=rate)
    with pytest.raises(NotInForce, match="nothing is known"):
        vat_rate(on=first - timedelta(days=1), rate=rate)


def test_exempt_is_not_the_same_as_zero() -> None:
    assert vat_rate(on=TODAY, rate=Rate.EXEMPT).value == Vat(percent=Decimal(0), exempt=True)
    assert vat_rate(on=TODAY, rate=Rate.ZERO).value == Vat(percent=Decimal(0), exempt=False)


@pytest.mark.parametrize(
    ("letting", "percent", "exempt"),
    [
        (Letting.DWELLING, 0, True),
        (Letting.PREMISES, 0, True),
        (Letting.PARKING_WITH_DWELLING, 0, True),
        (Letting.PARKING, 19, False),
        (Letting.EQUIPMENT, 19, False),
        (Letting.GUEST_FLAT, 7, False),
    ],
)
def test_what_is_let_decides(letting: Letting, percent: int, exempt: bool) -> None:
    derived = letting_vat(on=TODAY, letting=letting)
    assert derived.value == Vat(percent=Decimal(percent), exempt=exempt)
    assert bool(derived.unverified) is (letting is Letting.PARKING_WITH_DWELLING)


@pytest.mark.parametrize(
    ("letting", "deducting"),
    [(Letting.DWELLING, True), (Letting.PREMISES, False), (Letting.PARKING_WITH_DWELLING, True)],
)
def test_the_landlord_cannot_choose_to_tax_what_must_stay_exempt(letting: Letting, deducting: bool) -> None:
    with pytest.raises(NotApplicable, match="Leave the VAT out"):
        letting_vat(on=TODAY, letting=letting, option=True, deducting_tenant=deducting)


def test_the_landlord_can_choose_where_the_tenant_deducts() -> None:
    chosen = letting_vat(on=TODAY, letting=Letting.PREMISES, option=True, deducting_tenant=True)
    assert chosen.value == Vat(percent=Decimal(19), exempt=False)
    assert letting_vat(on=TODAY, letting=Letting.PREMISES, deducting_tenant=True).value.exempt


@pytest.mark.parametrize("supply", list(Supply))
def test_every_supply_is_made_on_the_day_of_its_event(supply: Supply) -> None:
    derived = supply_date(supply=supply, event_on=date(2026, 2, 10))
    assert derived.value.supplied_on == date(2026, 2, 10)
    assert derived.value.arises_on == date(2026, 2, 28)
    settled = {Supply.SHIPPED, Supply.HANDED_OVER, Supply.PERIOD}
    assert bool(derived.unverified) is (supply not in settled)


@pytest.mark.parametrize(
    ("paid", "accounting", "arises"),
    [
        (None, Accounting.AGREED, "2026-03-31"),
        ("2026-01-15", Accounting.AGREED, "2026-01-31"),
        ("2026-03-09", Accounting.AGREED, "2026-03-31"),
        ("2026-03-10", Accounting.AGREED, "2026-03-31"),
        ("2026-05-01", Accounting.AGREED, "2026-03-31"),
        ("2026-05-01", Accounting.RECEIVED, "2026-05-31"),
        ("2026-01-15", Accounting.RECEIVED, "2026-01-31"),
        (None, Accounting.RECEIVED, None),
    ],
)
def test_money_received_early_is_taxed_early(paid: str | None, accounting: Accounting, arises: str | None) -> None:
    found = supply_date(
        supply=Supply.SERVICE,
        event_on=date(2026, 3, 10),
        paid_on=date.fromisoformat(paid) if paid else None,
        accounting=accounting,
    ).value
    assert found.arises_on == (date.fromisoformat(arises) if arises else None)
    assert found.paid_before is (paid is not None and paid < "2026-03-10")
    assert found.supplied_on == date(2026, 3, 10)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_quarter_ends_with_its_third_month(month: int) -> None:
    found = supply_date(supply=Supply.PERIOD, event_on=date(2026, month, 1), return_=ReturnPeriod.QUARTER).value
    last = {1: 3, 2: 3, 3: 3, 4: 6, 5: 6, 6: 6, 7: 9, 8: 9, 9: 9, 10: 12, 11: 12, 12: 12}[month]
    assert found.arises_on == date(2026, last, monthrange(2026, last)[1])


@pytest.mark.parametrize(
    ("supplied", "invoiced", "basis", "percent", "by_terms", "conflict"),
    [
        ("2020-06-30", "2020-07-01", Basis.SUPPLY, 19, 19, False),
        ("2020-06-30", "2020-07-01", Basis.INVOICE, 19, 16, True),
        ("2020-12-31", "2021-01-01", Basis.INVOICE, 16, 19, True),
        ("2020-12-31", "2020-12-31", Basis.INVOICE, 16, 16, False),
        ("2021-01-01", "2020-12-31", Basis.SUPPLY, 19, 19, False),
    ],
)
def test_the_day_of_supply_wins_over_the_terms(
    supplied: str, invoiced: str, basis: Basis, percent: int, by_terms: int, conflict: bool
) -> None:
    derived = vat_for_supply(
        supplied_on=date.fromisoformat(supplied), invoiced_on=date.fromisoformat(invoiced), basis=basis
    )
    found = derived.value
    assert (found.percent, found.by_terms) == (Decimal(percent), Decimal(by_terms))
    assert found.conflict is conflict
    assert found.rates_differ is (supplied != invoiced)
    told = " ".join(str(step.sentence) for step in derived.steps)
    assert ("Careful" in told) is found.rates_differ
    assert ("too much" in told) is (by_terms > percent)
    assert ("too little" in told) is (by_terms < percent)


def test_an_amount_is_net_or_gross_and_never_both_or_neither() -> None:
    with pytest.raises(Incomplete, match="net or the gross"):
        vat_split(on=TODAY)
    with pytest.raises(NotApplicable, match="not both"):
        vat_split(on=TODAY, net=Decimal(1), gross=Decimal(1))
    with pytest.raises(Negative, match="cannot be negative"):
        vat_split(on=TODAY, net=Decimal("-0.01"))


@settings(max_examples=100)
@given(amount=CENTS, rate=RATES, on=DAYS)
def test_net_and_vat_add_up_and_gross_leads_back(amount: Decimal, rate: Rate, on: date) -> None:
    up = vat_split(on=on, net=amount, rate=rate).value
    down = vat_split(on=on, gross=amount, rate=rate).value
    assert up.net + up.vat == up.gross
    assert down.net + down.vat == down.gross == amount
    assert up.vat == (amount * up.percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert abs(vat_split(on=on, net=down.net, rate=rate).value.gross - amount) <= Decimal("0.01")
    assert vat_split(on=on, gross=up.gross, rate=rate).value.net == amount


@settings(max_examples=100)
@given(lines=st.lists(st.tuples(SIGNED, RATES, DAYS), min_size=1, max_size=8), prices=st.sampled_from(list(Prices)))
def test_the_sums_of_an_invoice_add_up(lines: list[tuple[Decimal, Rate, date]], prices: Prices) -> None:
    amounts, rates, days = zip(*lines, strict=True)
    found = invoice_totals(amount=amounts, rate=rates, on=days, prices=prices).value
    assert found.net + found.vat == found.gross
    assert sum(found.line_vat) == found.vat == sum(one.vat for one in found.rates)
    assert sum(one.net for one in found.rates) == found.net
    assert sum(amounts) == (found.net if prices is Prices.NET else found.gross)
    assert abs(found.rounded_by_line - found.vat) <= Decimal("0.01") * len(lines)
    for vat, amount in zip(found.line_vat, amounts, strict=True):
        assert abs(vat) <= abs(amount) + Decimal("0.01")


@settings(max_examples=60)
@given(lines=st.lists(st.tuples(SIGNED, RATES, DAYS), min_size=1, max_size=8))
def test_the_vat_of_a_rate_is_that_of_its_sum(lines: list[tuple[Decimal, Rate, date]]) -> None:
    amounts, rates, days = zip(*lines, strict=True)
    sums: dict[tuple[Decimal, bool], Decimal] = defaultdict(Decimal)
    for amount, rate, day in lines:
        vat = vat_rate(on=day, rate=rate).value
        sums[vat.percent, vat.exempt] += amount
    expected = {key: (net * key[0] / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for key, net in sums.items()}
    found = invoice_totals(amount=amounts, rate=rates, on=days).value
    assert {(one.percent, one.exempt): one.vat for one in found.rates} == expected


def test_rounding_by_line_is_told_where_it_differs() -> None:
    three = invoice_totals(amount=(Decimal("0.13"),) * 3, on=(TODAY,))
    assert any("Rounded line by line" in str(step.sentence) for step in three.steps)
    one = invoice_totals(amount=(Decimal("0.13"),), on=(TODAY,))
    assert not any("Rounded line by line" in str(step.sentence) for step in one.steps)
    assert one.value.rounded_by_line == one.value.vat == Decimal("0.02")


def test_days_and_rates_match_the_lines() -> None:
    with pytest.raises(Incomplete, match="at least one line"):
        invoice_totals(amount=(), on=(TODAY,))
    with pytest.raises(Incomplete, match="3 lines and 2 days or rates"):
        invoice_totals(amount=(Decimal(1),) * 3, on=(TODAY,) * 2)
    with pytest.raises(Incomplete, match="2 lines and 3 days or rates"):
        invoice_totals(amount=(Decimal(1),) * 2, on=(TODAY,), rate=(Rate.STANDARD,) * 3)
