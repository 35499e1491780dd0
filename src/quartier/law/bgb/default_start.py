"""§ 286 BGB: on which day default begins, by which way, and from when interest runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from quartier.law.bgb.default_rate import Consideration, Debtor, Party
from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, statutory
from quartier.law.errors import Incomplete
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

MODERNISED_ON: Final = date(2002, 1, 1)

BY_CALENDAR: Final[Timeline[str]] = Timeline(
    _("Default by the calendar"),
    (
        Version(
            valid_from=MODERNISED_ON,
            value="the day after",
            source="§ 286 Abs. 2 Nr. 1 und 2 BGB; BGH 01.02.2007, III ZR 159/06",
        ),
    ),
)
BY_REMINDER: Final[Timeline[str]] = Timeline(
    _("Default by a reminder or a refusal"),
    (
        Version(
            valid_from=MODERNISED_ON,
            value="the day of receipt; interest from the day after",
            source="§ 286 Abs. 1, Abs. 2 Nr. 3, § 187 Abs. 1 BGB",
            verified=False,
            note=_(
                "Default begins with receipt; that interest runs only from the day after follows § 187 Abs. 1 BGB by "
                "analogy. A reminder received on the due day itself is not counted here. Confirm both readings."
            ),
        ),
    ),
)
AFTER_DAYS: Final[Timeline[Span]] = Timeline(
    _("Default without a reminder"),
    (
        Version(
            valid_from=MODERNISED_ON,
            value=Span(days=30),
            source="§ 286 Abs. 3 BGB; BGH 01.02.2007, III ZR 159/06",
        ),
    ),
)


class Way(Choice):
    """What puts a debtor into default."""

    CALENDAR = "calendar", _("the day for payment passed")
    REMINDER = "reminder", _("a reminder after the due date")
    REFUSAL = "refusal", _("a serious and final refusal")
    INVOICE = "invoice", _("the days after due date and receipt of the invoice are over")
    PERFORMANCE = "performance", _("the days after due date and receipt of the goods or services are over")


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultStart:
    """When default began: a reminder works on the day of its receipt, interest runs from the day after."""

    starts_on: Annotated[date, _("In default from")]
    interest_from_on: Annotated[date, _("Interest from")]
    way: Annotated[Way, _("Because of")]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one debt."""

    debtor: Party
    due_on: date | None
    calendar: bool
    received_on: date | None
    told: bool
    reminded_on: date | None
    refused_on: date | None
    performed_on: date | None
    consideration: bool
    land: Land


@rule(
    "default-start",
    Area.DEFAULT,
    title=_("The beginning of default"),
    says=_(
        "Default begins when a day fixed by the calendar passes, with a reminder after the due date, with a final "
        "refusal, or 30 days after due date and receipt of the invoice; for a consumer only if the invoice says so. "
        "The earliest way counts. Without a date of receipt the 30 days do not run."
    ),
    timelines=(BY_CALENDAR, BY_REMINDER, AFTER_DAYS, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "an invoice received on 1 December 2025",
            {"debtor": "business", "received": "2025-12-01", "land": "NW"},
            {"starts_on": "2026-01-01", "interest_from_on": "2026-01-01", "way": "invoice"},
            NOTES,
        ),
        Case(
            "a consumer who was told so",
            {"debtor": "consumer", "received": "2025-12-01", "told": True, "land": "NW"},
            {"starts_on": "2026-01-01"},
            NOTES,
        ),
        Case(
            "a consumer who was not told", {"debtor": "consumer", "received": "2025-12-01", "land": "NW"}, None, NOTES
        ),
        Case(
            "received on 1 March 2025 (CC-73)",
            {"debtor": "business", "received": "2025-03-01", "land": "NW"},
            {"starts_on": "2025-04-01", "way": "invoice"},
            f"{ROWS} CC-73",
        ),
        Case(
            "nobody knows when the invoice arrived (CC-73)",
            {"debtor": "business", "land": "NW"},
            None,
            f"{ROWS} CC-73",
        ),
        Case(
            "a day fixed by the calendar that is a Saturday",
            {"debtor": "consumer", "due": "2026-08-01", "calendar": True, "land": "NW"},
            {"starts_on": "2026-08-04", "way": "calendar"},
            "§ 286 Abs. 2 Nr. 1, § 193 BGB; BGH 01.02.2007, III ZR 159/06",
        ),
        Case(
            "a reminder comes before the 30 days are over",
            {
                "debtor": "business",
                "due": "2026-06-01",
                "received": "2026-06-01",
                "reminder": "2026-06-10",
                "land": "NW",
            },
            {"starts_on": "2026-06-10", "interest_from_on": "2026-06-11", "way": "reminder"},
            "§ 286 Abs. 1, Abs. 3 BGB",
        ),
        Case(
            "receipt of the invoice is uncertain, the goods came on 1 June 2026",
            {"debtor": "business", "performed": "2026-06-01", "land": "NW"},
            {"starts_on": "2026-07-02", "way": "performance"},
            "§ 286 Abs. 3 Satz 2 BGB",
        ),
    ),
)
def default_start(
    *,
    debtor: Debtor,
    land: Annotated[Land, _("Land of the place of performance; its holidays count")],
    due_on: Annotated[date | None, _("Day by which payment is due; left out: at once (§ 271 Abs. 1 BGB)")] = None,
    calendar: Annotated[
        bool, _("Whether contract or law fix that day by the calendar or from an event; an invoice alone cannot")
    ] = False,
    received_on: Annotated[date | None, _("Day on which the invoice was received; left out when uncertain")] = None,
    told: Annotated[bool, _("Whether the invoice warned a consumer of default after 30 days")] = False,
    reminder_on: Annotated[date | None, _("Day on which a reminder was received")] = None,
    refused_on: Annotated[date | None, _("Day on which the debtor refused payment seriously and finally")] = None,
    performed_on: Annotated[
        date | None, _("Day on which goods or services came, if the invoice's receipt is uncertain")
    ] = None,
    consideration: Consideration = True,
) -> Derived[DefaultStart | None]:
    """Return the earliest beginning, or None while nothing brings default about.

    Raises Incomplete for a day fixed by the calendar that nobody names, NotInForce before 2002.
    """
    facts = Facts(
        debtor, due_on, calendar, received_on, told, reminder_on, refused_on, performed_on, consideration, land
    )
    derivation = Derivation()
    due_by = _due_by(derivation, facts)
    ways = [*_by_calendar(derivation, facts, due_by), *_by_word(derivation, facts, due_by)]
    ways += _after_days(derivation, facts, due_by)
    if not ways:
        derivation.rests_on(AFTER_DAYS, AFTER_DAYS.versions[-1])
        derivation.step(_("Nothing has put the debtor into default. Send a reminder."), "§ 286 Abs. 1 BGB")
        return derivation.gives(None)
    return derivation.gives(_earliest(derivation, ways))


def _earliest(derivation: Derivation, ways: list[DefaultStart]) -> DefaultStart:
    earliest = min(ways, key=lambda one: (one.interest_from_on, one.starts_on))
    derivation.step(
        _("The first event counts: %(way)s. In default from %(day)s, unless the debtor is not to blame for it."),
        "§ 286 Abs. 4 BGB",
        way=earliest.way,
        day=earliest.starts_on,
    )
    return earliest


def _due_by(derivation: Derivation, facts: Facts) -> date | None:
    """Return the last day for payment after § 193 BGB, or None when the debt is due at once."""
    if facts.due_on is None:
        if facts.calendar:
            raise Incomplete(_("Name the day that is fixed by the calendar with --due."))
        derivation.step(_("No day is fixed: the debt is due at once."), "§ 271 Abs. 1 BGB")
        return None
    derivation.applies(WEEKEND, facts.due_on)
    derivation.applies(HOLIDAYS, facts.due_on)
    due_by = statutory(facts.land).on_or_after(facts.due_on)
    if due_by != facts.due_on:
        derivation.step(
            _("%(counted)s is a Saturday, a Sunday or a holiday in %(land)s; the end moves to %(end)s."),
            "§ 193 BGB",
            counted=facts.due_on,
            land=facts.land,
            end=due_by,
        )
    return due_by


def _by_calendar(derivation: Derivation, facts: Facts, due_by: date | None) -> Iterator[DefaultStart]:
    if facts.calendar and due_by is not None:
        derivation.applies(BY_CALENDAR, due_by)
        start = due_by + ONE_DAY
        derivation.step(
            _("The day for payment is fixed; without payment by %(due)s default begins on %(day)s."),
            "§ 286 Abs. 2 Nr. 1 und 2 BGB",
            due=due_by,
            day=start,
        )
        yield DefaultStart(starts_on=start, interest_from_on=start, way=Way.CALENDAR)


def _by_word(derivation: Derivation, facts: Facts, due_by: date | None) -> Iterator[DefaultStart]:
    """Yield default by a reminder after the due date and by a refusal, which works from the due date on."""
    reminded = facts.reminded_on
    if reminded is not None and due_by is not None and reminded <= due_by:
        derivation.step(
            _("The reminder of %(day)s came before the debt was overdue and has no effect."),
            "§ 286 Abs. 1 Satz 1 BGB",
            day=reminded,
        )
    elif reminded is not None:
        derivation.applies(BY_REMINDER, reminded)
        derivation.step(
            _("A reminder was received on %(day)s: default begins, interest runs from the day after."),
            "§ 286 Abs. 1 Satz 1, § 187 Abs. 1 BGB",
            day=reminded,
        )
        yield DefaultStart(starts_on=reminded, interest_from_on=reminded + ONE_DAY, way=Way.REMINDER)
    if facts.refused_on is not None:
        derivation.applies(BY_REMINDER, facts.refused_on)
        start = facts.refused_on if due_by is None else max(facts.refused_on, due_by)
        derivation.step(
            _("The debtor refused payment for good on %(refused)s: default begins on %(day)s."),
            "§ 286 Abs. 2 Nr. 3 BGB",
            refused=facts.refused_on,
            day=start,
        )
        yield DefaultStart(starts_on=start, interest_from_on=start + ONE_DAY, way=Way.REFUSAL)


def _after_days(derivation: Derivation, facts: Facts, due_by: date | None) -> Iterator[DefaultStart]:
    """Yield default 30 days after due date and receipt: of the invoice, or where that is uncertain of the goods."""
    consumer = facts.debtor is Party.CONSUMER
    if not facts.consideration:
        derivation.step(_("The claim is not for a consideration: 30 days bring no default."), "§ 286 Abs. 3 Satz 1 BGB")
        return
    if consumer and not facts.told:
        derivation.step(
            _("The invoice did not warn the consumer: 30 days bring no default."), "§ 286 Abs. 3 Satz 1 Halbs. 2 BGB"
        )
        return
    way, event = Way.INVOICE, facts.received_on
    if event is None:
        derivation.step(_("No receipt of the invoice is on record. Find out the day."), "§ 286 Abs. 3 Satz 1 BGB")
        way, event = Way.PERFORMANCE, None if consumer else facts.performed_on
    if event is not None:
        later = event if due_by is None else max(event, due_by)
        days = derivation.applies(AFTER_DAYS, later)
        template = (
            _("%(days)s run from %(day)s, the later of due date and receipt of the invoice.")
            if way is Way.INVOICE
            else _("%(days)s run from %(day)s, the later of due date and receipt of the goods or services.")
        )
        derivation.step(template, "§ 286 Abs. 3 BGB", day=later, days=days)
        start = derivation.takes(end_of(later, days, Act.PAYMENT, statutory(facts.land))).ends_on + ONE_DAY
        yield DefaultStart(starts_on=start, interest_from_on=start, way=way)
