"""Data kept for hours or days: addresses in logs, chats, forms, video."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from quartier.law.bgb.hours import local
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.zone import BERLIN

GDPR = date(2018, 5, 25)

LOGS: Timeline[Span] = Timeline(
    _("How long addresses in logs, chats and forms are kept"),
    (
        Version(
            valid_from=GDPR,
            value=Span(days=7),
            source="docs/requirements SBV-65, SBV-67, SBV-87; Art. 5 Abs. 1 Buchst. e DSGVO",
            verified=False,
            note=_(
                "No statute names a number of days. Seven days are promised by the provider and were accepted for "
                "access providers (BGH 03.07.2014, III ZR 391/13); have a longer time examined."
            ),
        ),
    ),
)
VIDEO: Timeline[Span] = Timeline(
    _("How long video recordings are kept"),
    (
        Version(
            valid_from=GDPR,
            value=Span(hours=72),
            source="§ 4 Abs. 5 BDSG; Art. 5 Abs. 1 Buchst. e DSGVO; DSK, Orientierungshilfe Videoüberwachung 2020",
            verified=False,
            note=_(
                "The statute says without delay; 72 hours is what the supervisory authorities usually accept. Have a "
                "longer time and each camera examined."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEnd:
    """Until when data are deleted; no instant is known while they are evidence in a case."""

    delete_by: Annotated[datetime | None, _("Delete by")]
    needs_reason: Annotated[bool, _("Longer than usual: needs a documented reason")]


@rule(
    "log-retention",
    Area.RETENTION,
    title=_("Until when addresses in logs, chats and forms are deleted"),
    says=_(
        "IP addresses and chats are deleted or made unrecognisable seven days after access at the latest, whatever "
        "becomes of the enquiry itself."
    ),
    timelines=(LOGS,),
    cases=(
        Case(
            "an access in November",
            {"accessed": "2026-11-02T08:15+01:00"},
            gives={"delete_by": "2026-11-09T08:15:00+01:00", "needs_reason": False},
            source=f"{ROWS} SBV-65",
        ),
        Case(
            "a week in which summer time ends has one hour more: the days have 24 hours each",
            {"accessed": "2026-10-20T08:15+02:00"},
            gives={"delete_by": "2026-10-27T07:15:00+01:00"},
            source=f"{ROWS} SBV-65",
        ),
        Case(
            "a provider that keeps 30 days",
            {"accessed": "2026-11-02T08:15+01:00", "kept": "30 days"},
            gives={"delete_by": "2026-12-02T08:15:00+01:00", "needs_reason": True},
            source="Art. 5 Abs. 1 Buchst. e DSGVO",
        ),
    ),
)
def log_retention(
    *,
    accessed_at: Annotated[datetime, _("Instant of the access, with time zone")],
    kept: Annotated[Span, _("How long the provider keeps them")] = LOGS.versions[-1].value,
) -> Derived[ClockEnd]:
    """Return the instant; raises NotApplicable for months and working days, NaiveInstant without a time zone."""
    return _deleted(accessed_at, kept, LOGS, Derivation())


@rule(
    "video-retention",
    Area.RETENTION,
    title=_("Until when video recordings are deleted"),
    says=_(
        "Without delay once they are not needed, usually within 72 hours; a recording that is evidence of a crime is "
        "taken out and kept for that case alone."
    ),
    timelines=(VIDEO,),
    cases=(
        Case(
            "a recording without an incident",
            {"recorded": "2026-11-20T22:00+01:00"},
            gives={"delete_by": "2026-11-23T22:00:00+01:00", "needs_reason": False},
            source="DSK, Orientierungshilfe Videoüberwachung 2020",
        ),
        Case(
            "a provider that keeps ten days",
            {"recorded": "2026-11-20T22:00+01:00", "kept": "10 days"},
            gives={"delete_by": "2026-11-30T22:00:00+01:00", "needs_reason": True},
            source="§ 4 Abs. 5 BDSG",
        ),
        Case(
            "evidence of a crime",
            {"recorded": "2026-11-20T22:00+01:00", "incident": True},
            gives={"delete_by": None},
            source=f"{ROWS} SBV-63",
        ),
    ),
)
def video_retention(
    *,
    recorded_at: Annotated[datetime, _("Instant of the recording, with time zone")],
    kept: Annotated[Span, _("How long the provider keeps recordings")] = VIDEO.versions[-1].value,
    incident: Annotated[bool, _("Whether it is evidence of a crime in a recorded case")] = False,
) -> Derived[ClockEnd]:
    """Return the instant; raises NotApplicable for months and working days, NaiveInstant without a time zone."""
    derivation = Derivation()
    if incident:
        derivation.applies(VIDEO, local(recorded_at).date())
        derivation.step(
            _("It is evidence and is kept for that case alone until the case is closed."),
            "Art. 17 Abs. 3 Buchst. e DSGVO; § 4 Abs. 3 Satz 3 BDSG",
        )
        return derivation.gives(ClockEnd(delete_by=None, needs_reason=False))
    return _deleted(recorded_at, kept, VIDEO, derivation)


def _deleted(at: datetime, kept: Span, timeline: Timeline[Span], derivation: Derivation) -> Derived[ClockEnd]:
    start = local(at)
    usual = derivation.applies(timeline, start.date())
    length = _by_the_clock(kept)
    # Days of 24 hours: the same time of day a week later could be an hour more than was promised.
    end = (start.astimezone(UTC) + length).astimezone(BERLIN)
    derivation.step(_("Kept for %(length)s from %(start)s, until %(end)s."), length=kept, start=start, end=end)
    needs_reason = length > _by_the_clock(usual)
    if needs_reason:
        derivation.step(
            _("That is longer than %(usual)s: the reason has to be documented."),
            "Art. 5 Abs. 1 Buchst. e, Abs. 2 DSGVO",
            usual=usual,
        )
    return derivation.gives(ClockEnd(delete_by=end, needs_reason=needs_reason))


def _by_the_clock(span: Span) -> timedelta:
    if span.years or span.months or span.working_days:
        raise NotApplicable(_("“%(length)s” is not a number of hours, days or weeks; state one of these."), length=span)
    return timedelta(weeks=span.weeks, days=span.days, hours=span.hours, minutes=span.minutes)
