"""§§ 11, 12, 17, 42 HinSchG: who needs a reporting office, and the clocks that run for every report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import add
from quartier.law.errors import in_order, not_negative
from quartier.law.hgb.institution import SAVINGS_COOPERATIVES, Institution, counts_as_institution
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

IN_FORCE = date(2023, 7, 2)

ACKNOWLEDGEMENT: Timeline[Span] = Timeline(
    _("Time to acknowledge a report"),
    (Version(valid_from=IN_FORCE, value=Span(days=7), source="§ 17 Abs. 1 Nr. 1 HinSchG"),),
)
FEEDBACK: Timeline[Span] = Timeline(
    _("Time for feedback after the acknowledgement"),
    (Version(valid_from=IN_FORCE, value=Span(months=3), source="§ 17 Abs. 2 Satz 1 HinSchG"),),
)
FEEDBACK_UNACKNOWLEDGED: Timeline[Span] = Timeline(
    _("Time for feedback on a report that was not acknowledged"),
    (Version(valid_from=IN_FORCE, value=Span(months=3, days=7), source="§ 17 Abs. 2 Satz 1 HinSchG"),),
)
LATE_ACKNOWLEDGEMENT: Timeline[str] = Timeline(
    _("Feedback after a late acknowledgement"),
    (
        Version(
            valid_from=IN_FORCE,
            value="the earlier day",
            source="§ 17 Abs. 2 Satz 1 HinSchG; Art. 9 Abs. 1 Buchst. f RL (EU) 2019/1937",
            verified=False,
            note=_(
                "The wording counts three months from any acknowledgement. Here a late one does not win time: check "
                "whether courts have decided it."
            ),
        ),
    ),
)
DOCUMENTATION: Timeline[Span] = Timeline(
    _("Time until the documentation of a report is erased"),
    (Version(valid_from=IN_FORCE, value=Span(years=3), source="§ 11 Abs. 5 Satz 1 HinSchG"),),
)
EMPLOYEES: Timeline[int] = Timeline(
    _("Employees from which on a private employer needs a reporting office"),
    (
        Version(valid_from=IN_FORCE, value=250, source="§ 12 Abs. 2, § 42 Abs. 1 Satz 1 HinSchG"),
        Version(valid_from=date(2023, 12, 17), value=50, source="§ 12 Abs. 2, § 42 Abs. 1 Satz 1 HinSchG"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClocks:
    """The days of one report; the last two are known once the case is closed."""

    acknowledge_by: Annotated[date, _("Acknowledge by")]
    feedback_by: Annotated[date, _("Feedback by")]
    kept_until: Annotated[date | None, _("Documentation kept until the end of")]
    erase_on: Annotated[date | None, _("Documentation erased on")]


@rule(
    "whistleblower-clocks",
    Area.RETENTION,
    title=_("The clocks of a report to the internal reporting office"),
    says=_(
        "A report is acknowledged within seven days and answered within three months after that; its documentation is "
        "erased three years after the case was closed. No end is moved by a weekend or a holiday."
    ),
    timelines=(ACKNOWLEDGEMENT, FEEDBACK, FEEDBACK_UNACKNOWLEDGED, LATE_ACKNOWLEDGEMENT, DOCUMENTATION),
    cases=(
        Case(
            "acknowledged on the last day",
            {"received": "2026-11-02", "acknowledged": "2026-11-09"},
            gives={"acknowledge_by": "2026-11-09", "feedback_by": "2027-02-09", "erase_on": None},
            source=NOTES,
        ),
        Case(
            "never acknowledged: three months and seven days after receipt",
            {"received": "2026-11-02"},
            gives={"acknowledge_by": "2026-11-09", "feedback_by": "2027-02-09"},
            source=NOTES,
        ),
        Case(
            "acknowledged early",
            {"received": "2026-11-02", "acknowledged": "2026-11-04"},
            gives={"feedback_by": "2027-02-04"},
            source="§ 17 Abs. 2 Satz 1 HinSchG",
        ),
        Case(
            "acknowledged too late: nothing is won",
            {"received": "2026-11-02", "acknowledged": "2026-12-01"},
            gives={"feedback_by": "2027-02-09"},
            source="§ 17 Abs. 2 Satz 1 HinSchG",
        ),
        Case(
            "closed",
            {"received": "2026-11-02", "acknowledged": "2026-11-04", "closed": "2027-03-15"},
            gives={"kept_until": "2030-03-15", "erase_on": "2030-03-16"},
            source="§ 11 Abs. 5 Satz 1 HinSchG",
        ),
    ),
)
def whistleblower_clocks(
    *,
    received_on: Annotated[date, _("Day on which the report was received")],
    acknowledged_on: Annotated[date | None, _("Day on which receipt was acknowledged, if it was")] = None,
    closed_on: Annotated[date | None, _("Day on which the case was closed, if it was")] = None,
) -> Derived[ReportClocks]:
    """Return the days; raises NotInForce before 2 July 2023, WrongOrder for what happens before the report."""
    for later in (acknowledged_on, closed_on):
        in_order(received_on, later or received_on)
    derivation = Derivation()
    acknowledge_by = add(received_on, derivation.applies(ACKNOWLEDGEMENT, received_on))
    derivation.step(
        _("Receipt on %(day)s is acknowledged by %(end)s. An anonymous reporter is answered where a way back exists."),
        day=received_on,
        end=acknowledge_by,
    )
    feedback_by = _feedback(received_on, acknowledged_on, acknowledge_by, derivation)
    derivation.step(
        _("The careful reading: weekends and holidays do not move these days, on which the reporter relies."),
        "§ 193 BGB",
    )
    kept_until = None
    if closed_on is not None:
        kept_until = add(closed_on, derivation.applies(DOCUMENTATION, closed_on))
        derivation.step(
            _("Closed on %(day)s: the documentation is kept until %(end)s, longer only while a law needs it."),
            "§ 11 Abs. 5 HinSchG",
            day=closed_on,
            end=kept_until,
        )
    return derivation.gives(
        ReportClocks(
            acknowledge_by=acknowledge_by,
            feedback_by=feedback_by,
            kept_until=kept_until,
            erase_on=None if kept_until is None else kept_until + ONE_DAY,
        )
    )


def _feedback(received_on: date, acknowledged_on: date | None, acknowledge_by: date, derivation: Derivation) -> date:
    if acknowledged_on is None:
        span = derivation.applies(FEEDBACK_UNACKNOWLEDGED, received_on)
        feedback_by = add(received_on, span)
        derivation.step(
            _("Not acknowledged: feedback within %(length)s after receipt, by %(end)s."), length=span, end=feedback_by
        )
        return feedback_by
    span = derivation.applies(FEEDBACK, received_on)
    feedback_by = add(acknowledged_on, span)
    derivation.step(
        _("Acknowledged on %(day)s: feedback within %(length)s, by %(end)s."),
        day=acknowledged_on,
        length=span,
        end=feedback_by,
    )
    if acknowledged_on <= acknowledge_by:
        return feedback_by
    unacknowledged = add(received_on, derivation.applies(FEEDBACK_UNACKNOWLEDGED, received_on))
    derivation.applies(LATE_ACKNOWLEDGEMENT, received_on)
    derivation.step(
        _("The acknowledgement was late and wins no time: by %(end)s at the latest, as if there had been none."),
        end=unacknowledged,
    )
    return min(feedback_by, unacknowledged)


@rule(
    "reporting-office-duty",
    Area.RETENTION,
    title=_("Whether a private employer needs an internal reporting office"),
    says=_("Usually from 50 employees; supervised institutions need one whatever their number."),
    timelines=(EMPLOYEES, SAVINGS_COOPERATIVES),
    cases=(
        Case("fifty employees", {"employees": "50", "on": "2026-11-22"}, gives=True, source="§ 12 Abs. 2 HinSchG"),
        Case(
            "forty-nine employees", {"employees": "49", "on": "2026-11-22"}, gives=False, source="§ 12 Abs. 2 HinSchG"
        ),
        Case(
            "fifty employees on the last day of the transition",
            {"employees": "50", "on": "2023-12-16"},
            gives=False,
            source="§ 42 Abs. 1 Satz 1 HinSchG",
        ),
        Case(
            "a small credit institution in the transition",
            {"employees": "12", "on": "2023-07-02", "institution": "credit"},
            gives=True,
            source="§ 12 Abs. 3 Nr. 4, § 42 Abs. 1 Satz 2 HinSchG",
        ),
    ),
)
def reporting_office_duty(
    *,
    employees: Annotated[int, _("How many employees there usually are")],
    on: Annotated[date, _("Day for which it is asked")],
    institution: Annotated[Institution, _("What kind of business it is")] = Institution.ORDINARY,
) -> Derived[bool]:
    """Tell whether a reporting office is a duty; raises NotInForce before 2 July 2023 and Negative."""
    not_negative(employees=employees)
    derivation = Derivation()
    needed_from = derivation.applies(EMPLOYEES, on)
    if counts_as_institution(institution, on, derivation):
        derivation.step(_("Supervised institutions need one whatever their number."), "§ 12 Abs. 3 HinSchG")
        return derivation.gives(value=True)
    derivation.step(_("%(count)s employees; the duty begins with %(least)s."), count=employees, least=needed_from)
    return derivation.gives(value=employees >= needed_from)
