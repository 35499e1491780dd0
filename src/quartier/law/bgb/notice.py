"""Notice: the day on which a contract ends, and the last day on which notice must arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, Begin, counted_end, latest_event_on
from quartier.law.bgb.terms import Customer
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

MONTHS_A_YEAR = 12


class Target(Choice):
    """The day to which a notice takes effect."""

    ANY_DAY = "any-day", _("to any day")
    MONTH_END = "month-end", _("to the end of a month")
    QUARTER_END = "quarter-end", _("to the end of a quarter")
    HALF_YEAR_END = "half-year-end", _("to the end of a half-year")
    YEAR_END = "year-end", _("to the end of a year")

    def on_or_after(self, day: date) -> date:
        """Return the day itself if a notice may take effect on it, otherwise the next such day."""
        if self is Target.ANY_DAY:
            return day
        months = {Target.MONTH_END: 1, Target.QUARTER_END: 3, Target.HALF_YEAR_END: 6, Target.YEAR_END: 12}[self]
        last = -(-day.month // months) * months
        year, month = (day.year, last + 1) if last < MONTHS_A_YEAR else (day.year + 1, 1)
        return date(year, month, 1) - ONE_DAY


UNMOVED: Timeline[bool] = Timeline(
    _("Periods of notice and Saturdays, Sundays, holidays"),
    (
        Version(
            valid_from=date(1972, 9, 28),
            value=False,
            source="§ 193 BGB; BGH 28.09.1972, VII ZR 186/71 (BGHZ 59, 265); "
            "BGH 17.02.2005, III ZR 172/04 (BGHZ 162, 175)",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEnd:
    """When a contract ends, and until when notice could arrive for the same end."""

    ends_on: Annotated[date, _("The contract ends with")]
    arrive_by_on: Annotated[date, _("The same end is reached by notice received until")]


@rule(
    "notice-end",
    Area.CONTRACTS,
    title=_("The end of a contract after notice"),
    says=_(
        "The period runs from the receipt of the notice to the next day on which the contract may end. Saturdays, "
        "Sundays and holidays never extend the time for the notice."
    ),
    timelines=(COUNTING, UNMOVED),
    cases=(
        Case(
            "14 days to month end, in time (WR-125)",
            {"received": "2026-06-16", "length": "14 days", "to": "month-end"},
            gives={"ends_on": "2026-06-30", "arrive_by_on": "2026-06-16"},
            source=f"{ROWS} WR-125",
        ),
        Case(
            "14 days to month end, a day late (WR-125)",
            {"received": "2026-06-17", "length": "14 days", "to": "month-end"},
            gives={"ends_on": "2026-07-31"},
            source=f"{ROWS} WR-125",
        ),
        Case(
            "recurring print jobs, three months to month end (CC-29)",
            {"received": "2026-01-15", "length": "3 months", "to": "month-end"},
            gives={"ends_on": "2026-04-30"},
            source=f"{ROWS} CC-29",
        ),
        Case(
            "a paid service, three months to month end (QX-22)",
            {"received": "2026-03-10", "length": "3 months", "to": "month-end"},
            gives={"ends_on": "2026-06-30", "arrive_by_on": "2026-03-31"},
            source=f"{ROWS} QX-22",
        ),
        Case(
            "a paid service, on the last day (QX-22)",
            {"received": "2026-03-31", "length": "3 months", "to": "month-end"},
            gives={"ends_on": "2026-06-30"},
            source=f"{ROWS} QX-22",
        ),
        Case(
            "a paid service, a day late (QX-22)",
            {"received": "2026-04-01", "length": "3 months", "to": "month-end"},
            gives={"ends_on": "2026-07-31"},
            source=f"{ROWS} QX-22",
        ),
        Case(
            "a special notice of four weeks (QX-22)",
            {"received": "2026-03-10", "length": "4 weeks"},
            gives={"ends_on": "2026-04-07"},
            source=f"{ROWS} QX-22",
        ),
        Case(
            "no period at all: the free portal (DWG-34, QX-21, WR-034)",
            {"received": "2026-03-10"},
            gives={"ends_on": "2026-03-10"},
            source=f"{ROWS} DWG-34, QX-21, WR-034",
        ),
        Case(
            "two months, exercised after an objection (CC-90)",
            {"received": "2025-05-20", "length": "2 months"},
            gives={"ends_on": "2025-07-20"},
            source=f"{ROWS} CC-90",
        ),
    ),
)
def notice_end(
    *,
    received_on: Annotated[date, _("Day on which the notice arrives")],
    length: Annotated[Span | None, _("Notice, such as “3 months”; left out when there is none")] = None,
    to: Annotated[Target, _("To which day the notice takes effect")] = Target.ANY_DAY,
    bound_until_on: Annotated[date | None, _("Last day of a term that still binds")] = None,
) -> Derived[NoticeEnd]:
    """Return the end; raises NotInForce before 1972, NotApplicable for hours and for working days."""
    derivation = Derivation()
    derivation.applies(COUNTING, received_on)
    derivation.applies(UNMOVED, received_on)
    earliest = counted_end(received_on, length) if length else received_on
    if length:
        derivation.step(
            _("%(length)s from %(day)s, which does not count: until %(end)s."),
            "§ 187 Abs. 1, § 188 Abs. 2 und 3 BGB",
            length=length,
            day=received_on,
            end=earliest,
        )
    else:
        derivation.step(_("There is no period of notice: the earliest end is %(day)s."), day=earliest)
    if bound_until_on and bound_until_on > earliest:
        earliest = bound_until_on
        derivation.step(_("The contract binds until %(day)s."), day=bound_until_on)
    ends_on = to.on_or_after(earliest)
    derivation.step(_("Notice is possible %(to)s: the contract ends with %(end)s."), to=to, end=ends_on)
    arrive_by_on = latest_event_on(ends_on, length) if length else ends_on
    derivation.step(_("Notice for this end must arrive by %(day)s; no holiday moves it."), day=arrive_by_on)
    return derivation.gives(NoticeEnd(ends_on=ends_on, arrive_by_on=arrive_by_on))


@rule(
    "notice-latest",
    Area.CONTRACTS,
    title=_("The last day for a notice"),
    says=_("On which day notice must have arrived so that a contract ends with a given day; no holiday moves it."),
    timelines=(COUNTING, UNMOVED),
    cases=(
        Case(
            "a month before 30 April 2002: Easter Sunday stays the last day",
            {"end": "2002-04-30", "length": "1 month"},
            gives="2002-03-31",
            source="BGH 17.02.2005, III ZR 172/04",
        ),
        Case(
            "three months before 30 June (QX-22)",
            {"end": "2026-06-30", "length": "3 months"},
            gives="2026-03-31",
            source=f"{ROWS} QX-22",
        ),
        Case(
            "fourteen days before 30 June (WR-125)",
            {"end": "2026-06-30", "length": "14 days"},
            gives="2026-06-16",
            source=f"{ROWS} WR-125",
        ),
        Case(
            "a month before the end of February in a leap year",
            {"end": "2028-02-29", "length": "1 month"},
            gives="2028-01-31",
            source="§ 188 Abs. 3 BGB",
        ),
    ),
)
def notice_latest(
    *,
    end_on: Annotated[date, _("Day with which the contract shall end")],
    length: Annotated[Span, _("Notice, such as “3 months”")],
) -> Derived[date]:
    """Return the last day of receipt; raises NotApplicable for hours and for working days."""
    derivation = Derivation()
    last = latest_event_on(end_on, length)
    derivation.applies(COUNTING, last)
    derivation.applies(UNMOVED, last)
    template = _("Notice received on %(last)s ends with %(end)s; a day later it would be late.")
    derivation.step(template, "§ 187 Abs. 1, § 188 Abs. 2 und 3 BGB", last=last, end=end_on)
    return derivation.gives(last)


# Bills for a contract year may go out some weeks ahead; an older one belongs to the year before.
INVOICED_AHEAD = Span(months=3)
CONTRACT_YEAR = Span(years=1)
FIRST_TERM, RENEWAL, TIME_FOR_NOTICE = Span(months=24), Span(months=12), Span(months=9)
CUT_OFF: Timeline[str] = Timeline(
    _("Cut-off by the date of the invoice"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="businesses only",
            source="§ 310 Abs. 1 Satz 1 und 2, § 307 Abs. 1 und 2 BGB",
            verified=False,
            note=_(
                "Whether a cut-off that depends on the date of an invoice is clear and fair enough towards a business "
                "is a question of § 307 BGB that each clause answers for itself; have the clause checked."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualNotice:
    """What a notice does to a contract that renews itself; without `cut_off_on` the time for notice is open."""

    term_ends_on: Annotated[date, _("The running term ends with")]
    cut_off_on: Annotated[date | None, _("Notice in time until")]
    in_time: Annotated[bool, _("In time")]
    ends_on: Annotated[date, _("The contract ends with")]


@rule(
    "annual-notice",
    Area.CONTRACTS,
    title=_("Notice of a contract that renews itself by the year"),
    says=_(
        "A first term, then renewals, unless notice arrives within a cut-off that is counted from the date of the "
        "invoice for the last contract year of the term. Businesses only: towards consumers such clauses are void."
    ),
    timelines=(CUT_OFF, COUNTING, UNMOVED),
    cases=(
        Case(
            "invoice of 1 April 2025: notice on 1 January 2026, a holiday",
            {"began": "2024-04-01", "received": "2026-01-01", "invoice": "2025-04-01", "customer": "business"},
            gives={"cut_off_on": "2026-01-01", "in_time": True, "ends_on": "2026-03-31"},
            source=NOTES,
        ),
        Case(
            "the day after: the holiday does not extend it",
            {"began": "2024-04-01", "received": "2026-01-02", "invoice": "2025-04-01", "customer": "business"},
            gives={"in_time": False, "ends_on": "2027-03-31"},
            source=NOTES,
        ),
        Case(
            "invoice of 7 January 2025, on the last day (CC-82)",
            {"began": "2024-01-01", "received": "2025-10-07", "invoice": "2025-01-07", "customer": "business"},
            gives={"term_ends_on": "2025-12-31", "cut_off_on": "2025-10-07", "ends_on": "2025-12-31"},
            source=f"{ROWS} CC-82",
        ),
        Case(
            "invoice of 7 January 2025, a day late (CC-82)",
            {"began": "2024-01-01", "received": "2025-10-08", "invoice": "2025-01-07", "customer": "business"},
            gives={"in_time": False, "ends_on": "2026-12-31"},
            source=f"{ROWS} CC-82",
        ),
        Case(
            "notice in the first year (CC-82)",
            {"began": "2024-01-01", "received": "2024-11-30", "customer": "business"},
            gives={"in_time": True, "ends_on": "2025-12-31"},
            source=f"{ROWS} CC-82",
        ),
        Case(
            "no invoice yet for the year: the time for notice is open (CC-82)",
            {"began": "2024-01-01", "received": "2025-12-20", "customer": "business"},
            gives={"cut_off_on": None, "in_time": True, "ends_on": "2025-12-31"},
            source=f"{ROWS} CC-82",
        ),
    ),
)
def annual_notice(
    *,
    began_on: Annotated[date, _("First day of the contract")],
    received_on: Annotated[date, _("Day on which the notice arrives")],
    customer: Annotated[Customer, _("Who the customer is")],
    invoice_on: Annotated[date | None, _("Date of the invoice for the last contract year of the term")] = None,
    first_term: Annotated[Span, _("First term")] = FIRST_TERM,
    renewal: Annotated[Span, _("By how long it renews itself")] = RENEWAL,
    cut_off: Annotated[Span, _("Time for notice, counted from the date of the invoice")] = TIME_FOR_NOTICE,
) -> Derived[AnnualNotice]:
    """Return the end; raises NotApplicable for consumers and for the invoice of another year."""
    if customer is Customer.CONSUMER:
        raise NotApplicable(
            _(
                "Renewals by a fixed time and long notice do not bind a consumer (§ 309 Nr. 9 BGB). Check the clauses "
                "with the rule term-limits; since March 2022 a month's notice ends a renewed contract at any time."
            )
        )
    derivation = Derivation()
    derivation.applies(CUT_OFF, began_on)
    derivation.applies(COUNTING, began_on)
    derivation.applies(UNMOVED, received_on)
    term_ends, next_ends = _running_term(began_on, received_on, first_term, renewal)
    derivation.step(_("The running term ends with %(day)s."), "§ 187 Abs. 2, § 188 Abs. 2 BGB", day=term_ends)
    cut_off_on = _cut_off(derivation, term_ends, received_on, invoice_on, cut_off)
    in_time = cut_off_on is None or received_on <= cut_off_on
    ends_on = term_ends if in_time else next_ends
    template = _("The notice is in time.") if in_time else _("The notice is late: the contract has renewed itself.")
    derivation.step(template)
    value = AnnualNotice(term_ends_on=term_ends, cut_off_on=cut_off_on, in_time=in_time, ends_on=ends_on)
    return derivation.gives(value)


def _running_term(began_on: date, on: date, first_term: Span, renewal: Span) -> tuple[date, date]:
    """Return the last day of the term that runs on a day, and of the one after it."""
    renewals = 0
    while (ends := _term_end(began_on, first_term, renewal, renewals)) < on:
        renewals += 1
    return ends, _term_end(began_on, first_term, renewal, renewals + 1)


def _term_end(began_on: date, first_term: Span, renewal: Span, renewals: int) -> date:
    # Counted from the first day each time: a term that ends in a short February does not shorten those after it.
    parts = first_term.parts()
    for unit, number in renewal.parts().items():
        parts[unit] = parts.get(unit, 0) + number * renewals
    return counted_end(began_on, Span(**parts), Begin.DAY)


def _cut_off(
    derivation: Derivation, term_ends: date, received_on: date, invoice_on: date | None, length: Span
) -> date | None:
    year_begins = latest_event_on(term_ends + ONE_DAY, CONTRACT_YEAR)
    if received_on < year_begins:
        derivation.step(_("The last contract year of the term has not begun; no cut-off runs yet."))
        return None
    if invoice_on is None:
        derivation.step(_("There is no invoice for the last contract year yet: the time for notice is open."))
        return None
    if not latest_event_on(year_begins, INVOICED_AHEAD) <= invoice_on <= term_ends:
        raise NotApplicable(
            _(
                "The invoice of %(invoice)s does not belong to the contract year from %(start)s to %(end)s. Give the "
                "date of the invoice for that year, or none if there is none yet."
            ),
            invoice=invoice_on,
            start=year_begins,
            end=term_ends,
        )
    counted = counted_end(invoice_on, length)
    derivation.step(
        _("%(length)s from the invoice of %(day)s: until %(end)s; no holiday moves it."),
        "§ 187 Abs. 1, § 188 Abs. 2 BGB",
        length=length,
        day=invoice_on,
        end=counted,
    )
    if counted > term_ends:
        derivation.step(_("The cut-off lies after the term; notice must arrive before the term is over."))
    return min(counted, term_ends)
