"""§ 640 BGB: a work that counts as accepted because the customer is silent or uses it, and releases by silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.bgb.terms import Customer
from quartier.law.calendar.working_days import HOLIDAYS, Week, WorkCalendar
from quartier.law.errors import WrongOrder
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

FOUR_WEEKS, TEN_WORKING_DAYS = Span(weeks=4), Span(working_days=10)


class Ground(Choice):
    """Why a work counts as accepted, or why it does not."""

    SILENCE = "silence", _("silence until the period was over")
    USE = "use", _("productive use")
    REFUSED = "refused", _("refused or objected to in time")
    NOT_TOLD = "not-told", _("the customer was not told what silence means")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAcceptance:
    """When a work counts as accepted; no `accepted_from_on`: it does not."""

    last_day_on: Annotated[date, _("Last day to refuse")]
    accepted_from_on: Annotated[date | None, _("Counts as accepted from")]
    ground: Annotated[Ground, _("Reason")]


SILENT_ACCEPTANCE: Timeline[str] = Timeline(
    _("Acceptance of a work by silence"),
    (
        Version(
            valid_from=date(2018, 1, 1),
            value="§ 640 Abs. 2",
            source="§ 640 Abs. 2 BGB; Art. 229 § 39 EGBGB",
        ),
    ),
)
USE: Timeline[str] = Timeline(
    _("Acceptance of a work by use"),
    (
        Version(
            valid_from=date(2018, 1, 1),
            value="agreed",
            source="§ 640 Abs. 1 Satz 1, § 308 Nr. 5 BGB",
            verified=False,
            note=_(
                "By statute productive use is only an implied acceptance, after some time to test the work. It counts "
                "at once only where the contract says so; towards consumers check that clause against § 308 Nr. 5 BGB."
            ),
        ),
    ),
)


@rule(
    "acceptance-by-silence",
    Area.CONTRACTS,
    title=_("Acceptance of a work by silence or use"),
    says=_(
        "A finished work counts as accepted when the customer does not refuse it, naming at least one defect, within a "
        "reasonable period that was set. A consumer must have been told so in text form together with the request. "
        "Where that is agreed, productive use counts as acceptance at once."
    ),
    timelines=(SILENT_ACCEPTANCE, USE, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "delivered on 3 March 2025, four weeks, no answer (CC-32)",
            {"concluded": "2025-01-10", "delivered": "2025-03-03", "customer": "business", "land": "NW"},
            gives={"last_day_on": "2025-03-31", "accepted_from_on": "2025-04-01", "ground": "silence"},
            source=f"{ROWS} CC-32",
        ),
        Case(
            "in productive use on 10 March (CC-32)",
            {
                "concluded": "2025-01-10",
                "delivered": "2025-03-03",
                "customer": "business",
                "land": "NW",
                "in-use": "2025-03-10",
            },
            gives={"accepted_from_on": "2025-03-10", "ground": "use"},
            source=f"{ROWS} CC-32",
        ),
        Case(
            "a consumer who was not told",
            {"concluded": "2025-01-10", "delivered": "2025-03-03", "customer": "consumer", "land": "NW"},
            gives={"accepted_from_on": None, "ground": "not-told"},
            source="§ 640 Abs. 2 Satz 2 BGB",
        ),
        Case(
            "refused in time with a defect (CC-33)",
            {
                "concluded": "2025-01-10",
                "delivered": "2025-03-03",
                "customer": "business",
                "land": "NW",
                "refused": "2025-03-31",
                "defect": True,
            },
            gives={"accepted_from_on": None, "ground": "refused"},
            source=f"{ROWS} CC-33; § 640 Abs. 2 Satz 1 BGB",
        ),
    ),
)
def acceptance_by_silence(
    *,
    concluded_on: Annotated[date, _("Day of the conclusion")],
    delivered_on: Annotated[date, _("Day on which the finished work and the request to accept it arrived")],
    customer: Annotated[Customer, _("Who the customer is")],
    land: Annotated[Land, _("Land of the place of declaration or performance")],
    length: Annotated[Span, _("Period that was set for the acceptance")] = FOUR_WEEKS,
    told: Annotated[bool, _("Whether the request said in text form what silence means")] = False,
    refused_on: Annotated[date | None, _("Day on which a refusal arrived")] = None,
    defect: Annotated[bool, _("Whether the refusal names at least one defect")] = False,
    in_use_on: Annotated[date | None, _("First day of productive use")] = None,
) -> Derived[WorkAcceptance]:
    """Return when the work counts as accepted; raises NotInForce for contracts before 2018, WrongOrder."""
    derivation = Derivation()
    derivation.applies(SILENT_ACCEPTANCE, concluded_on)
    for day in (refused_on, in_use_on):
        _after_delivery(delivered_on, day)
    last = derivation.takes(end_of(delivered_on, length, Act.DECLARATION, WorkCalendar(land))).ends_on
    refused = refused_on if defect else None
    if refused_on is not None and not defect:
        derivation.step(_("A refusal that names no defect does not stop the period."), "§ 640 Abs. 2 Satz 1 BGB")
    end = min(last, refused) if refused is not None else last
    if in_use_on is not None and in_use_on <= end:
        derivation.applies(USE, concluded_on)
        derivation.step(_("Productive use on %(day)s counts as acceptance, where that is agreed."), day=in_use_on)
        return derivation.gives(WorkAcceptance(last_day_on=last, accepted_from_on=in_use_on, ground=Ground.USE))
    if refused is not None and refused <= last:
        derivation.step(_("The refusal of %(day)s is in time and names a defect."), "§ 640 Abs. 2 BGB", day=refused)
        return derivation.gives(WorkAcceptance(last_day_on=last, accepted_from_on=None, ground=Ground.REFUSED))
    if customer is Customer.CONSUMER and not told:
        derivation.step(_("A consumer must be told in text form what silence means."), "§ 640 Abs. 2 Satz 2 BGB")
        return derivation.gives(WorkAcceptance(last_day_on=last, accepted_from_on=None, ground=Ground.NOT_TOLD))
    accepted = last + ONE_DAY
    derivation.step(_("Without such a refusal it counts as accepted from %(day)s."), "§ 640 Abs. 2 BGB", day=accepted)
    return derivation.gives(WorkAcceptance(last_day_on=last, accepted_from_on=accepted, ground=Ground.SILENCE))


def _after_delivery(delivered_on: date, day: date | None) -> None:
    if day is not None and day < delivered_on:
        raise WrongOrder(
            _("%(day)s lies before the delivery of %(delivered)s. Correct one of the days."),
            day=day,
            delivered=delivered_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """When a result counts as released; no `released_from_on`: it does not."""

    last_day_on: Annotated[date, _("Last day to object")]
    released_from_on: Annotated[date | None, _("Counts as released from")]
    ground: Annotated[Ground, _("Reason")]


SILENT_RELEASE: Timeline[str] = Timeline(
    _("Silence that counts as a declaration"),
    (Version(valid_from=date(2002, 1, 1), value="told", source="§ 308 Nr. 5 BGB"),),
)


@rule(
    "release-by-silence",
    Area.CONTRACTS,
    title=_("Release by silence"),
    says=_(
        "Where it is agreed, silence after a request for release counts as release when a reasonable period is over; "
        "only if the request said so. An objection with reasons within the period stops it."
    ),
    timelines=(SILENT_RELEASE, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "ten working days, Monday to Friday, with 1 May between (CC-35)",
            {"received": "2025-04-28", "land": "NW", "told": True},
            gives={"last_day_on": "2025-05-13", "released_from_on": "2025-05-14"},
            source=f"{ROWS} CC-35",
        ),
        Case(
            "from Monday to Saturday: a tenth day on Saturday ends on Monday (CC-35)",
            {"received": "2025-04-28", "land": "NW", "told": True, "week": "mon-sat"},
            gives={"last_day_on": "2025-05-12", "released_from_on": "2025-05-13"},
            source=f"{ROWS}, shared calculation rule 8",
        ),
        Case(
            "not told: nothing is released (CC-35)",
            {"received": "2025-04-28", "land": "NW"},
            gives={"released_from_on": None, "ground": "not-told"},
            source=f"{ROWS} CC-35",
        ),
        Case(
            "an objection with reasons on the last day",
            {"received": "2025-04-28", "land": "NW", "told": True, "objected": "2025-05-13"},
            gives={"released_from_on": None, "ground": "refused"},
            source=f"{ROWS} CC-35; {NOTES}",
        ),
    ),
)
def release_by_silence(
    *,
    received_on: Annotated[date, _("Day on which the request for release arrived")],
    land: Annotated[Land, _("Land whose holidays do not count")],
    told: Annotated[bool, _("Whether the request said in text form what silence means")] = False,
    length: Annotated[Span, _("Period, such as “10 working days”")] = TEN_WORKING_DAYS,
    week: Annotated[Week, _("Which days of the week are working days")] = Week.MON_FRI,
    objected_on: Annotated[date | None, _("Day on which an objection with reasons arrived")] = None,
) -> Derived[Release]:
    """Return from when the result counts as released; raises WrongOrder."""
    derivation = Derivation()
    derivation.applies(SILENT_RELEASE, received_on)
    _after_delivery(received_on, objected_on)
    calendar = WorkCalendar(land, week.days)
    last = derivation.takes(end_of(received_on, length, Act.DECLARATION, calendar)).ends_on
    if objected_on is not None and objected_on <= last:
        derivation.step(_("The objection of %(day)s is in time."), day=objected_on)
        return derivation.gives(Release(last_day_on=last, released_from_on=None, ground=Ground.REFUSED))
    if not told:
        derivation.step(_("Silence means nothing to a customer who was not told."), "§ 308 Nr. 5 Buchst. b BGB")
        return derivation.gives(Release(last_day_on=last, released_from_on=None, ground=Ground.NOT_TOLD))
    released = last + ONE_DAY
    derivation.step(_("Without an objection it counts as released from %(day)s."), "§ 308 Nr. 5 BGB", day=released)
    return derivation.gives(Release(last_day_on=last, released_from_on=released, ground=Ground.SILENCE))
