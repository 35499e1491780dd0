"""§§ 67, 67a, 67c, 68, 76, 77, 77a GenG: the ends of membership that ordinary notice does not bring about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import NotApplicable, in_order, not_negative
from quartier.law.geng.business_year import DECEMBER, year_end_on
from quartier.law.geng.forms import REFORM_OF_2017
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro


class Event(Choice):
    """What ends the membership."""

    MOVED = "moved-away", _("notice of a member who has left the district to which the articles tie membership")
    DEATH = "death", _("death of the member")
    EXCLUSION = "exclusion", _("resolution to exclude the member")
    DISSOLVED = "dissolved", _("dissolution of a company or association that is a member")
    TRANSFER = "transfer", _("transfer of the whole balance to a member or to somebody who joins")


SOURCES: Final = {
    Event.MOVED: "§ 67 GenG",
    Event.DEATH: "§ 77 Abs. 1 GenG",
    Event.EXCLUSION: "§ 68 Abs. 1 Satz 2 GenG",
    Event.DISSOLVED: "§ 77a Satz 1 GenG",
    Event.TRANSFER: "§ 76 Abs. 1 GenG",
}
CONDITIONS: Final = {
    Event.MOVED: _("No period of notice; a certificate of an authority proves that the residence was given up."),
    Event.DEATH: _("The heirs are members until then; several of them vote through one representative."),
    Event.EXCLUSION: _("The reason stands in the articles; the board tells the member at once by registered letter."),
    Event.DISSOLVED: _("A universal successor is a member until then."),
    Event.TRANSFER: _("It ends without settlement as soon as the agreement is made and the acquirer is a member."),
}
OTHER_ENDS: Timeline[str] = Timeline(
    _("Other ends of membership"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value="close of the business year",
            source="§§ 67, 68, 76, 77, 77a GenG",
        ),
    ),
)


@rule(
    "membership-end-otherwise",
    Area.COOPERATIVE,
    title=_("The end of membership without ordinary notice"),
    says=_(
        "Leaving the district, death, exclusion and dissolution end membership at the close of the business year; a "
        "transfer of the whole balance ends it at once. The articles may let heirs go on."
    ),
    timelines=(OTHER_ENDS,),
    cases=(
        Case("a death in May", {"event": "death", "on": "2026-05-03"}, gives="2026-12-31", source="§ 77 Abs. 1 GenG"),
        Case(
            "a death where heirs go on as members",
            {"event": "death", "on": "2026-05-03", "heirs-continue": True},
            gives=None,
            source="§ 77 Abs. 2 GenG",
        ),
        Case(
            "exclusion on the last day of a business year that ends in June",
            {"event": "exclusion", "on": "2026-06-30", "year-end-month": "6"},
            gives="2026-06-30",
            source="§ 68 Abs. 1 Satz 2 GenG",
        ),
        Case(
            "a transfer",
            {"event": "transfer", "on": "2026-05-03"},
            gives="2026-05-03",
            source="§ 76 Abs. 1 GenG",
        ),
    ),
)
def membership_end_otherwise(
    *,
    event: Annotated[Event, _("What happened")],
    on: Annotated[date, _("Day on which it happened, or on which the notice was received")],
    year_end_month: Annotated[int, _("Month with which the business year ends")] = DECEMBER,
    heirs_continue: Annotated[bool, _("The articles let the heirs go on as members")] = False,
) -> Derived[date | None]:
    """Return the last day of membership, or None when heirs go on; raises NotInForce before 22 July 2017."""
    derivation = Derivation()
    derivation.applies(OTHER_ENDS, on)
    if event is Event.DEATH and heirs_continue:
        derivation.step(_("The articles let the heirs go on as members; the list says so."), "§ 77 Abs. 2 und 3 GenG")
        return derivation.gives(None)
    derivation.step(CONDITIONS[event], SOURCES[event])
    ends_on = on if event is Event.TRANSFER else year_end_on(on, year_end_month)
    derivation.step(
        _("Membership ends with %(day)s; the list of members says so at once, and the member or the heirs are told."),
        "§ 69, § 76 Abs. 3, § 77 Abs. 3, § 77a Satz 3 GenG",
        day=ends_on,
    )
    return derivation.gives(ends_on)


CHANGE_OF_ARTICLES: Timeline[Span] = Timeline(
    _("Notice after a change of the articles"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value=Span(months=1),
            source="§ 67a GenG",
            verified=False,
            note=_(
                "“Within a month to the close of the business year” is read as the close of the business year in which "
                "the notice is received, and § 193 BGB is applied to the month. Check both."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialNotice:
    """Whether notice after a change of the articles is in time, and when it takes effect."""

    in_time: Annotated[bool, _("In time")]
    receive_by: Annotated[date, _("To be received no later than")]
    ends_on: Annotated[date | None, _("Takes effect at the end of")]


@rule(
    "special-notice",
    Area.COOPERATIVE,
    title=_("Notice after a change of the articles"),
    says=_(
        "Whoever objected to a change of the articles that weighs heavily, or was kept from the meeting, may leave: "
        "notice within a month, to the close of the business year. The change does not bind who leaves."
    ),
    timelines=(CHANGE_OF_ARTICLES, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "received on the last day",
            {"resolved": "2026-06-12", "received": "2026-07-13", "land": "NW"},
            gives={"in_time": True, "receive_by": "2026-07-13", "ends_on": "2026-12-31"},
            source="§ 67a Abs. 2 GenG; § 193 BGB (12 July 2026 is a Sunday)",
        ),
        Case(
            "received a day too late",
            {"resolved": "2026-06-12", "received": "2026-07-14", "land": "NW"},
            gives={"in_time": False, "ends_on": None},
            source="§ 67a Abs. 2 GenG",
        ),
    ),
)
def special_notice(
    *,
    resolved_on: Annotated[date, _("Day of the resolution, or of learning of it for who was kept away")],
    received_on: Annotated[date, _("Day on which the co-operative received the notice")],
    land: Annotated[Land, _("Land of the seat of the co-operative")],
    year_end_month: Annotated[int, _("Month with which the business year ends")] = DECEMBER,
) -> Derived[SpecialNotice]:
    """Return whether the notice is in time; raises WrongOrder when it came before the resolution."""
    derivation = Derivation()
    month = derivation.applies(CHANGE_OF_ARTICLES, resolved_on)
    in_order(resolved_on, received_on)
    receive_by = derivation.takes(end_of(resolved_on, month, Act.DECLARATION, WorkCalendar(land))).ends_on
    if received_on > receive_by:
        derivation.step(_("The notice came after %(day)s; it is too late."), "§ 67a Abs. 2 Satz 2 GenG", day=receive_by)
        return derivation.gives(SpecialNotice(in_time=False, receive_by=receive_by, ends_on=None))
    ends_on = year_end_on(received_on, year_end_month)
    derivation.step(_("In time; membership ends with %(day)s."), "§ 67a Abs. 2 Satz 2 GenG", day=ends_on)
    return derivation.gives(SpecialNotice(in_time=True, receive_by=receive_by, ends_on=ends_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """Up to which balance creditors cannot end the membership that keeps a flat."""

    monthly_fees: int
    at_least: Decimal


PROTECTED: Timeline[Protected] = Timeline(
    _("Membership that keeps a flat"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value=Protected(monthly_fees=4, at_least=Decimal(2000)),
            source="§ 67c GenG",
        ),
    ),
)


@rule(
    "creditor-notice-barred",
    Area.COOPERATIVE,
    title=_("Creditors cannot end a membership that keeps a flat"),
    says=_(
        "Creditors and insolvency administrators cannot give notice for a member who needs the membership to use a "
        "flat, up to a balance of four monthly fees without operating costs or of 2,000 €."
    ),
    timelines=(PROTECTED,),
    cases=(
        Case(
            "a balance of four monthly fees",
            {"on": "2026-03-02", "balance": "2400", "monthly-fee": "600"},
            gives=True,
            source="§ 67c Abs. 1 Nr. 2 GenG",
        ),
        Case(
            "a cent more, and no share that could be given up",
            {"on": "2026-03-02", "balance": "2400.01", "monthly-fee": "600"},
            gives=False,
            source="§ 67c Abs. 1 Nr. 2 GenG",
        ),
        Case(
            "more, but shares could be given up",
            {"on": "2026-03-02", "balance": "4000", "monthly-fee": "600", "reducible-to": "2000"},
            gives=True,
            source="§ 67c Abs. 2 GenG",
        ),
    ),
)
def creditor_notice_barred(
    *,
    on: Annotated[date, _("Day of the creditor's notice")],
    balance: Annotated[Euro, _("Balance of the member (Geschäftsguthaben)")],
    monthly_fee: Annotated[Euro, _("Monthly fee for the flat without operating costs")],
    reducible_to: Annotated[Euro | None, _("Balance left if single shares were given up")] = None,
) -> Derived[bool]:
    """Return whether the notice is barred for a member who needs the membership for the flat; raises Negative."""
    derivation = Derivation()
    protected = derivation.applies(PROTECTED, on)
    not_negative(balance=balance, monthly_fee=monthly_fee, reducible_to=reducible_to or Decimal(0))
    if reducible_to is not None and reducible_to > balance:
        raise NotApplicable(_("Giving up shares cannot raise the balance."))
    most = max(protected.monthly_fees * monthly_fee, protected.at_least)
    derivation.step(_("Protected is a balance of up to %(most)s."), "§ 67c Abs. 1 Nr. 2 GenG", most=euro(most))
    counted = balance if reducible_to is None else reducible_to
    derivation.step(_("The balance is, or can be brought down to, %(balance)s."), balance=euro(counted))
    return derivation.gives(counted <= most)
