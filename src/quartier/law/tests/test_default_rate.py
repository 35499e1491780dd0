"""The base rate, the points above it and the lump sum: each change by the day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from quartier.law.bgb.base_rate import (
    BASE_RATES,
    base_rate,
    extended_base_rates,
    known_through,
    next_half_year,
    published,
)
from quartier.law.bgb.default_rate import Party, default_rate
from quartier.law.bgb.lump_sum import default_lump_sum
from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, NotYetKnown
from quartier.values.timeline import Timeline, Version

CONSUMER, BUSINESS = Party.CONSUMER, Party.BUSINESS
ONE_DAY = timedelta(days=1)

# The rate of the European Central Bank's main refinancing operations at the turn of each half-year; since July 2009 the
# base rate lies 0.88 points below it (§ 247 Abs. 1 Satz 2 und 3 BGB).
MAIN_REFINANCING = {
    2009: (None, "1.00"),
    2010: ("1.00", "1.00"),
    2011: ("1.00", "1.25"),
    2012: ("1.00", "1.00"),
    2013: ("0.75", "0.50"),
    2014: ("0.25", "0.15"),
    2015: ("0.05", "0.05"),
    2016: ("0.05", "0.00"),
    2017: ("0.00", "0.00"),
    2018: ("0.00", "0.00"),
    2019: ("0.00", "0.00"),
    2020: ("0.00", "0.00"),
    2021: ("0.00", "0.00"),
    2022: ("0.00", "0.00"),
    2023: ("2.50", "4.00"),
    2024: ("4.50", "4.25"),
    2025: ("3.15", "2.15"),
    2026: ("2.15", None),
}
# A table that others publish: hledger-interest, module Rate, in hundredths of a percent.
PUBLISHED_ELSEWHERE = [257, 247, 197, 122, 114, 113, 121, 117, 137, 195, 270, 319, 332, 319, 162, 12, 12, 12, 12, 37]


def rate_on(day: date) -> Decimal:
    return base_rate(on=day).value


class TestBaseRate:
    def test_a_rate_stands_for_every_half_year_from_2002_to_2026(self) -> None:
        expected = [date(year, month, 1) for year in range(2002, 2027) for month in (1, 7)]
        assert [one.valid_from for one in BASE_RATES.versions] == expected
        assert BASE_RATES.known_until == date(2027, 1, 1)

    def test_the_table_is_read_as_it_is_printed(self) -> None:
        assert tuple(published()) == BASE_RATES.versions
        assert all(one.note == "" and one.verified for one in BASE_RATES.versions[:-1])

    @pytest.mark.parametrize(("year", "rates"), MAIN_REFINANCING.items())
    def test_it_follows_the_rate_of_the_central_bank(self, year: int, rates: tuple[str | None, str | None]) -> None:
        for month, rate in zip((1, 7), rates, strict=True):
            if rate is not None:
                assert rate_on(date(year, month, 1)) == Decimal(rate) - Decimal("0.88")

    def test_it_agrees_with_a_table_that_others_publish(self) -> None:
        assert [int(one.value * 100) for one in BASE_RATES.versions[:20]] == PUBLISHED_ELSEWHERE

    @pytest.mark.parametrize(
        ("change", "before", "after"),
        [
            (date(2009, 7, 1), "1.62", "0.12"),
            (date(2013, 1, 1), "0.12", "-0.13"),
            (date(2016, 7, 1), "-0.83", "-0.88"),
            (date(2023, 1, 1), "-0.88", "1.62"),
            (date(2024, 1, 1), "3.12", "3.62"),
            (date(2025, 7, 1), "2.27", "1.27"),
            (date(2026, 7, 1), "1.27", "1.52"),
        ],
    )
    def test_it_changes_on_the_day_and_not_before(self, change: date, before: str, after: str) -> None:
        assert rate_on(change - ONE_DAY) == Decimal(before)
        assert rate_on(change) == rate_on(change + ONE_DAY) == Decimal(after)

    def test_only_the_latest_rate_waits_for_a_check(self) -> None:
        unsure = [one for one in BASE_RATES.versions if not one.verified]
        assert [one.valid_from for one in unsure] == [date(2026, 7, 1)]
        assert unsure[0].note.startswith("Compare 1.52 % with the announcement")
        assert base_rate(on=date(2026, 7, 1)).unverified
        assert not base_rate(on=date(2026, 6, 30)).unverified

    def test_each_version_names_its_announcement(self) -> None:
        expected = "§ 247 BGB; Bekanntmachung der Deutschen Bundesbank zum 01.07.2025, BAnz"
        assert BASE_RATES.at(date(2025, 12, 31)).source == expected

    def test_there_is_none_before_2002(self) -> None:
        with pytest.raises(NotInForce, match="1 Jan 2002"):
            rate_on(date(2001, 12, 31))

    @pytest.mark.parametrize(
        ("day", "half_year"),
        [
            (date(2027, 1, 1), "from 1 Jan 2027 to 30 Jun 2027"),
            (date(2027, 6, 30), "from 1 Jan 2027 to 30 Jun 2027"),
            (date(2027, 7, 1), "from 1 Jul 2027 to 31 Dec 2027"),
            (date(2028, 12, 31), "from 1 Jul 2028 to 31 Dec 2028"),
        ],
    )
    def test_a_half_year_without_a_rate_is_named(self, day: date, half_year: str) -> None:
        with pytest.raises(NotYetKnown) as refusal:
            rate_on(day)
        assert str(refusal.value) == (
            f"The base rate for the half-year {half_year} is not known. Enter the rate that the Bundesbank announces "
            "in the Bundesanzeiger."
        )

    @pytest.mark.parametrize(
        ("day", "following"),
        [
            (date(2026, 1, 1), date(2026, 7, 1)),
            (date(2026, 6, 30), date(2026, 7, 1)),
            (date(2026, 7, 1), date(2027, 1, 1)),
            (date(2026, 12, 31), date(2027, 1, 1)),
        ],
    )
    def test_half_years_begin_in_january_and_july(self, day: date, following: date) -> None:
        assert next_half_year(day) == following

    def test_rates_without_an_end_are_known_for_good(self) -> None:
        endless = Timeline("Rates", (Version(valid_from=date(2002, 1, 1), value=Decimal(1), source="here"),))
        known_through(endless, date(2002, 1, 1), date(2999, 1, 1))
        assert base_rate(on=date(2999, 1, 1), rates=endless).value == 1

    def test_its_derivation_says_where_it_comes_from(self) -> None:
        (step,) = base_rate(on=date(2024, 1, 1)).steps
        assert (str(step.sentence).replace("\xa0", " "), step.source) == (
            "The base rate is 3.62 %.",
            "§ 247 Abs. 1 BGB",
        )


class TestFurtherBaseRates:
    JANUARY, JULY = date(2027, 1, 1), date(2027, 7, 1)

    def test_staff_can_enter_the_next_half_years(self) -> None:
        rates = extended_base_rates({self.JULY: Decimal("1.40"), self.JANUARY: Decimal("1.30")}, source="BAnz")
        assert [base_rate(on=day, rates=rates).value for day in (self.JANUARY, self.JULY, date(2027, 12, 31))] == [
            Decimal("1.30"),
            Decimal("1.40"),
            Decimal("1.40"),
        ]
        assert rates.known_until == date(2028, 1, 1)
        assert rates.at(self.JANUARY).source == "BAnz"
        assert rates.at(self.JANUARY).verified
        assert rates.at(self.JANUARY).note == ""
        assert rates.versions[:50] == BASE_RATES.versions

    def test_they_can_be_entered_one_after_the_other(self) -> None:
        once = extended_base_rates({self.JANUARY: Decimal(1)}, source="BAnz")
        assert once.known_until == self.JULY
        assert extended_base_rates({self.JULY: Decimal(2)}, source="BAnz", rates=once).known_until == date(2028, 1, 1)

    def test_the_half_year_after_the_last_version_counts_where_no_end_is_known(self) -> None:
        endless = Timeline("Base rate", BASE_RATES.versions)
        assert extended_base_rates({self.JANUARY: Decimal(1)}, source="BAnz", rates=endless).known_until == self.JULY

    def test_a_gap_is_refused_by_its_name(self) -> None:
        with pytest.raises(NotYetKnown, match="half-year from 1 Jan 2027 to 30 Jun 2027 is not known"):
            extended_base_rates({self.JULY: Decimal(1)}, source="BAnz")

    def test_history_does_not_change(self) -> None:
        with pytest.raises(NotApplicable) as refusal:
            extended_base_rates({date(2026, 7, 1): Decimal(9)}, source="BAnz")
        assert str(refusal.value) == "The base rate from 1 Jul 2026 is known already and does not change."

    @pytest.mark.parametrize("day", [date(2027, 1, 2), date(2027, 2, 1), date(2027, 12, 31), date(2027, 7, 31)])
    def test_rates_change_on_two_days_of_the_year_only(self, day: date) -> None:
        with pytest.raises(NotApplicable) as refusal:
            extended_base_rates({day: Decimal(1)}, source="BAnz")
        told = f"{day.day} {day:%b} {day.year}"
        assert str(refusal.value) == f"The base rate changes on 1 January and 1 July, not on {told}."

    def test_nothing_to_enter_is_refused(self) -> None:
        with pytest.raises(Incomplete) as refusal:
            extended_base_rates({}, source="BAnz")
        assert str(refusal.value) == "No base rate was given."


class TestRate:
    DAY = date(2024, 1, 1)

    @pytest.mark.parametrize(
        ("debtor", "creditor", "consideration", "expected"),
        [
            (CONSUMER, BUSINESS, True, "8.62"),
            (BUSINESS, CONSUMER, True, "8.62"),
            (CONSUMER, CONSUMER, True, "8.62"),
            (CONSUMER, BUSINESS, False, "8.62"),
            (BUSINESS, BUSINESS, False, "8.62"),
            (BUSINESS, BUSINESS, True, "12.62"),
        ],
    )
    def test_nine_points_need_two_businesses_and_a_consideration(
        self, debtor: Party, creditor: Party, consideration: bool, expected: str
    ) -> None:
        found = default_rate(on=self.DAY, debtor=debtor, creditor=creditor, consideration=consideration)
        assert found.value == Decimal(expected)

    @pytest.mark.parametrize(
        ("arose", "performed", "points"),
        [
            (date(2014, 7, 27), None, 8),
            (date(2014, 7, 28), None, 8),
            (date(2014, 7, 29), None, 9),
            (date(2014, 7, 30), None, 9),
            (date(2010, 1, 1), date(2016, 6, 30), 8),
            (date(2010, 1, 1), date(2016, 7, 1), 9),
            (date(2014, 7, 29), date(2016, 6, 30), 9),
            (date(2015, 1, 1), date(2017, 1, 1), 9),
            (date(2002, 1, 1), None, 8),
            (date(1995, 1, 1), date(2020, 1, 1), 9),
            (None, None, 9),
        ],
    )
    def test_the_law_of_the_day_the_debt_arose_governs(
        self, arose: date | None, performed: date | None, points: int
    ) -> None:
        found = default_rate(on=self.DAY, debtor=BUSINESS, arose_on=arose, performed_on=performed)
        assert found.value == Decimal("3.62") + points

    def test_the_rates_that_staff_entered_count(self) -> None:
        rates = extended_base_rates({date(2027, 1, 1): Decimal("1.77")}, source="BAnz")
        assert default_rate(on=date(2027, 6, 30), debtor=CONSUMER, rates=rates).value == Decimal("6.77")

    def test_an_obligation_from_the_first_day_of_the_new_law_needs_no_transition(self) -> None:
        found = default_rate(on=self.DAY, debtor=BUSINESS, arose_on=date(2014, 7, 29), performed_on=self.DAY)
        assert [one.title for one in found.applied] == [
            "Points above the base rate where no consumer takes part",
            "Base rate",
        ]

    def test_a_debt_from_before_2002_has_no_rate_here(self) -> None:
        for debtor in Party:
            with pytest.raises(NotInForce, match="31 Dec 2001"):
                default_rate(on=self.DAY, debtor=debtor, arose_on=date(2001, 12, 31))

    def test_a_consumer_of_an_old_lease_owes_five_points(self) -> None:
        found = default_rate(on=self.DAY, debtor=CONSUMER, arose_on=date(1995, 1, 1), performed_on=date(2024, 1, 1))
        assert found.value == Decimal("8.62")

    def test_a_debt_cannot_arise_after_it_is_late(self) -> None:
        with pytest.raises(NotApplicable) as refusal:
            default_rate(on=self.DAY, debtor=BUSINESS, arose_on=self.DAY + ONE_DAY)
        assert str(refusal.value) == (
            "The obligation cannot arise on 2 Jan 2024, after 1 Jan 2024. Correct one of the days."
        )
        assert default_rate(on=self.DAY, debtor=BUSINESS, arose_on=self.DAY).value == Decimal("12.62")


class TestLumpSum:
    @pytest.mark.parametrize(
        ("arose", "performed", "expected"),
        [
            (date(2014, 7, 28), None, 0),
            (date(2014, 7, 29), None, 40),
            (date(2014, 7, 30), None, 40),
            (date(2010, 1, 1), date(2016, 6, 30), 0),
            (date(2010, 1, 1), date(2016, 7, 1), 40),
        ],
    )
    def test_it_came_with_the_law_of_2014(self, arose: date, performed: date | None, expected: int) -> None:
        found = default_lump_sum(debtor=BUSINESS, arose_on=arose, performed_on=performed).value
        assert found.lump_sum == found.total == expected
        assert default_lump_sum(debtor=CONSUMER, arose_on=arose, performed_on=performed).value.total == 0

    @pytest.mark.parametrize(
        ("costs", "rest", "total"),
        [("0", "0", "40"), ("0.01", "0", "40"), ("40", "0", "40"), ("40.01", "0.01", "40.01"), ("100", "60", "100")],
    )
    def test_it_is_credited_against_legal_costs(self, costs: str, rest: str, total: str) -> None:
        found = default_lump_sum(debtor=BUSINESS, arose_on=date(2026, 1, 1), legal_costs=Decimal(costs)).value
        assert (found.lump_sum, found.legal_costs, found.total) == (Decimal(40), Decimal(rest), Decimal(total))

    def test_legal_costs_of_a_consumer_are_owed_whole(self) -> None:
        found = default_lump_sum(debtor=CONSUMER, arose_on=date(2026, 1, 1), legal_costs=Decimal(30)).value
        assert (found.lump_sum, found.legal_costs, found.total) == (Decimal(0), Decimal(30), Decimal(30))

    def test_no_consideration_no_lump_sum(self) -> None:
        assert default_lump_sum(debtor=BUSINESS, arose_on=date(2026, 1, 1), consideration=False).value.total == 0

    def test_refusals(self) -> None:
        with pytest.raises(Negative, match="legal costs"):
            default_lump_sum(debtor=BUSINESS, arose_on=date(2026, 1, 1), legal_costs=Decimal(-1))
        with pytest.raises(NotInForce):
            default_lump_sum(debtor=BUSINESS, arose_on=date(2001, 12, 31))
