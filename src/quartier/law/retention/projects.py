"""Scan projects of the survey app: thirty days, longer while an order needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import add
from quartier.law.errors import NotApplicable, in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

FROM = date(2018, 5, 25)

PROJECTS: Timeline[Span] = Timeline(
    _("How long scan projects are kept"),
    (
        Version(
            valid_from=FROM,
            value=Span(days=30),
            source="docs/requirements WR-037; Art. 5 Abs. 1 Buchst. e DSGVO",
        ),
    ),
)
REACTIVATION: Timeline[Span] = Timeline(
    _("How long an order that was closed can be taken up again"),
    (Version(valid_from=FROM, value=Span(months=6), source="docs/requirements WR-065, C2"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEnd:
    """Until when a project is there; no day is known while its order is open."""

    present_until: Annotated[date | None, _("There until the end of")]
    deletable_on: Annotated[date | None, _("May be deleted from")]


@rule(
    "scan-project-retention",
    Area.RETENTION,
    title=_("How long a scan project is kept"),
    says=_(
        "Thirty calendar days from its creation, by the provider's terms. A project with an order stays until the "
        "order is closed for good: while it can be taken up again it is not closed for good."
    ),
    timelines=(PROJECTS, REACTIVATION),
    cases=(
        Case(
            "a free project: day 30 present, after it deleted",
            {"created": "2026-11-01"},
            gives={"present_until": "2026-12-01", "deletable_on": "2026-12-02"},
            source=f"{ROWS} WR-037",
        ),
        Case(
            "an open order",
            {"created": "2026-11-01", "ordered": "2026-11-10"},
            gives={"present_until": None, "deletable_on": None},
            source=f"{ROWS} C2",
        ),
        Case(
            "an order that was carried out",
            {"created": "2026-11-01", "ordered": "2026-11-10", "closed": "2027-01-20"},
            gives={"present_until": "2027-01-20", "deletable_on": "2027-01-21"},
            source=f"{ROWS} C2",
        ),
        Case(
            "an order closed without a reply, to be taken up again within six months of the order",
            {"created": "2026-11-01", "ordered": "2026-11-10", "closed": "2027-01-20", "reactivable": True},
            gives={"present_until": "2027-05-10", "deletable_on": "2027-05-11"},
            source=f"{ROWS} WR-065, C2",
        ),
        Case(
            "an order closed within the thirty days",
            {"created": "2026-11-01", "ordered": "2026-11-03", "closed": "2026-11-10"},
            gives={"present_until": "2026-12-01"},
            source=f"{ROWS} C2",
        ),
    ),
)
def scan_project_retention(
    *,
    created_on: Annotated[date, _("Day on which the project was created")],
    ordered_on: Annotated[date | None, _("Day of an order that rests on it")] = None,
    closed_on: Annotated[date | None, _("Day on which the order was closed")] = None,
    reactivable: Annotated[bool, _("Whether the closed order can be taken up again")] = False,
    kept: Annotated[Span, _("How long the provider keeps projects")] = PROJECTS.versions[-1].value,
) -> Derived[ProjectEnd]:
    """Return the days; raises NotApplicable for a closing without an order, WrongOrder for days out of order."""
    derivation = Derivation()
    derivation.applies(PROJECTS, created_on)
    last_on = add(created_on, kept)
    derivation.step(
        _("Created on %(day)s; %(length)s later is %(end)s, the last day."), day=created_on, length=kept, end=last_on
    )
    if ordered_on is None:
        if closed_on is not None or reactivable:
            raise NotApplicable(
                _("Without an order nothing can be closed or taken up again. State the day of the order.")
            )
        return derivation.gives(_end(last_on))
    in_order(created_on, ordered_on)
    if closed_on is None:
        derivation.step(_("The order of %(day)s is open: nothing is deleted."), "docs/requirements C2", day=ordered_on)
        return derivation.gives(ProjectEnd(present_until=None, deletable_on=None))
    in_order(ordered_on, closed_on)
    last_on = max(last_on, closed_on)
    derivation.step(_("The order was closed on %(day)s."), "docs/requirements C2", day=closed_on)
    if reactivable:
        span = derivation.applies(REACTIVATION, ordered_on)
        until = add(ordered_on, span)
        derivation.step(
            _("It can be taken up again until %(end)s, %(length)s after the order."), end=until, length=span
        )
        last_on = max(last_on, until)
    return derivation.gives(_end(last_on))


def _end(last_on: date) -> ProjectEnd:
    return ProjectEnd(present_until=last_on, deletable_on=last_on + ONE_DAY)
