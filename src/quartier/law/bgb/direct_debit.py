"""§§ 675x, 676b BGB and the SEPA scheme: notice before a direct debit, refund, and the end of a mandate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, statutory
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.land import Land
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

SCHEME_NOTE = _(
    "A rule of the payment scheme and of the agreement with the bank, not of the statute. Compare the current SEPA "
    "Core rulebook and that agreement."
)
REFUND: Timeline[Span] = Timeline(
    _("Refund of an authorised direct debit"),
    (
        Version(valid_from=date(2009, 10, 31), value=Span(weeks=8), source="§ 675x Abs. 1 und 4 BGB a. F."),
        Version(valid_from=date(2018, 1, 13), value=Span(weeks=8), source="§ 675x Abs. 2 und 4 BGB"),
    ),
)
UNAUTHORISED: Timeline[Span] = Timeline(
    _("Notice of an unauthorised direct debit"),
    (Version(valid_from=date(2009, 10, 31), value=Span(months=13), source="§ 676b Abs. 2 BGB"),),
)
NOTICE: Timeline[Span] = Timeline(
    _("Notice before a direct debit"),
    (
        Version(
            valid_from=date(2009, 11, 2),
            value=Span(days=14),
            source="SEPA Core Direct Debit Scheme Rulebook",
            verified=False,
            note=SCHEME_NOTE,
        ),
    ),
)
UNUSED: Timeline[Span] = Timeline(
    _("Unused mandates"),
    (
        Version(
            valid_from=date(2009, 11, 2),
            value=Span(months=36),
            source="SEPA Core Direct Debit Scheme Rulebook",
            verified=False,
            note=SCHEME_NOTE,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebitDays:
    """The days that follow from the day of the debit."""

    announce_by: Annotated[date, _("Announce by")]
    refund_until: Annotated[date, _("Refund without reason until")]
    dispute_until: Annotated[date, _("Without a mandate, notice to the bank until")]
    mandate_until: Annotated[date, _("Unused mandate can be used until")]


@rule(
    "direct-debit-periods",
    Area.TAX,
    title=_("Periods of a SEPA direct debit"),
    says=_(
        "Until when a direct debit has to be announced, can be returned without a reason or for want of a mandate, and "
        "when a mandate lapses that is not used again."
    ),
    timelines=(REFUND, UNAUTHORISED, NOTICE, UNUSED, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "a debit on 2 November 2026",
            {"debited": "2026-11-02", "land": "NW"},
            {
                "announce_by": "2026-10-19",
                "refund_until": "2026-12-28",
                "dispute_until": "2027-12-02",
                "mandate_until": "2029-11-02",
            },
            f"{NOTES}; § 675x Abs. 4, § 676b Abs. 2 BGB",
        ),
        Case(
            "a shorter notice by agreement",
            {"debited": "2026-11-02", "land": "NW", "notice": "1 day"},
            {"announce_by": "2026-11-01"},
            NOTES,
        ),
        Case(
            "eight weeks that end on Good Friday",
            {"debited": "2026-02-06", "land": "NW"},
            {"refund_until": "2026-04-07"},
            "§ 675x Abs. 4, § 193 BGB",
        ),
    ),
)
def direct_debit_periods(
    *,
    debited_on: Annotated[date, _("Day of the debit")],
    land: Annotated[Land, _("Land of the payer's bank")],
    notice: Annotated[Span | None, _("Agreed time of notice, if it is shorter than 14 days")] = None,
) -> Derived[DirectDebitDays]:
    """Return the four days; raises NotApplicable for notice in months or hours, NotInForce before November 2009."""
    derivation = Derivation()
    ahead = notice or derivation.applies(NOTICE, debited_on)
    calendar = statutory(land)
    if not ahead.parts().keys() <= {"weeks", "days"}:
        raise NotApplicable(_("Give the time of notice in days or weeks, such as “14 days”."))
    announce_by = debited_on - timedelta(weeks=ahead.weeks, days=ahead.days)
    derivation.step(_("The payer is told %(length)s before, on %(day)s at the latest."), length=ahead, day=announce_by)
    refund = derivation.applies(REFUND, debited_on)
    refund_until = derivation.takes(end_of(debited_on, refund, Act.DECLARATION, calendar)).ends_on
    derivation.step(_("Until then the payer gets the money back without a reason."), "§ 675x Abs. 2 und 4 BGB")
    dispute = derivation.applies(UNAUTHORISED, debited_on)
    dispute_until = derivation.takes(end_of(debited_on, dispute, Act.DECLARATION, calendar)).ends_on
    derivation.step(
        _("Until then the payer may tell the bank that there was no mandate; the bank must have reported the debit."),
        "§ 676b Abs. 2 BGB",
    )
    unused = derivation.applies(UNUSED, debited_on)
    mandate_until = derivation.takes(end_of(debited_on, unused, Act.TERM, calendar)).ends_on
    derivation.step(_("A mandate not used for %(length)s lapses."), length=unused)
    return derivation.gives(
        DirectDebitDays(
            announce_by=announce_by,
            refund_until=refund_until,
            dispute_until=dispute_until,
            mandate_until=mandate_until,
        )
    )
