"""§§ 65, 67b GenG: notice to leave a co-operative or to give up shares, and the day it takes effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from quartier.law.bgb.periods import add, latest_event_on
from quartier.law.errors import Incomplete, NotApplicable
from quartier.law.geng.business_year import DECEMBER, year_end_on
from quartier.law.geng.forms import REFORM_OF_2017
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

THREE_MONTHS: Final = Span(months=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBounds:
    """How short and how long the articles may make the period of notice."""

    least: Span
    most: Span
    most_for_businesses: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardship:
    """From which period of notice a member may leave early, and with which notice."""

    longer_than: Span
    notice: Span


NOTICE: Timeline[NoticeBounds] = Timeline(
    _("Period of notice of members"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value=NoticeBounds(least=THREE_MONTHS, most=Span(years=5), most_for_businesses=Span(years=10)),
            source="§ 65 Abs. 2 GenG",
        ),
    ),
)
HARDSHIP: Timeline[Hardship] = Timeline(
    _("Early notice for personal reasons"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value=Hardship(longer_than=Span(years=2), notice=THREE_MONTHS),
            source="§ 65 Abs. 3 GenG",
            verified=False,
            note=_(
                "The full business year of membership is asked for on the day the notice is received. Check whether "
                "it is enough that it has passed when the notice takes effect."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEnd:
    """When notice takes effect, and by when it had to be received for that."""

    ends_on: Annotated[date, _("Takes effect at the end of")]
    receive_by: Annotated[date, _("To be received no later than")]
    next_ends_on: Annotated[date, _("If received later, at the end of")]


@rule(
    "membership-end",
    Area.COOPERATIVE,
    title=_("The end of membership by notice"),
    says=_(
        "Notice ends membership at the close of a business year and must be received at least three months before; the "
        "articles may ask for up to five years. No weekend moves the day."
    ),
    timelines=(NOTICE, HARDSHIP),
    cases=(
        Case(
            "received on 30 September",
            {"received": "2026-09-30"},
            gives={"ends_on": "2026-12-31", "receive_by": "2026-09-30"},
            source=NOTES,
        ),
        Case(
            "received a day later",
            {"received": "2026-10-01"},
            gives={"ends_on": "2027-12-31", "receive_by": "2027-09-30"},
            source=NOTES,
        ),
        Case(
            "a business year that ends in June",
            {"received": "2026-03-31", "year-end-month": "6"},
            gives={"ends_on": "2026-06-30", "receive_by": "2026-03-31", "next_ends_on": "2027-06-30"},
            source="§ 65 Abs. 2 Satz 1 GenG",
        ),
        Case(
            "two years of notice in the articles",
            {"received": "2026-11-22", "notice": "2 years"},
            gives={"ends_on": "2028-12-31", "receive_by": "2026-12-31"},
            source="§ 65 Abs. 2 Satz 2 GenG",
        ),
        Case(
            "five years of notice, but staying is too much to ask",
            {"received": "2026-09-30", "notice": "5 years", "hardship": True, "member-since": "2024-05-02"},
            gives={"ends_on": "2026-12-31"},
            source="§ 65 Abs. 3 GenG",
        ),
    ),
)
def membership_end(
    *,
    received_on: Annotated[date, _("Day on which the co-operative received the notice")],
    notice: Annotated[Span, _("Period of notice in the articles")] = THREE_MONTHS,
    year_end_month: Annotated[int, _("Month with which the business year ends")] = DECEMBER,
    mostly_businesses: Annotated[
        bool, _("More than three quarters of the members are businesses, and this member is one")
    ] = False,
    hardship: Annotated[bool, _("The member cannot be expected to stay so long")] = False,
    member_since_on: Annotated[date | None, _("First day of membership; needed with --hardship")] = None,
) -> Derived[MembershipEnd]:
    """Return when the notice takes effect; raises NotApplicable for a period the law does not allow or a month that is
    none, Incomplete where the first day of membership is needed, NotInForce before 22 July 2017.
    """
    derivation = Derivation()
    bounds = derivation.applies(NOTICE, received_on)
    _within(bounds, notice, mostly_businesses)
    if hardship:
        notice = _early(derivation, received_on, notice, member_since_on, year_end_month)
    return derivation.gives(_end(derivation, received_on, notice, year_end_month))


def _within(bounds: NoticeBounds, notice: Span, mostly_businesses: bool) -> None:
    most = bounds.most_for_businesses if mostly_businesses else bounds.most
    if not bounds.least.no_longer_than(notice) or not notice.no_longer_than(most):
        raise NotApplicable(
            _("The articles may ask for a notice of %(least)s to %(most)s, not of %(notice)s (§ 65 Abs. 2, 5 GenG)."),
            least=bounds.least,
            most=most,
            notice=notice,
        )


def _early(derivation: Derivation, received_on: date, notice: Span, since_on: date | None, month: int) -> Span:
    hardship = derivation.applies(HARDSHIP, received_on)
    if notice.no_longer_than(hardship.longer_than):
        raise NotApplicable(
            _("Early notice needs a period of more than %(length)s in the articles; here it is %(notice)s."),
            length=hardship.longer_than,
            notice=notice,
        )
    if since_on is None:
        raise Incomplete(_("Say since when the person is a member: early notice needs a full business year."))
    first_year_begins_on = year_end_on(since_on - ONE_DAY, month) + ONE_DAY
    first_year_ends_on = year_end_on(first_year_begins_on, month)
    if received_on <= first_year_ends_on:
        raise NotApplicable(
            _("Early notice needs a full business year of membership; it is over only on %(day)s."),
            day=first_year_ends_on,
        )
    derivation.step(
        _("The articles ask for %(notice)s; who cannot be expected to stay so long may leave with %(early)s."),
        "§ 65 Abs. 3 GenG",
        notice=notice,
        early=hardship.notice,
    )
    return hardship.notice


def _end(derivation: Derivation, received_on: date, notice: Span, month: int) -> MembershipEnd:
    # The period runs backwards from the end of the year: § 188 BGB gives the last day on which it can still begin.
    ends_on = year_end_on(add(received_on, notice), month)
    receive_by = latest_event_on(ends_on, notice)
    derivation.step(
        _("The notice was received on %(day)s; %(length)s must pass until the close of a business year."),
        "§ 65 Abs. 2 GenG; §§ 187 bis 189 BGB",
        day=received_on,
        length=notice,
    )
    derivation.step(
        _("For the close on %(end)s it had to be received by %(day)s; no weekend or holiday moves that day."),
        "§ 193 BGB",
        end=ends_on,
        day=receive_by,
    )
    return MembershipEnd(ends_on=ends_on, receive_by=receive_by, next_ends_on=year_end_on(ends_on + ONE_DAY, month))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareNotice:
    """When single shares end, and how many are left."""

    ends_on: Annotated[date, _("Takes effect at the end of")]
    receive_by: Annotated[date, _("To be received no later than")]
    shares_left: Annotated[int, _("Shares left")]


@rule(
    "share-notice",
    Area.COOPERATIVE,
    title=_("Giving up single shares"),
    says=_(
        "Further shares can be given up at the close of a business year with the notice that ends membership; not the "
        "first share, and not those that the articles or a benefit such as a flat require."
    ),
    timelines=(NOTICE,),
    cases=(
        Case(
            "two of five shares",
            {"received": "2026-09-30", "shares": "5", "give-up": "2"},
            gives={"ends_on": "2026-12-31", "shares_left": 3},
            source="§ 67b GenG",
        ),
        Case(
            "too late for this year",
            {"received": "2026-10-01", "shares": "5", "give-up": "2", "needed": "3"},
            gives={"ends_on": "2027-12-31", "receive_by": "2027-09-30", "shares_left": 3},
            source="§ 67b, § 65 Abs. 2 GenG",
        ),
    ),
)
def share_notice(
    *,
    received_on: Annotated[date, _("Day on which the co-operative received the notice")],
    shares: Annotated[int, _("Shares held")],
    give_up: Annotated[int, _("Shares given up")],
    needed: Annotated[int, _("Shares that the articles, an agreement or a benefit require")] = 1,
    notice: Annotated[Span, _("Period of notice in the articles")] = THREE_MONTHS,
    year_end_month: Annotated[int, _("Month with which the business year ends")] = DECEMBER,
) -> Derived[ShareNotice]:
    """Return when the shares end; raises NotApplicable when too few would be left, otherwise as `membership_end`."""
    derivation = Derivation()
    least = max(needed, 1)
    if give_up < 1 or shares - give_up < least:
        raise NotApplicable(
            _("Of %(shares)s shares %(give_up)s cannot be given up: one or more, and %(least)s must be left."),
            shares=shares,
            give_up=give_up,
            least=least,
        )
    derivation.step(
        _("Shares can be given up one by one; the number that must be left is %(least)s."),
        "§ 67b Abs. 1 GenG",
        least=least,
    )
    end = derivation.takes(membership_end(received_on=received_on, notice=notice, year_end_month=year_end_month))
    derivation.step(
        _("The list of members then shows %(left)s; the member is told."), "§ 69 GenG", left=shares - give_up
    )
    return derivation.gives(ShareNotice(ends_on=end.ends_on, receive_by=end.receive_by, shares_left=shares - give_up))
