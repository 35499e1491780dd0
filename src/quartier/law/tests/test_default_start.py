"""When default begins, by each of its ways, and which one wins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.default_rate import Party
from quartier.law.bgb.default_start import Way, default_start
from quartier.law.calendar.working_days import statutory
from quartier.law.errors import Incomplete, NotInForce
from quartier.law.rule import Derived
from quartier.values.land import Land

CONSUMER, BUSINESS = Party.CONSUMER, Party.BUSINESS
ONE_DAY = timedelta(days=1)
NW = "North Rhine-Westphalia"
days = st.dates(date(2003, 1, 1), date(2030, 12, 31))


def start(debtor: Party = BUSINESS, land: Land = Land.NW, **facts: Any) -> tuple[date, date, Way] | None:
    found = default_start(debtor=debtor, land=land, **facts).value
    return None if found is None else (found.starts_on, found.interest_from_on, found.way)


def told(derived: Derived[Any]) -> list[tuple[str, str]]:
    return [(str(step.sentence).replace("\xa0", " "), step.source) for step in derived.steps]


class TestThirtyDays:
    @pytest.mark.parametrize(
        ("received", "begins"),
        [
            (date(2025, 12, 1), date(2026, 1, 1)),  # the 31st is a working day
            (date(2025, 3, 1), date(2025, 4, 1)),
            (date(2025, 11, 30), date(2025, 12, 31)),
            (date(2025, 12, 2), date(2026, 1, 3)),  # 1 January moves to the 2nd
            (date(2026, 3, 5), date(2026, 4, 8)),  # Saturday before Easter moves to Tuesday
            (date(2028, 1, 31), date(2028, 3, 2)),  # a leap year
        ],
    )
    def test_they_run_from_receipt_and_end_on_a_working_day(self, received: date, begins: date) -> None:
        assert start(received_on=received) == (begins, begins, Way.INVOICE)

    @pytest.mark.parametrize(
        ("due", "received", "begins"),
        [
            (date(2026, 6, 1), date(2026, 6, 10), date(2026, 7, 11)),
            (date(2026, 6, 10), date(2026, 6, 1), date(2026, 7, 11)),
            (date(2026, 6, 10), date(2026, 6, 10), date(2026, 7, 11)),
            (date(2026, 6, 6), date(2026, 6, 1), date(2026, 7, 9)),  # due on a Saturday: Monday 8 June
        ],
    )
    def test_they_need_both_due_date_and_receipt(self, due: date, received: date, begins: date) -> None:
        assert start(due_on=due, received_on=received) == (begins, begins, Way.INVOICE)

    def test_a_consumer_must_have_been_warned(self) -> None:
        received = date(2025, 12, 1)
        assert start(CONSUMER, received_on=received) is None
        assert start(CONSUMER, received_on=received, told=True) == (date(2026, 1, 1), date(2026, 1, 1), Way.INVOICE)

    def test_without_receipt_nothing_runs(self) -> None:
        assert start(due_on=date(2026, 6, 1)) is None
        assert start(CONSUMER, due_on=date(2026, 6, 1), told=True) is None

    def test_a_business_with_uncertain_receipt_has_thirty_days_from_the_goods(self) -> None:
        day = date(2026, 7, 2)
        assert start(performed_on=date(2026, 6, 1)) == (day, day, Way.PERFORMANCE)
        assert start(performed_on=date(2026, 6, 1), due_on=date(2026, 6, 10)) == (
            date(2026, 7, 11),
            date(2026, 7, 11),
            Way.PERFORMANCE,
        )
        assert start(CONSUMER, performed_on=date(2026, 6, 1), told=True) is None

    def test_a_known_receipt_beats_the_goods(self) -> None:
        found = start(performed_on=date(2026, 6, 1), received_on=date(2026, 6, 10))
        assert found == (date(2026, 7, 11), date(2026, 7, 11), Way.INVOICE)

    def test_they_are_for_considerations_only(self) -> None:
        assert start(received_on=date(2025, 12, 1), consideration=False) is None

    def test_holidays_are_those_of_the_land(self) -> None:
        received = date(2026, 10, 2)  # thirty days later is Sunday, 1 November; the 2nd is a working day
        assert start(land=Land.BY, received_on=received) == start(land=Land.BE, received_on=received)
        received = date(2025, 12, 7)  # thirty days later is Epiphany
        assert start(land=Land.BY, received_on=received) == (date(2026, 1, 8), date(2026, 1, 8), Way.INVOICE)
        assert start(land=Land.NW, received_on=received) == (date(2026, 1, 7), date(2026, 1, 7), Way.INVOICE)

    def test_before_2002_the_law_was_another(self) -> None:
        with pytest.raises(NotInForce, match="31 Dec 2001"):
            start(received_on=date(2001, 12, 31))
        assert start(received_on=date(2002, 1, 1)) is not None


class TestByTheCalendar:
    @pytest.mark.parametrize(
        ("due", "begins"),
        [
            (date(2026, 7, 31), date(2026, 8, 1)),  # a Friday
            (date(2026, 8, 1), date(2026, 8, 4)),  # a Saturday
            (date(2026, 8, 2), date(2026, 8, 4)),  # a Sunday
            (date(2026, 8, 3), date(2026, 8, 4)),  # a Monday
        ],
    )
    @pytest.mark.parametrize("debtor", list(Party))
    def test_default_begins_the_day_after(self, debtor: Party, due: date, begins: date) -> None:
        assert start(debtor, due_on=due, calendar=True) == (begins, begins, Way.CALENDAR)

    def test_a_due_date_alone_is_no_day_by_the_calendar(self) -> None:
        assert start(due_on=date(2026, 7, 31)) is None

    def test_the_day_must_be_named(self) -> None:
        with pytest.raises(Incomplete) as refusal:
            start(calendar=True)
        assert str(refusal.value) == "Name the day that is fixed by the calendar with --due."

    def test_before_2002_the_law_was_another(self) -> None:
        with pytest.raises(NotInForce):
            start(due_on=date(2001, 12, 28), calendar=True)


class TestByAReminder:
    @pytest.mark.parametrize(
        ("reminder", "begins"),
        [
            (date(2026, 6, 9), None),
            (date(2026, 6, 10), None),
            (date(2026, 6, 11), date(2026, 6, 11)),
        ],
    )
    def test_it_counts_only_after_the_due_day(self, reminder: date, begins: date | None) -> None:
        expected = begins and (begins, begins + ONE_DAY, Way.REMINDER)
        assert start(CONSUMER, due_on=date(2026, 6, 10), reminder_on=reminder) == expected

    def test_a_due_day_on_a_weekend_lasts_until_monday(self) -> None:
        assert start(due_on=date(2026, 6, 6), reminder_on=date(2026, 6, 8)) is None
        assert start(due_on=date(2026, 6, 6), reminder_on=date(2026, 6, 9)) is not None

    def test_a_debt_due_at_once_needs_no_due_day(self) -> None:
        day = date(2026, 6, 10)
        assert start(CONSUMER, reminder_on=day) == (day, day + ONE_DAY, Way.REMINDER)

    def test_it_works_for_damages_too(self) -> None:
        assert start(reminder_on=date(2026, 6, 10), consideration=False) is not None

    def test_its_reading_waits_for_a_lawyer(self) -> None:
        found = default_start(debtor=BUSINESS, land=Land.NW, reminder_on=date(2026, 6, 10))
        assert [one.title for one in found.unverified] == ["Default by a reminder or a refusal"]

    def test_before_2002_the_law_was_another(self) -> None:
        with pytest.raises(NotInForce):
            start(reminder_on=date(2001, 12, 31))


class TestByARefusal:
    @pytest.mark.parametrize(
        ("due", "refused", "begins"),
        [
            (None, date(2026, 6, 10), date(2026, 6, 10)),
            (date(2026, 6, 15), date(2026, 6, 10), date(2026, 6, 15)),
            (date(2026, 6, 8), date(2026, 6, 10), date(2026, 6, 10)),
        ],
    )
    def test_it_works_from_the_due_day(self, due: date | None, refused: date, begins: date) -> None:
        assert start(CONSUMER, due_on=due, refused_on=refused) == (begins, begins + ONE_DAY, Way.REFUSAL)


class TestTheEarliestWay:
    RECEIVED = date(2026, 6, 1)  # thirty days end on 1 July, default from the 2nd

    @pytest.mark.parametrize(
        ("reminder", "way", "begins"),
        [
            (date(2026, 6, 30), Way.REMINDER, date(2026, 6, 30)),
            (date(2026, 7, 1), Way.REMINDER, date(2026, 7, 1)),  # interest from the same day, default a day earlier
            (date(2026, 7, 2), Way.INVOICE, date(2026, 7, 2)),
        ],
    )
    def test_wins(self, reminder: date, way: Way, begins: date) -> None:
        found = start(received_on=self.RECEIVED, reminder_on=reminder)
        assert found is not None
        assert (found[0], found[2]) == (begins, way)

    def test_the_calendar_beats_a_later_reminder(self) -> None:
        found = start(due_on=date(2026, 6, 10), calendar=True, reminder_on=date(2026, 6, 20))
        assert found == (date(2026, 6, 11), date(2026, 6, 11), Way.CALENDAR)


class TestWhatIsTold:
    def test_of_a_consumer_with_everything(self) -> None:
        found = default_start(
            debtor=CONSUMER,
            land=Land.NW,
            due_on=date(2026, 8, 1),
            calendar=True,
            received_on=date(2026, 8, 20),
            told=True,
            reminder_on=date(2026, 8, 25),
            refused_on=date(2026, 8, 26),
        )
        assert told(found) == self.EVERYTHING
        assert {one.title for one in found.applied} == {
            "Ends on Saturdays, Sundays and holidays",
            "Public holidays of the Länder",
            "Default by the calendar",
            "Default by a reminder or a refusal",
            "Default without a reminder",
            "Counting of periods",
        }

    EVERYTHING: ClassVar = [
        (
            f"1 Aug 2026 is a Saturday, a Sunday or a holiday in {NW}; the end moves to 3 Aug 2026.",
            "§ 193 BGB",
        ),
        (
            "The day for payment is fixed; without payment by 3 Aug 2026 default begins on 4 Aug 2026.",
            "§ 286 Abs. 2 Nr. 1 und 2 BGB",
        ),
        (
            "A reminder was received on 25 Aug 2026: default begins, interest runs from the day after.",
            "§ 286 Abs. 1 Satz 1, § 187 Abs. 1 BGB",
        ),
        (
            "The debtor refused payment for good on 26 Aug 2026: default begins on 26 Aug 2026.",
            "§ 286 Abs. 2 Nr. 3 BGB",
        ),
        (
            "30 days run from 20 Aug 2026, the later of due date and receipt of the invoice.",
            "§ 286 Abs. 3 BGB",
        ),
        ("20 Aug 2026 is the day of the event and does not count.", "§ 187 Abs. 1 BGB"),
        ("30 days later ends with 19 Sep 2026.", "§ 188 Abs. 1 und 2 BGB"),
        (
            f"19 Sep 2026 is a Saturday, a Sunday or a holiday in {NW}; the end moves to 21 Sep 2026.",
            "§ 193 BGB",
        ),
        (
            (
                "The first event counts: the day for payment passed. In default from 4 Aug 2026, unless the debtor "
                "is not to blame for it."
            ),
            "§ 286 Abs. 4 BGB",
        ),
    ]

    def test_of_nothing(self) -> None:
        found = default_start(debtor=BUSINESS, land=Land.NW)
        assert told(found) == [
            ("No day is fixed: the debt is due at once.", "§ 271 Abs. 1 BGB"),
            ("No receipt of the invoice is on record. Find out the day.", "§ 286 Abs. 3 Satz 1 BGB"),
            ("Nothing has put the debtor into default. Send a reminder.", "§ 286 Abs. 1 BGB"),
        ]
        assert [one.title for one in found.applied] == ["Default without a reminder"]

    def test_of_an_early_reminder_and_a_consumer_who_was_not_warned(self) -> None:
        found = default_start(
            debtor=CONSUMER,
            land=Land.NW,
            due_on=date(2026, 6, 10),
            reminder_on=date(2026, 6, 10),
            received_on=date(2026, 6, 1),
        )
        assert told(found) == [
            (
                "The reminder of 10 Jun 2026 came before the debt was overdue and has no effect.",
                "§ 286 Abs. 1 Satz 1 BGB",
            ),
            ("The invoice did not warn the consumer: 30 days bring no default.", "§ 286 Abs. 3 Satz 1 Halbs. 2 BGB"),
            ("Nothing has put the debtor into default. Send a reminder.", "§ 286 Abs. 1 BGB"),
        ]

    def test_of_damages(self) -> None:
        assert told(default_start(debtor=BUSINESS, land=Land.NW, consideration=False))[1] == (
            "The claim is not for a consideration: 30 days bring no default.",
            "§ 286 Abs. 3 Satz 1 BGB",
        )

    def test_of_goods(self) -> None:
        steps = told(default_start(debtor=BUSINESS, land=Land.NW, performed_on=date(2026, 6, 1)))
        assert steps[1:3] == [
            ("No receipt of the invoice is on record. Find out the day.", "§ 286 Abs. 3 Satz 1 BGB"),
            (
                "30 days run from 1 Jun 2026, the later of due date and receipt of the goods or services.",
                "§ 286 Abs. 3 BGB",
            ),
        ]


@settings(max_examples=60, deadline=None)
@given(received=days, land=st.sampled_from(list(Land)))
def test_the_last_day_to_pay_is_the_first_working_day_from_the_thirtieth(received: date, land: Land) -> None:
    found = start(land=land, received_on=received)
    assert found is not None
    last = found[0] - ONE_DAY
    calendar = statutory(land)
    assert calendar.is_working_day(last)
    thirtieth = received + timedelta(days=30)
    assert last >= thirtieth
    assert not any(calendar.is_working_day(thirtieth + timedelta(days=n)) for n in range((last - thirtieth).days))
