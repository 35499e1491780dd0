"""§ 21 Abs. 4 RechKredV: notice of savings, what is free without it, and interest for money taken out early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar, statutory
from quartier.law.errors import NotApplicable, in_order, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.savings.day_count import DayCount
from quartier.law.sources import NOTES
from quartier.values.land import Land
from quartier.values.money import half_up
from quartier.values.period import ONE_DAY, Period
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

HUNDRED: Final = 100
BANK_YEAR: Final = 360
NINETY_DAYS: Final = 90
NOTHING: Final = Decimal("0.00")
A_QUARTER: Final = Decimal(25)
THREE_MONTHS: Final = Span(months=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """What makes a deposit a savings deposit: the least notice, and what may be free of it in a month."""

    least_notice: Span
    most_free: Decimal


DEPOSIT: Timeline[Deposit] = Timeline(
    _("Savings deposits"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value=Deposit(least_notice=THREE_MONTHS, most_free=Decimal(2000)),
            source="§ 21 Abs. 4 Satz 1 Nr. 4 und Satz 2 RechKredV",
        ),
    ),
)
DUE: Timeline[str] = Timeline(
    _("When savings are due after notice"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="the day after",
            source="§ 488 Abs. 3, §§ 187, 188, 193 BGB",
            verified=False,
            note=_(
                "The money is taken to be due on the first working day after the period of notice. Many terms pay on "
                "its last day; check yours."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOfSavings:
    """When the notice has run, and when the money is due."""

    notice_ends_on: Annotated[date, _("Period of notice ends with")]
    due_on: Annotated[date, _("The money is due on")]


@rule(
    "savings-notice",
    Area.SAVINGS,
    title=_("Notice of savings"),
    says=_(
        "A savings deposit has a notice of three months or more; the money is due when it has run, and not before an "
        "agreed lock has ended."
    ),
    timelines=(DEPOSIT, DUE, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "three months",
            {"received": "2026-03-16", "land": "NW"},
            gives={"notice_ends_on": "2026-06-16", "due_on": "2026-06-17"},
            source=NOTES,
        ),
        Case(
            "the day after is a Saturday",
            {"received": "2026-01-31", "land": "NW", "notice": "6 months"},
            gives={"notice_ends_on": "2026-07-31", "due_on": "2026-08-03"},
            source="§ 188 Abs. 2, § 193 BGB",
        ),
        Case(
            "a lock of the rate that ends later than the notice",
            {"received": "2026-03-16", "land": "NW", "locked-until": "2026-12-31"},
            gives={"notice_ends_on": "2026-06-16", "due_on": "2027-01-04"},
            source="§ 193 BGB (1 January 2027 is a Friday)",
        ),
    ),
)
def savings_notice(
    *,
    received_on: Annotated[date, _("Day on which the notice was received")],
    land: Annotated[Land, _("Land of the place of payment")],
    notice: Annotated[Span, _("Agreed period of notice")] = THREE_MONTHS,
    locked_until_on: Annotated[date | None, _("Last day of an agreed lock, such as a fixed rate")] = None,
) -> Derived[NoticeOfSavings]:
    """Return the days; raises NotApplicable when the notice is too short for a savings deposit."""
    derivation = Derivation()
    deposit = derivation.applies(DEPOSIT, received_on)
    if not deposit.least_notice.no_longer_than(notice):
        raise NotApplicable(
            _("A deposit with a notice of %(notice)s is no savings deposit; it needs %(least)s at least."),
            notice=notice,
            least=deposit.least_notice,
        )
    calendar = WorkCalendar(land)
    ends_on = derivation.takes(end_of(received_on, notice, Act.NOTICE, calendar)).ends_on
    derivation.applies(DUE, received_on)
    free_from = ends_on
    if locked_until_on is not None and locked_until_on > ends_on:
        free_from = locked_until_on
        derivation.step(_("The deposit is locked until %(day)s, longer than the notice runs."), day=free_from)
    due_on = statutory(land).on_or_after(free_from + ONE_DAY)
    derivation.applies(HOLIDAYS, due_on)
    derivation.step(_("The money is due on %(day)s, the next working day."), "§ 193 BGB", day=due_on)
    return derivation.gives(NoticeOfSavings(notice_ends_on=ends_on, due_on=due_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """How much of a withdrawal is free, and how much comes early."""

    free: Annotated[Euro, _("Free without notice")]
    early: Annotated[Euro, _("Early: only with the co-operative's consent, or after notice")]


@rule(
    "savings-withdrawal",
    Area.SAVINGS,
    title=_("What may be taken out without notice"),
    says=_("Terms may free up to 2,000 € for each account and calendar month; the rest needs notice."),
    timelines=(DEPOSIT,),
    cases=(
        Case(
            "the first withdrawal of a month",
            {"amount": "2000", "on": "2026-03-31"},
            gives={"free": "2000.00", "early": "0.00"},
            source=NOTES,
        ),
        Case(
            "the second of the same month",
            {"amount": "2500", "on": "2026-03-31", "taken": "800"},
            gives={"free": "1200.00", "early": "1300.00"},
            source="§ 21 Abs. 4 Satz 2 RechKredV",
        ),
    ),
)
def savings_withdrawal(
    *,
    amount: Annotated[Euro, _("Amount of the withdrawal")],
    on: Annotated[date, _("Day of the withdrawal")],
    taken: Annotated[Euro, _("Taken out free before in the same calendar month")] = NOTHING,
    limit: Annotated[Euro | None, _("Free for each month by the terms; left out: as much as the law allows")] = None,
) -> Derived[Withdrawal]:
    """Return both parts; raises Negative, NotApplicable for terms that free more than a savings deposit may."""
    derivation = Derivation()
    most = derivation.applies(DEPOSIT, on).most_free
    limit = most if limit is None else limit
    not_negative(amount=amount, taken=taken, limit=limit)
    if limit > most:
        raise NotApplicable(
            _("Terms that free %(limit)s a month are not those of a savings deposit; %(most)s is the most."),
            limit=euro(limit),
            most=euro(most),
        )
    free = min(amount, max(NOTHING, limit - taken)) + NOTHING
    derivation.step(
        _("Of %(limit)s for the month, %(taken)s are used; %(free)s are left for this withdrawal."),
        limit=euro(limit),
        taken=euro(taken),
        free=euro(free),
    )
    return derivation.gives(Withdrawal(free=free, early=amount - free))


ADVANCE_INTEREST: Timeline[str] = Timeline(
    _("Interest for taking savings out early"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="as agreed",
            source="Sparbedingungen (§ 305 BGB); gesetzlich nur bis 30.06.1993 (§ 22 KWG a. F.; § 39 Abs. 1 RechKredV)",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceInterest:
    """What an early withdrawal costs, and for how many days."""

    days: Annotated[int, _("Days of interest")]
    advance_interest: Annotated[Euro, _("Advance interest")]


@rule(
    "advance-interest",
    Area.SAVINGS,
    title=_("Advance interest on savings taken out early"),
    says=_(
        "No statute fixes it: the terms say which share of the credit interest is charged, for the days that are "
        "missing until the notice has run, or for 90 days. It can be capped at the interest that was earned."
    ),
    timelines=(ADVANCE_INTEREST,),
    cases=(
        Case(
            "a quarter of the credit interest for 90 days",
            {"amount": "1300", "rate": "1.25", "withdrawn": "2026-03-31"},
            gives={"days": 90, "advance_interest": "1.02"},
            source="1,300 × 1.25 % × 25 % × 90/360 = 1.0156",
        ),
        Case(
            "notice has run for two of three months",
            {"amount": "1300", "rate": "1.25", "withdrawn": "2026-05-16", "free": "2026-06-16"},
            gives={"days": 30, "advance_interest": "0.34"},
            source="1,300 × 1.25 % × 25 % × 30/360 = 0.3385",
        ),
        Case(
            "never more than was earned",
            {"amount": "1300", "rate": "1.25", "withdrawn": "2026-03-31", "earned": "0.50"},
            gives={"advance_interest": "0.50"},
            source="Terms of the product",
        ),
    ),
)
def advance_interest(
    *,
    amount: Annotated[Euro, _("Amount taken out early")],
    rate: Annotated[Percent, _("Credit interest per year in percent")],
    withdrawn_on: Annotated[date, _("Day of the withdrawal")],
    share: Annotated[Percent, _("Share of the credit interest that the terms charge, in percent")] = A_QUARTER,
    free_on: Annotated[date | None, _("Day on which notice that was given has run; left out: 90 days")] = None,
    earned: Annotated[Euro | None, _("Interest earned so far, if the terms cap at it")] = None,
) -> Derived[AdvanceInterest]:
    """Return days and amount; raises Negative, WrongOrder when the money was free already."""
    derivation = Derivation()
    not_negative(amount=amount, rate=rate, share=share, earned=earned or NOTHING)
    derivation.applies(ADVANCE_INTEREST, withdrawn_on)
    days = NINETY_DAYS
    if free_on is not None:
        in_order(withdrawn_on, free_on)
        days = DayCount.THIRTY_360.days(Period(withdrawn_on, free_on))
    charged = half_up(Fraction(amount) * Fraction(rate) * Fraction(share) * days / (HUNDRED * HUNDRED * BANK_YEAR))
    derivation.step(
        _("%(share)s of %(rate)s on %(amount)s for %(days)s of 360 days: %(charged)s."),
        share=percent(share),
        rate=percent(rate),
        amount=euro(amount),
        days=days,
        charged=euro(charged),
    )
    if earned is not None and charged > earned:
        charged = half_up(earned)
        derivation.step(_("The terms cap it at the interest earned, %(earned)s."), earned=euro(earned))
    return derivation.gives(AdvanceInterest(days=days, advance_interest=charged))
