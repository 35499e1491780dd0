"""When an agreed instalment plan lapses because a rate is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from quartier.law.bgb.default_rate import Debtor, Party
from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, statutory
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

LAPSE: Final[Timeline[str]] = Timeline(
    _("Lapse of an instalment plan"),
    (Version(valid_from=date(2002, 1, 1), value="as agreed", source="§ 311 Abs. 1, § 193 BGB"),),
)
LAPSE_FOR_CONSUMERS: Final[Timeline[str]] = Timeline(
    _("Lapse of a consumer's instalment plan"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="none by itself",
            source="§ 307 Abs. 1 und 2, § 498 Abs. 1 BGB",
            verified=False,
            note=_(
                "§ 498 BGB governs consumer loans; that a clause may not make everything due because one rate is late "
                "is taken from it for other plans. Have it confirmed before a consumer's plan is treated as lapsed."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """The last day on which a late rate still saves the plan, and the day on which everything is due."""

    pay_by_on: Annotated[date, _("Last day to pay the rate")]
    lapses_on: Annotated[date | None, _("Everything is due from")]


@rule(
    "instalment-plan-lapse",
    Area.DEFAULT,
    title=_("The lapse of an instalment plan"),
    says=_(
        "Where it was agreed that a plan lapses when a rate is late by more than some time, everything is due on the "
        "day after that time; a rate that is paid by then saves the plan. A consumer's plan does not lapse by itself."
    ),
    timelines=(LAPSE, LAPSE_FOR_CONSUMERS, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "due on Monday, 1 June 2026, paid on the 8th (CC-71)",
            {"due": "2026-06-01", "paid": "2026-06-08", "debtor": "business", "land": "NW"},
            {"pay_by_on": "2026-06-08", "lapses_on": None},
            f"{ROWS} CC-71",
        ),
        Case(
            "the same, unpaid on the 9th (CC-71)",
            {"due": "2026-06-01", "debtor": "business", "land": "NW"},
            {"pay_by_on": "2026-06-08", "lapses_on": "2026-06-09"},
            f"{ROWS} CC-71",
        ),
        Case(
            "due on Sunday, 1 June 2025; a week after the Monday is Whit Monday",
            {"due": "2025-06-01", "debtor": "business", "land": "NW"},
            {"pay_by_on": "2025-06-10", "lapses_on": "2025-06-11"},
            f"{ROWS} CC-71, § 193 BGB",
        ),
        Case(
            "a consumer",
            {"due": "2026-06-01", "debtor": "consumer", "land": "NW"},
            {"pay_by_on": "2026-06-08", "lapses_on": None},
            "§ 307 Abs. 1, § 498 Abs. 1 BGB",
        ),
    ),
)
def instalment_plan_lapse(
    *,
    due_on: Annotated[date, _("Day on which the rate was due")],
    debtor: Debtor,
    land: Annotated[Land, _("Land of the place of performance; its holidays count")],
    paid_on: Annotated[date | None, _("Day on which the rate was paid; left out while it is open")] = None,
    late: Annotated[Span, _("Agreed time by which a rate may be late")] = Span(weeks=1),  # noqa: B008  a span is fixed
) -> Derived[Lapse]:
    """Return until when a late rate saves the plan and when it lapses; raises NotInForce before 2002.

    Raises NotApplicable for a time in hours.
    """
    derivation = Derivation()
    derivation.applies(LAPSE, due_on)
    derivation.applies(WEEKEND, due_on)
    due_by = statutory(land).on_or_after(due_on)
    derivation.step(_("The rate had to be paid by %(day)s."), "§ 193 BGB", day=due_by)
    pay_by = derivation.takes(end_of(due_by, late, Act.PAYMENT, statutory(land))).ends_on
    if paid_on is not None and paid_on <= pay_by:
        derivation.step(_("It was paid on %(paid)s: the plan goes on."), paid=paid_on)
        return derivation.gives(Lapse(pay_by_on=pay_by, lapses_on=None))
    if debtor is Party.CONSUMER:
        derivation.applies(LAPSE_FOR_CONSUMERS, due_on)
        derivation.step(_("The plan of a consumer does not lapse because one rate is late."), "§ 307 Abs. 1 BGB")
        return derivation.gives(Lapse(pay_by_on=pay_by, lapses_on=None))
    derivation.step(_("It was not paid by %(day)s: the plan lapses."), day=pay_by)
    return derivation.gives(Lapse(pay_by_on=pay_by, lapses_on=pay_by + ONE_DAY))
