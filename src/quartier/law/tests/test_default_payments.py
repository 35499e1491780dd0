"""Interest on a debt that is paid in parts, and what the rules of default tell about their results."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.base_rate import BASE_RATES
from quartier.law.bgb.default_interest import DayCount, default_interest
from quartier.law.bgb.default_rate import Party, default_rate
from quartier.law.bgb.lump_sum import default_lump_sum
from quartier.law.bgb.part_payments import Balance, default_interest_with_payments, read_payment
from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, NotYetKnown, WrongOrder
from quartier.law.rule import Derived

CONSUMER, BUSINESS = Party.CONSUMER, Party.BUSINESS
JUNE, AUGUST = date(2026, 6, 1), date(2026, 8, 31)
ONE_DAY = timedelta(days=1)


def told(derived: Derived[Any]) -> list[tuple[str, str]]:
    return [(str(step.sentence).replace("\xa0", " "), step.source) for step in derived.steps]


def _facts(**more: Any) -> dict[str, Any]:
    return more


def titles(derived: Derived[Any]) -> list[str]:
    return [one.title for one in derived.applied]


def account(*payment: str, amount: str = "1000", first: date = JUNE, last: date = AUGUST, **more: Any) -> Balance:
    given_: dict[str, Any] = {"debtor": CONSUMER} | more
    return default_interest_with_payments(
        amount=Decimal(amount), from_on=first, to_on=last, payment=payment, **given_
    ).value


class TestPartPayments:
    def test_without_payments_it_is_the_simple_interest(self) -> None:
        found = account(costs=Decimal("7.50"))
        simple = default_interest(amount=Decimal(1000), from_on=JUNE, to_on=AUGUST, debtor=CONSUMER).value
        assert found.interest == found.open_interest == simple.interest
        assert found.parts == simple.parts
        assert (found.open_costs, found.open_principal) == (Decimal("7.50"), Decimal(1000))
        assert found.total == Decimal("1007.50") + simple.interest

    def test_costs_come_first_then_interest_then_the_principal(self) -> None:
        # On 15 July 7.83 € of interest are owed: 1,000 € × (6.27 % × 30 + 6.52 % × 15) / 365.
        found = account("2026-07-15:5.00", "2026-07-15:4", "2026-07-15:10", costs=Decimal(6))
        split = [(one.amount, one.costs, one.interest, one.principal, one.surplus) for one in found.payments]
        expected = [("5.00", "5", "0", "0", "0"), ("4", "1", "3.00", "0", "0"), ("10", "0", "4.83", "5.17", "0")]
        assert split == [tuple(Decimal(part) for part in row) for row in expected]
        assert {one.paid_on for one in found.payments} == {date(2026, 7, 15)}
        assert (found.open_costs, found.open_principal) == (Decimal(0), Decimal("994.83"))

    def test_the_day_of_payment_still_bears_interest_on_the_whole(self) -> None:
        found = account("2026-06-10:500", last=date(2026, 6, 30))
        assert [(part.first_on, part.last_on, part.days, part.principal) for part in found.parts] == [
            (date(2026, 6, 1), date(2026, 6, 10), 10, Decimal(1000)),
            (date(2026, 6, 11), date(2026, 6, 30), 20, Decimal("501.72")),
        ]

    def test_payments_on_the_first_and_the_last_day_count(self) -> None:
        assert account("2026-06-01:100").parts[0].days == 1
        found = account("2026-08-31:100")
        assert found.parts[-1].last_on == AUGUST
        assert found.open_principal == Decimal(1000) - (Decimal(100) - found.interest)

    def test_a_debt_that_is_paid_bears_no_more_interest(self) -> None:
        found = account("2026-06-10:1001.72", last=date(2027, 8, 1))
        assert (found.interest, found.total, len(found.parts)) == (Decimal("1.72"), Decimal(0), 1)
        assert found.payments[0].surplus == 0

    def test_what_is_paid_too_much_is_named(self) -> None:
        found = account("2026-06-10:1001.73", "2026-06-11:3")
        assert [one.surplus for one in found.payments] == [Decimal("0.01"), Decimal(3)]
        assert found.total == 0

    def test_interest_is_rounded_over_the_whole_time(self) -> None:
        # Each day of June 2026 bears 0.0517… € on 301 €; paid day by day the cents never drift from the exact sum.
        daily = [f"2026-06-{day:02}:0.05" for day in range(1, 31)]
        found = account(*daily, amount="301", last=date(2026, 6, 30))
        exact = Fraction(301) * Fraction("6.27") / 100 * 30 / 365
        assert found.interest == Decimal("1.55") == Decimal(int(exact * 100 + Fraction(1, 2))) / 100
        assert found.open_interest == Decimal("0.05")
        assert found.open_principal == Decimal(301)

    def test_points_and_method_are_those_of_the_claim(self) -> None:
        found = account(debtor=BUSINESS, arose_on=date(2010, 1, 1), method=DayCount.ACT_365)
        assert {part.rate for part in found.parts} == {Decimal("9.27"), Decimal("9.52")}
        found = account(debtor=BUSINESS, arose_on=date(2010, 1, 1), performed_on=JUNE)
        assert {part.rate for part in found.parts} == {Decimal("10.27"), Decimal("10.52")}
        assert account(debtor=BUSINESS, creditor=CONSUMER).parts[0].rate == Decimal("6.27")
        assert account(debtor=BUSINESS, consideration=False).parts[0].rate == Decimal("6.27")
        leap: dict[str, Any] = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
        assert account(**leap).interest == Decimal("84.94")
        assert account(**leap, method=DayCount.ACT_365).interest == Decimal("85.18")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-07-15:500", (date(2026, 7, 15), Decimal(500))),
            (" 2026-07-15:500,5 ", (date(2026, 7, 15), Decimal("500.5"))),
            ("2026-07-15:0.01", (date(2026, 7, 15), Decimal("0.01"))),
        ],
    )
    def test_a_payment_is_read(self, text: str, expected: tuple[date, Decimal]) -> None:
        assert read_payment(text) == expected

    def test_a_payment_outside_the_days_is_refused_with_advice(self) -> None:
        with pytest.raises(NotApplicable) as early:
            account("2026-05-31:5")
        assert str(early.value) == (
            "The payment of 31 May 2026 came before default (1 Jun 2026). Deduct it from the claim."
        )
        with pytest.raises(NotApplicable) as late:
            account("2026-09-01:5")
        assert str(late.value) == (
            "The payment of 1 Sep 2026 came after the last day (31 Aug 2026). Choose a later last day."
        )
        with pytest.raises(NotApplicable) as fraction:
            account(costs=Decimal("0.001"))
        assert str(fraction.value) == "“costs” is 0.001; a debt is owed in whole cents."

    @pytest.mark.parametrize(
        "text", ["", "500", "2026-07-15", "2026-02-30:5", "2026-07-15:0", "2026-07-15:-5", "2026-07-15:1.005"]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(Incomplete) as refusal:
            account(text)
        assert str(refusal.value) == f"“{text}” is no payment. Write day and amount, such as 2026-07-15:500.00."

    @pytest.mark.parametrize(
        ("given_", "refusal", "words"),
        [
            ({"amount": Decimal(-1)}, Negative, "amount"),
            ({"costs": Decimal(-1)}, Negative, "costs"),
            ({"to_on": date(2026, 5, 31)}, WrongOrder, "31 May 2026"),
            ({"to_on": date(2027, 2, 1)}, NotYetKnown, "1 Jan 2027 to 30 Jun 2027"),
            ({"from_on": date(2001, 1, 1)}, NotInForce, "1 Jan 2001"),
            ({"arose_on": AUGUST}, NotApplicable, "cannot arise on 31 Aug 2026, after 1 Jun 2026"),
        ],
    )
    def test_what_cannot_be_answered_is_refused(
        self, given_: dict[str, Any], refusal: type[Exception], words: str
    ) -> None:
        case: dict[str, Any] = {"amount": Decimal(100), "from_on": JUNE, "to_on": AUGUST, "debtor": CONSUMER}
        with pytest.raises(refusal) as caught:
            default_interest_with_payments(**(case | given_))
        assert words in str(caught.value).replace("\xa0", " ")


def _by_day(amount: int, costs: int, payments: list[tuple[date, Decimal]], first: date, last: date) -> Decimal:
    """The exact interest of an account that is carried from day to day."""
    principal, open_costs, interest, interest_paid = Fraction(amount, 100), Fraction(costs, 100), Fraction(0), 0
    day = first
    while day <= last:
        rate = next(one.value for one in reversed(BASE_RATES.versions) if one.valid_from <= day)
        interest += principal * (Fraction(rate) + 5) / 100 / (366 if day.year == 2024 else 365)
        for money in (money for on, money in payments if on == day):
            cents = int(money * 100)
            for_costs = min(cents, int(open_costs * 100))
            open_costs -= Fraction(for_costs, 100)
            due = int(interest * 100 + Fraction(1, 2)) - interest_paid
            for_interest = min(cents - for_costs, due)
            interest_paid += for_interest
            principal -= min(Fraction(cents - for_costs - for_interest, 100), principal)
        day += ONE_DAY
    return Decimal(interest.numerator) / Decimal(interest.denominator)


class TestWhatInterestTells:
    CONSUMER_TAKES_PART = ("A consumer takes part in the transaction.", "§ 288 Abs. 1 BGB")
    COUNTED = (
        "The first day of default and the day of payment both count. The law names no day count; here: actual days, a "
        "leap year has 366."
    )

    def test_of_the_named_case(self) -> None:
        found = default_interest(amount=Decimal("1083.70"), from_on=date(2026, 6, 4), to_on=AUGUST, debtor=CONSUMER)
        part = "a year; 1,083.70 € × %s %% × %s/365 = %s €."
        assert told(found) == [
            self.CONSUMER_TAKES_PART,
            (self.COUNTED, "§ 288 Abs. 1 Satz 1 BGB"),
            (
                "4 Jun 2026 to 30 Jun 2026: 1.27 % + 5 points = 6.27 % " + part % ("6.27", 27, "5.0263"),
                "§ 247, § 288 BGB",
            ),
            (
                "1 Jul 2026 to 31 Aug 2026: 1.52 % + 5 points = 6.52 % " + part % ("6.52", 62, "12.0021"),
                "§ 247, § 288 BGB",
            ),
            ("Together, rounded once: 17.03 €.", "§ 288 Abs. 1 BGB"),
            ("The debtor is a consumer and owes no lump sum.", "§ 288 Abs. 5 Satz 1 BGB"),
        ]
        assert titles(found) == ["Points above the base rate", "Base rate", "Base rate", "Lump sum for default"]

    def test_of_an_old_lease_between_businesses(self) -> None:
        found = default_rate(on=JUNE, debtor=BUSINESS, arose_on=date(2010, 1, 1), performed_on=JUNE)
        assert told(found) == [
            (
                (
                    "The obligation is older than 29 July 2014, but this part was rendered on 1 Jun 2026: the new law "
                    "applies."
                ),
                "Art. 229 § 34 Satz 2 EGBGB",
            ),
            ("No consumer takes part, and the claim is for a consideration.", "§ 288 Abs. 2 BGB"),
            ("The base rate is 1.27 %.", "§ 247 Abs. 1 BGB"),
            ("1.27 % and 9 points are 10.27 % a year.", "§ 288 BGB"),
        ]

    def test_of_damages(self) -> None:
        found = default_rate(on=JUNE, debtor=BUSINESS, consideration=False)
        assert told(found)[0] == ("The claim is not for a consideration.", "§ 288 Abs. 1 BGB")

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            (
                {"legal_costs": Decimal(50)},
                [
                    ("The debtor is not a consumer: 40.00 € for this claim.", "§ 288 Abs. 5 Satz 1 BGB"),
                    ("40.00 € of it are credited against the legal costs of 50.00 €.", "§ 288 Abs. 5 Satz 3 BGB"),
                ],
            ),
            (
                {"consideration": False},
                [("The claim is not for a consideration: no lump sum.", "§ 288 Abs. 5 Satz 1 BGB")],
            ),
            (
                {"arose_on": date(2014, 7, 28)},
                [("The obligation arose before 29 July 2014: no lump sum.", "Art. 229 § 34 Satz 1 EGBGB")],
            ),
        ],
    )
    def test_of_the_lump_sum(self, facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
        assert told(default_lump_sum(**(_facts(debtor=BUSINESS, arose_on=JUNE) | facts))) == expected

    def test_of_a_part_payment(self) -> None:
        found = default_interest_with_payments(
            amount=Decimal(1000),
            from_on=JUNE,
            to_on=date(2026, 6, 30),
            debtor=CONSUMER,
            costs=Decimal(5),
            payment=("2026-06-30:500",),
        )
        assert told(found) == [
            self.CONSUMER_TAKES_PART,
            (self.COUNTED, "§ 288 Abs. 1 Satz 1 BGB"),
            (
                (
                    "1 Jun 2026 to 30 Jun 2026: 1.27 % + 5 points = 6.27 % a year; "
                    "1,000.00 € × 6.27 % × 30/365 = 5.1534 €."
                ),
                "§ 247, § 288 BGB",
            ),
            (
                (
                    "The payment of 500.00 € on 30 Jun 2026: 5.00 € against costs, 5.15 € against interest, "
                    "489.85 € against the principal."
                ),
                "§ 367 Abs. 1 BGB",
            ),
            ("Together, rounded once: 5.15 €.", "§ 288 Abs. 1 BGB"),
            ("Interest bears no default interest.", "§ 289 Satz 1 BGB"),
        ]
        assert titles(found) == ["Points above the base rate", "What a payment is credited against", "Base rate"]


@settings(max_examples=60, deadline=None)
@given(
    amount=st.integers(1, 500_000),
    costs=st.integers(0, 10_000),
    paid=st.lists(st.tuples(st.integers(0, 700), st.integers(1, 300_000)), max_size=4),
)
def test_no_cent_is_lost(amount: int, costs: int, paid: list[tuple[int, int]]) -> None:
    first, last = date(2024, 11, 1), date(2026, 12, 31)
    payments = [(first + timedelta(days=after), Decimal(cents) / 100) for after, cents in paid]
    found = account(
        *(f"{day}:{money}" for day, money in payments),
        amount=str(Decimal(amount) / 100),
        costs=Decimal(costs) / 100,
        first=first,
        last=last,
    )
    owed = Decimal(amount + costs) / 100 + found.interest
    kept = sum((money for _day, money in payments), Decimal(0)) - sum(
        (one.surplus for one in found.payments), Decimal(0)
    )
    assert found.total == owed - kept
    assert min(found.open_costs, found.open_interest, found.open_principal) >= 0
    assert abs(found.interest - _by_day(amount, costs, payments, first, last)) < Decimal("0.0051")
