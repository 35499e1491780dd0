"""Data of people who applied for a job or a flat and were declined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, add, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version


class Application(Choice):
    """What somebody applied for."""

    JOB = "job", _("a job")
    FLAT = "flat", _("a flat")


CLAIMS: dict[Application, Timeline[Span]] = {
    Application.JOB: Timeline(
        _("Time to claim for discrimination over a job"),
        (
            Version(
                valid_from=date(2006, 8, 18),
                value=Span(months=2),
                source="§ 15 Abs. 4 AGG",
                verified=False,
                note=_("Compare § 15 Abs. 4 AGG as it stands: a longer time was under discussion."),
            ),
        ),
    ),
    Application.FLAT: Timeline(
        _("Time to claim for discrimination over a flat"),
        (
            Version(
                valid_from=date(2006, 8, 18),
                value=Span(months=2),
                source="§ 21 Abs. 5 AGG",
                verified=False,
                note=_("Compare § 21 Abs. 5 AGG as it stands: a longer time was under discussion."),
            ),
        ),
    ),
}
KEPT: Timeline[Span] = Timeline(
    _("How long data of declined applicants are kept"),
    (
        Version(
            valid_from=date(2018, 5, 25),
            value=Span(months=6),
            source="Art. 5 Abs. 1 Buchst. e, Art. 17 Abs. 3 Buchst. e DSGVO; § 61b Abs. 1 ArbGG",
            verified=False,
            note=_(
                "Six months are usual: two to claim, three to sue, one for delivery. For flats authorities may want "
                "less; have the provider's data protection officer confirm it."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantEnd:
    """Until when claims can be made, and when the data go."""

    claims_until: Annotated[date, _("Claims can be made until")]
    kept_until: Annotated[date, _("Kept until the end of")]
    erase_on: Annotated[date, _("To be erased on")]
    covers_claims: Annotated[bool, _("Kept long enough to answer claims")]


@rule(
    "applicant-data",
    Area.RETENTION,
    title=_("How long data of declined applicants are kept"),
    says=_(
        "Claims for discrimination have to be made within two months of the refusal; the data are kept for these "
        "claims alone, usually six months. Whoever agreed to stay on a list is another case."
    ),
    timelines=(*CLAIMS.values(), KEPT, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "a flat, refused on 22 November 2026: the two months end on a Friday",
            {"kind": "flat", "refused": "2026-11-22", "land": "NW"},
            gives={
                "claims_until": "2027-01-22",
                "kept_until": "2027-05-22",
                "erase_on": "2027-05-23",
                "covers_claims": True,
            },
            source="§ 21 Abs. 5 AGG",
        ),
        Case(
            "a job, refused on 31 December 2026: the two months end on a Sunday",
            {"kind": "job", "refused": "2026-12-31", "land": "NW"},
            gives={"claims_until": "2027-03-01", "kept_until": "2027-06-30"},
            source="§ 15 Abs. 4 AGG; § 193 BGB",
        ),
        Case(
            "a provider that keeps one month",
            {"kind": "job", "refused": "2026-11-22", "land": "NW", "kept": "1 month"},
            gives={"erase_on": "2026-12-23", "covers_claims": False},
            source="§ 15 Abs. 4 AGG",
        ),
    ),
)
def applicant_data(
    *,
    kind: Annotated[Application, _("What was applied for")],
    refused_on: Annotated[date, _("Day on which the refusal was received")],
    land: Annotated[Land, _("Land of the place where claims are received")],
    kept: Annotated[Span, _("How long the provider keeps the data")] = KEPT.versions[-1].value,
) -> Derived[ApplicantEnd]:
    """Return the days; raises NotInForce before 25 May 2018, NotApplicable for a length in hours or working days."""
    derivation = Derivation()
    derivation.applies(KEPT, refused_on)
    span = derivation.applies(CLAIMS[kind], refused_on)
    end = derivation.takes(end_of(refused_on, span, Act.DECLARATION, WorkCalendar(land)))
    kept_until = add(refused_on, kept)
    derivation.step(
        _("The data are kept for %(length)s after the refusal, until %(end)s."), length=kept, end=kept_until
    )
    covers_claims = kept_until >= end.ends_on
    if not covers_claims:
        derivation.step(
            _("Claims can still be made until %(end)s; nothing would be left to answer them."), end=end.ends_on
        )
    return derivation.gives(
        ApplicantEnd(
            claims_until=end.ends_on,
            kept_until=kept_until,
            erase_on=kept_until + ONE_DAY,
            covers_claims=covers_claims,
        )
    )
