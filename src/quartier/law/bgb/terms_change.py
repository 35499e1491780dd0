"""Changes of running terms and prices: lead, objection, what silence means, and what follows an objection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from quartier.law.bgb.notice import UNMOVED, NoticeEnd, Target, notice_end
from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, counted_end, end_of
from quartier.law.bgb.terms import Customer
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import Unanswerable, in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

SIX_WEEKS, TWO_WEEKS, FOURTEEN_DAYS = Span(weeks=6), Span(weeks=2), Span(days=14)
A_MONTH, TWO_MONTHS = Span(months=1), Span(months=2)


class AnnouncedTooLate(Unanswerable):
    """A change would take effect before its lead is over."""


class ChangeKind(Choice):
    """The classes of changes; the class decides the procedure."""

    ORDINARY = "ordinary", _("an ordinary change of terms")
    FAR_REACHING = "far-reaching", _("a far-reaching change of terms")
    PRICE = "price", _("a rise of a price")
    VAT = "vat", _("a rise of a price that only passes on higher VAT")
    COMMISSION = "commission", _("a new rate of commission")
    FREE_PORTAL = "free-portal", _("new terms of a free portal")

    @property
    def lead(self) -> Span:
        """Return how long before its effect it is announced where nothing else is agreed."""
        return TWO_WEEKS if self in {ChangeKind.COMMISSION, ChangeKind.FREE_PORTAL} else SIX_WEEKS


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsChange:
    """What an announced change leads to; days are None while nothing runs or the right does not exist."""

    effective_on: Annotated[date | None, _("Takes effect at the earliest on")] = None
    objection_until_on: Annotated[date | None, _("Objections in time until")] = None
    silence_binds: Annotated[bool, _("Silence binds")] = False
    consent_needed: Annotated[bool, _("Active consent needed")] = True
    special_notice_until_on: Annotated[date | None, _("Special notice may be given until")] = None


SILENCE: dict[Customer, Timeline[bool]] = {
    Customer.CONSUMER: Timeline(
        _("Silence of consumers on new terms"),
        (
            Version(
                valid_from=date(2002, 1, 1),
                value=False,
                source="§ 307 Abs. 1 und 2, § 308 Nr. 5 BGB; BGH 27.04.2021, XI ZR 26/20",
                verified=False,
                note=_(
                    "The court struck down a sweeping clause of a bank. Whether a narrow clause, for changes that "
                    "hardly weigh, may still rest on silence is open; active consent is the safe way."
                ),
            ),
        ),
    ),
    Customer.BUSINESS: Timeline(
        _("Silence of businesses on new terms"),
        (
            Version(
                valid_from=date(2002, 1, 1),
                value=True,
                source="§ 307 Abs. 1 und 2, § 310 Abs. 1 Satz 1 und 2 BGB",
                verified=False,
                note=_(
                    "§ 308 Nr. 5 BGB does not apply to businesses, but its thoughts return through § 307 BGB: a "
                    "reasonable period and a notice of what silence means. Have the clause checked."
                ),
            ),
        ),
    ),
}
INFORMING: Timeline[str] = Timeline(
    _("New terms of a free portal"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="informed",
            source="§ 308 Nr. 4, § 307 BGB",
            verified=False,
            note=_(
                "Information alone carries changes that are reasonable for the customer (§ 308 Nr. 4 BGB). Ask for "
                "consent at login where new terms burden the customer."
            ),
        ),
    ),
)
TERMS: tuple[Timeline[Any], ...] = (*SILENCE.values(), INFORMING, COUNTING, WEEKEND, HOLIDAYS)


@rule(
    "terms-change",
    Area.CONTRACTS,
    title=_("A change of terms or prices"),
    says=_(
        "From when an announced change may take effect, until when objections are in time, and whether silence binds: "
        "never a consumer; a business only where the terms say so and the announcement pointed to it. A price rise "
        "gives a right to special notice unless only VAT rises. Without a known receipt nothing runs."
    ),
    timelines=TERMS,
    cases=(
        Case(
            "six weeks and two weeks, a business that was told (CC-88)",
            {
                "kind": "far-reaching",
                "customer": "business",
                "land": "NW",
                "received": "2025-05-02",
                "objection": "2 weeks",
                "agreed": True,
                "told": True,
            },
            gives={
                "effective_on": "2025-06-13",
                "objection_until_on": "2025-05-16",
                "silence_binds": True,
                "consent_needed": False,
            },
            source=f"{ROWS} CC-88",
        ),
        Case(
            "the same without a word about silence (CC-88)",
            {
                "kind": "far-reaching",
                "customer": "business",
                "land": "NW",
                "received": "2025-05-02",
                "agreed": True,
            },
            gives={"silence_binds": False, "consent_needed": True},
            source=f"{ROWS} CC-88",
        ),
        Case(
            "a consumer (WR-097, C10)",
            {
                "kind": "ordinary",
                "customer": "consumer",
                "land": "MV",
                "received": "2026-11-02",
                "agreed": True,
                "told": True,
            },
            gives={"objection_until_on": "2026-11-16", "silence_binds": False, "consent_needed": True},
            source=f"{NOTES}; BGH 27.04.2021, XI ZR 26/20",
        ),
        Case(
            "a fourteenth day on Easter Saturday moves (WR-097)",
            {"kind": "ordinary", "customer": "business", "land": "MV", "received": "2026-03-21"},
            gives={"objection_until_on": "2026-04-07"},
            source=f"{NOTES}; § 193 BGB",
        ),
        Case(
            "42 days after the mail (WR-096)",
            {
                "kind": "ordinary",
                "customer": "business",
                "land": "MV",
                "received": "2026-01-05",
                "effective": "2026-02-16",
            },
            gives={"effective_on": "2026-02-16"},
            source=f"{ROWS} WR-096",
        ),
        Case(
            "no receipt on record (CC-89)",
            {"kind": "far-reaching", "customer": "business", "land": "NW", "agreed": True, "told": True},
            gives={"effective_on": None, "objection_until_on": None, "silence_binds": False},
            source=f"{ROWS} CC-89",
        ),
        Case(
            "a higher price (QX-30)",
            {"kind": "price", "customer": "business", "land": "BW", "received": "2026-01-05"},
            gives={"effective_on": "2026-02-16", "special_notice_until_on": "2026-02-15"},
            source=f"{ROWS} QX-30",
        ),
        Case(
            "higher VAT alone (QX-30)",
            {"kind": "vat", "customer": "business", "land": "BW", "received": "2026-01-05"},
            gives={"special_notice_until_on": None},
            source=f"{ROWS} QX-30",
        ),
        Case(
            "a new rate of commission, two weeks (WR-114, WR-115)",
            {
                "kind": "commission",
                "customer": "business",
                "land": "MV",
                "received": "2026-06-01",
                "agreed": True,
                "told": True,
            },
            gives={"effective_on": "2026-06-16", "objection_until_on": "2026-06-15", "silence_binds": True},
            source=f"{ROWS} WR-114, WR-115",
        ),
        Case(
            "new terms of a free portal (DWG-42)",
            {"kind": "free-portal", "customer": "consumer", "land": "NW", "received": "2026-11-02"},
            gives={
                "effective_on": "2026-11-16",
                "objection_until_on": None,
                "silence_binds": False,
                "consent_needed": False,
            },
            source=f"{ROWS} DWG-42",
        ),
    ),
)
def terms_change(
    *,
    kind: Annotated[ChangeKind, _("What changes")],
    customer: Annotated[Customer, _("Who the customer is")],
    land: Annotated[Land, _("Land of the place of declaration or performance")],
    received_on: Annotated[
        date | None, _("Day on which the announcement arrived; left out when it is not known")
    ] = None,
    effective_on: Annotated[date | None, _("Announced first day of the change")] = None,
    lead: Annotated[Span | None, _("Lead of the announcement; otherwise 6 weeks, or 2 weeks by class")] = None,
    objection: Annotated[Span, _("Period for objections")] = FOURTEEN_DAYS,
    agreed: Annotated[bool, _("Whether the terms say that silence counts as consent")] = False,
    told: Annotated[bool, _("Whether the announcement pointed to what silence means")] = False,
) -> Derived[TermsChange]:
    """Return what runs; raises AnnouncedTooLate, and NotInForce before 2002."""
    derivation = Derivation()
    if received_on is None:
        derivation.rests_on(SILENCE[customer], SILENCE[customer].versions[-1])
        derivation.step(_("No receipt is on record: nothing runs and nothing changes. Find out the day."), "§ 130 BGB")
        return derivation.gives(TermsChange())
    derivation.applies(COUNTING, received_on)
    first = _first_day(derivation, received_on, effective_on, lead or kind.lead)
    if kind is ChangeKind.FREE_PORTAL:
        derivation.applies(INFORMING, received_on)
        derivation.step(_("The customer is told and may close the account at any time; silence is no consent."))
        return derivation.gives(TermsChange(effective_on=first, consent_needed=False))
    binds = _silence(derivation, customer, received_on, agreed=agreed, told=told)
    until = derivation.takes(end_of(received_on, objection, Act.DECLARATION, WorkCalendar(land))).ends_on
    derivation.step(_("An objection received by %(day)s keeps the old terms."), "§ 311 Abs. 1 BGB", day=until)
    if binds:
        first = _after_objections(derivation, first, until)
    return derivation.gives(
        TermsChange(
            effective_on=first,
            objection_until_on=until,
            silence_binds=binds,
            consent_needed=not binds,
            special_notice_until_on=_special_notice(derivation, kind, first),
        )
    )


def _first_day(derivation: Derivation, received_on: date, effective_on: date | None, lead: Span) -> date:
    earliest = counted_end(received_on, lead)
    derivation.step(
        _("Announced on %(day)s, %(length)s before: it may take effect from %(earliest)s."),
        day=received_on,
        length=lead,
        earliest=earliest,
    )
    if effective_on is None:
        return earliest
    if effective_on < earliest:
        raise AnnouncedTooLate(
            _("The change of %(day)s was announced too late. Let it take effect on %(earliest)s or later."),
            day=effective_on,
            earliest=earliest,
        )
    return effective_on


def _silence(derivation: Derivation, customer: Customer, on: date, *, agreed: bool, told: bool) -> bool:
    if not derivation.applies(SILENCE[customer], on):
        derivation.step(
            _("Silence does not bind a consumer. Ask for active consent and keep it; until then the old terms stay."),
            "BGH 27.04.2021, XI ZR 26/20",
        )
        return False
    if not agreed:
        derivation.step(_("The terms do not say that silence counts as consent, so it does not."), "§§ 145–147 BGB")
    elif not told:
        derivation.step(_("The announcement did not say what silence means, so it means nothing."), "§ 307 BGB")
    else:
        derivation.step(_("Silence counts as consent: the terms say so and the announcement pointed to it."))
    return agreed and told


def _after_objections(derivation: Derivation, first: date, until: date) -> date:
    if first > until:
        return first
    day = until + ONE_DAY
    derivation.step(_("Silence binds only when that day is over: the change takes effect on %(day)s."), day=day)
    return day


def _special_notice(derivation: Derivation, kind: ChangeKind, effective_on: date) -> date | None:
    if kind is ChangeKind.VAT:
        derivation.step(_("Higher VAT alone gives no right to special notice."))
    if kind is not ChangeKind.PRICE:
        return None
    until = effective_on - ONE_DAY
    derivation.step(_("Special notice may be given until the rise takes effect, last on %(day)s."), day=until)
    return until


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAfterObjection:
    """Until when the provider may end the contract, and the end if it did in time."""

    until_on: Annotated[date, _("Notice may be given until")]
    in_time: Annotated[bool | None, _("In time")]
    ends_on: Annotated[date | None, _("The contract ends with")]


@rule(
    "notice-after-objection",
    Area.CONTRACTS,
    title=_("The provider's notice after an objection"),
    says=_(
        "Where it is agreed, the provider may end a contract after an objection to new terms, but only for some time; "
        "later the old terms go on. § 193 BGB may extend the time to decide, never the period of notice."
    ),
    timelines=(COUNTING, WEEKEND, HOLIDAYS, UNMOVED),
    cases=(
        Case(
            "exercised in time (CC-90)",
            {"objected": "2025-05-12", "land": "NW", "given": "2025-05-20"},
            gives={"until_on": "2025-06-12", "in_time": True, "ends_on": "2025-07-20"},
            source=f"{ROWS} CC-90",
        ),
        Case(
            "a day late (CC-90)",
            {"objected": "2025-05-12", "land": "NW", "given": "2025-06-13"},
            gives={"in_time": False, "ends_on": None},
            source=f"{ROWS} CC-90",
        ),
        Case(
            "a partner, fourteen days to month end (WR-116)",
            {"objected": "2026-06-01", "land": "MV", "given": "2026-06-17", "notice": "14 days", "to": "month-end"},
            gives={"ends_on": "2026-07-31"},
            source=f"{ROWS} WR-116, WR-125",
        ),
        Case(
            "not given yet",
            {"objected": "2025-05-12", "land": "NW"},
            gives={"until_on": "2025-06-12", "in_time": None, "ends_on": None},
            source=f"{ROWS} CC-90",
        ),
    ),
)
def notice_after_objection(
    *,
    objected_on: Annotated[date, _("Day on which the objection arrived")],
    land: Annotated[Land, _("Land of the place of declaration or performance")],
    given_on: Annotated[date | None, _("Day on which the provider's notice arrives")] = None,
    within: Annotated[Span, _("Within how long the notice may be given")] = A_MONTH,
    notice: Annotated[Span, _("Notice, such as “3 months”")] = TWO_MONTHS,
    to: Annotated[Target, _("To which day the notice takes effect")] = Target.ANY_DAY,
) -> Derived[NoticeAfterObjection]:
    """Return until when the right lives and what it leads to; raises WrongOrder."""
    derivation = Derivation()
    until = derivation.takes(end_of(objected_on, within, Act.DECLARATION, WorkCalendar(land))).ends_on
    if given_on is None:
        derivation.step(_("Notice may be given until %(day)s."), day=until)
        return derivation.gives(NoticeAfterObjection(until_on=until, in_time=None, ends_on=None))
    in_order(objected_on, given_on)
    if given_on > until:
        derivation.step(_("The notice is late: the old terms go on."))
        return derivation.gives(NoticeAfterObjection(until_on=until, in_time=False, ends_on=None))
    end: NoticeEnd = derivation.takes(notice_end(received_on=given_on, length=notice, to=to))
    return derivation.gives(NoticeAfterObjection(until_on=until, in_time=True, ends_on=end.ends_on))
