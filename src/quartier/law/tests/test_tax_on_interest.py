"""Tax on interest by the formula of the act, allowances, exemption orders."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, WrongOrder
from quartier.law.estg.capital_income import church_tax_rate, savers_allowance, tax_on_interest
from quartier.law.estg.exemption import Holder, exemption_order, exemption_order_raised, exemption_use
from quartier.values.land import Land

ON = date(2026, 12, 31)
CENT = Decimal("0.01")
CENTS = st.decimals(0, 100000, places=2)
CHURCH = st.sampled_from([Decimal(0), Decimal(8), Decimal(9)])


@given(CENTS, CENTS, CHURCH)
@settings(max_examples=100, deadline=None)
def test_tax_agrees_with_the_formula_in_another_order(amount: Decimal, exempt: Decimal, church: Decimal) -> None:
    found = tax_on_interest(amount=amount, exempt=exempt, on=ON, church_rate=church).value
    with localcontext() as context:
        context.prec = 50
        taxable = max(Decimal(0), amount - exempt)
        # § 43a Abs. 1: a quarter, less a quarter of the church tax on it; solved for the tax.
        tax = (taxable / 4 / (1 + church / 100 / 4)).quantize(CENT, ROUND_HALF_UP)
        surcharge = (tax * Decimal("0.055")).quantize(CENT, ROUND_DOWN)
        church_tax = (tax * church / 100).quantize(CENT, ROUND_DOWN)
    assert (found.tax, found.surcharge, found.church_tax) == (tax, surcharge, church_tax)
    assert found.tax + found.surcharge + found.church_tax + found.paid_out == amount


@given(CENTS, CENTS, CHURCH)
@settings(max_examples=60, deadline=None)
def test_more_interest_never_means_less_tax_nor_more_than_a_good_quarter(
    one: Decimal, other: Decimal, church: Decimal
) -> None:
    less, more = (tax_on_interest(amount=it, on=ON, church_rate=church).value for it in sorted((one, other)))
    assert less.tax <= more.tax
    assert max(one, other) - more.paid_out <= max(one, other) * Decimal("0.2800") + CENT


@pytest.mark.parametrize(
    ("amount", "tax"), [("0.01", "0.00"), ("0.02", "0.01"), ("0.06", "0.02"), ("0.05", "0.01"), ("100.02", "25.01")]
)
def test_halves_of_a_cent_of_tax_are_rounded_up(amount: str, tax: str) -> None:
    assert tax_on_interest(amount=Decimal(amount), on=ON).value.tax == Decimal(tax)


def test_only_what_no_act_says_is_marked_as_unverified() -> None:
    assert {one.title for one in tax_on_interest(amount=Decimal(1), on=ON).unverified} == {
        "Rounding of the tax withheld"
    }
    assert {one.title for one in tax_on_interest(amount=Decimal(1), on=ON, church_rate=Decimal(9)).unverified} == {
        "Rounding of the tax withheld",
        "Church tax on the tax withheld",
    }


@pytest.mark.parametrize("rate", ["0.09", "7", "8.5", "10"])
def test_church_tax_has_two_rates(rate: str) -> None:
    with pytest.raises(NotApplicable, match="8 or 9"):
        tax_on_interest(amount=Decimal(1), on=ON, church_rate=Decimal(rate))


def test_foreign_tax_is_set_off_up_to_a_quarter() -> None:
    whole = tax_on_interest(amount=Decimal(100), on=ON, foreign_tax=Decimal(25)).value
    assert (whole.tax, whole.paid_out) == (Decimal("0.00"), Decimal("100.00"))
    with pytest.raises(NotApplicable, match="more than a quarter"):
        tax_on_interest(amount=Decimal(100), on=ON, foreign_tax=Decimal("25.01"))


@pytest.mark.parametrize("name", ["amount", "exempt", "church_rate", "foreign_tax"])
def test_no_part_is_negative(name: str) -> None:
    asked: dict[str, Any] = {"amount": Decimal(1), name: Decimal(-1)}
    with pytest.raises(Negative, match=name.replace("_", " ")):
        tax_on_interest(on=ON, **asked)


@pytest.mark.parametrize("land", list(Land))
def test_church_tax_is_lower_in_two_lands(land: Land) -> None:
    expected = Decimal(8) if land.value in {"BW", "BY"} else Decimal(9)
    assert church_tax_rate(on=ON, land=land).value == expected


@pytest.mark.parametrize(
    ("on", "single"),
    [
        (date(2009, 1, 1), "801"),
        (date(2022, 12, 31), "801"),
        (date(2023, 1, 1), "1000"),
        (date(2023, 1, 2), "1000"),
    ],
)
def test_the_allowance_rose_in_2023(on: date, single: str) -> None:
    assert savers_allowance(on=on).value == Decimal(single)
    assert savers_allowance(on=on, joint=True).value == 2 * Decimal(single)


def test_nothing_is_said_about_the_time_before_the_flat_tax() -> None:
    eve = date(2008, 12, 31)
    with pytest.raises(NotInForce):
        savers_allowance(on=eve)
    with pytest.raises(NotInForce):
        church_tax_rate(on=eve, land=Land.NW)
    with pytest.raises(NotInForce):
        tax_on_interest(amount=Decimal(1), on=eve)


ORDER: dict[str, Any] = {"amount": Decimal(400), "on": date(2026, 3, 2), "tax_id": True}


@pytest.mark.parametrize(
    ("elsewhere", "most", "over"),
    [("599.99", "400.01", "0.00"), ("600", "400.00", "0.00"), ("600.01", "399.99", "0.01"), ("1200", "0.00", "400.00")],
)
def test_orders_together_stay_within_the_allowance(elsewhere: str, most: str, over: str) -> None:
    found = exemption_order(**ORDER, elsewhere=Decimal(elsewhere)).value
    assert (found.most, found.over, found.acceptable) == (Decimal(most), Decimal(over), over == "0.00")


def test_an_order_of_2022_is_bound_by_the_allowance_of_2022() -> None:
    asked: dict[str, Any] = {"amount": Decimal(1000), "tax_id": True}
    assert exemption_order(**asked, on=date(2022, 12, 31)).value.over == Decimal("199.00")
    assert exemption_order(**asked, on=date(2023, 1, 1)).value.acceptable


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        ({"holder": Holder.OTHERS}, NotApplicable, "not taxed together"),
        ({"until_on": date(2026, 12, 30)}, NotApplicable, "ends with a calendar year"),
        ({"until_on": date(2025, 12, 31)}, WrongOrder, "lies before"),
        ({"used": Decimal("400.01")}, NotApplicable, "used already"),
        ({"used": Decimal(-1)}, Negative, "used"),
        ({"elsewhere": Decimal(-1)}, Negative, "elsewhere"),
        ({"amount": Decimal(-1)}, Negative, "amount"),
        ({"on": date(2015, 12, 31)}, NotInForce, "1 Jan 2016"),
    ],
)
def test_a_faulty_order_is_refused(change: dict[str, Any], refusal: type[Exception], words: str) -> None:
    with pytest.raises(refusal, match=words):
        exemption_order(**{**ORDER, **change})


def test_an_order_may_end_with_a_year_and_be_lowered_to_what_is_used() -> None:
    assert exemption_order(**ORDER, until_on=date(2026, 12, 31), used=Decimal(400)).value.acceptable
    assert exemption_order(**{**ORDER, "on": date(2026, 12, 31)}, until_on=date(2026, 12, 31)).value.acceptable


@given(CENTS, st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), CENTS), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_no_more_than_the_order_is_exempt_and_nothing_before_it_is_used_up_is_taxed(
    order: Decimal, credited: list[tuple[date, Decimal]]
) -> None:
    on, interest = zip(*credited, strict=True)
    found = exemption_use(order=order, on=on, interest=interest).value
    exempt = sum((row.exempt for row in found.rows), Decimal(0))
    assert exempt == min(order, sum(interest, Decimal(0)))
    assert exempt + found.left == order
    assert all(row.exempt + row.taxable == row.interest for row in found.rows)
    first_taxed = next((place for place, row in enumerate(found.rows) if row.taxable), len(found.rows))
    assert all(not row.exempt for row in found.rows[first_taxed + 1 :])


@pytest.mark.parametrize(
    ("on", "interest", "refusal"),
    [
        ((), (), Incomplete),
        ((ON,), (), Incomplete),
        ((ON,), (Decimal(-1),), Negative),
        ((ON, date(2027, 1, 1)), (Decimal(1), Decimal(1)), NotApplicable),
    ],
)
def test_a_faulty_use_is_refused(on: Any, interest: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        exemption_use(order=Decimal(100), on=on, interest=interest)


@pytest.mark.parametrize(
    ("amount", "joint", "raised"),
    [
        ("801", False, "1000.00"),
        ("801", True, "1000.00"),
        ("1602", True, "2000.00"),
        ("0", False, "0.00"),
        ("1000", False, "1000.00"),
        ("100", False, "124.84"),
    ],
)
def test_older_orders_count_for_more_since_2023(amount: str, joint: bool, raised: str) -> None:
    assert exemption_order_raised(amount=Decimal(amount), on=ON, joint=joint).value == Decimal(raised)


def test_an_order_that_is_raised_is_not_negative() -> None:
    with pytest.raises(Negative):
        exemption_order_raised(amount=Decimal(-1), on=ON)
