"""Art. 33, 34 GDPR: until when a breach of personal data is notified, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from quartier.law.bgb.hours import local
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.zone import BERLIN


class Risk(Choice):
    """What the breach may mean for the rights and freedoms of people."""

    UNLIKELY = "unlikely", _("a risk is unlikely")
    RISK = "risk", _("a risk")
    HIGH = "high", _("a high risk")


NOTIFICATION: Timeline[Span] = Timeline(
    _("Time to notify a breach"),
    (
        Version(
            valid_from=date(2018, 5, 25),
            value=Span(hours=72),
            source="Art. 33 Abs. 1 DSGVO; Art. 3 Abs. 1 und 4 VO (EWG, Euratom) Nr. 1182/71",
            verified=False,
            note=_(
                "The hours run from the minute of knowledge, over weekends and holidays. Art. 3 of Regulation 1182/71 "
                "would leave out the first hour and could want two working days; check before you rely on that."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachClock:
    """What a breach demands. Every breach is recorded, whatever its risk."""

    notify_authority_by: Annotated[datetime | None, _("Notify the supervisory authority by")]
    tell_people: Annotated[bool, _("Tell the people concerned without undue delay")]


@rule(
    "data-breach",
    Area.RETENTION,
    title=_("Until when a breach of personal data is notified"),
    says=_(
        "Within 72 hours of knowledge, by the clock, unless a risk is unlikely; the people concerned are told where "
        "the risk is high. Every breach is recorded."
    ),
    timelines=(NOTIFICATION,),
    cases=(
        Case(
            "known on a Friday afternoon",
            {"known": "2026-11-20T16:30+01:00"},
            gives={"notify_authority_by": "2026-11-23T16:30:00+01:00", "tell_people": False},
            source="Art. 33 Abs. 1 DSGVO",
        ),
        Case(
            "over the beginning of summer time, with a high risk",
            {"known": "2027-03-26T12:00+01:00", "risk": "high"},
            gives={"notify_authority_by": "2027-03-29T13:00:00+02:00", "tell_people": True},
            source="Art. 33 Abs. 1, Art. 34 Abs. 1 DSGVO",
        ),
        Case(
            "a risk is unlikely",
            {"known": "2026-11-20T16:30+01:00", "risk": "unlikely"},
            gives={"notify_authority_by": None, "tell_people": False},
            source="Art. 33 Abs. 1 DSGVO",
        ),
    ),
)
def data_breach(
    *,
    known_at: Annotated[datetime, _("Instant at which the controller knew, with time zone")],
    risk: Annotated[Risk, _("What it may mean for people")] = Risk.RISK,
) -> Derived[BreachClock]:
    """Return the instant; raises NaiveInstant without a time zone, NotInForce before 25 May 2018."""
    derivation = Derivation()
    known = local(known_at)
    span = derivation.applies(NOTIFICATION, known.date())
    derivation.step(_("The breach is recorded with its effects and what was done."), "Art. 33 Abs. 5 DSGVO")
    if risk is Risk.UNLIKELY:
        derivation.step(_("It need not be notified: a risk is unlikely. The record says why."), "Art. 33 Abs. 1 DSGVO")
        return derivation.gives(BreachClock(notify_authority_by=None, tell_people=False))
    notify_by = (known.astimezone(UTC) + timedelta(hours=span.hours)).astimezone(BERLIN)
    derivation.step(
        _("Known at %(start)s: the authority is notified within %(length)s, by %(end)s; later only with reasons."),
        start=known,
        length=span,
        end=notify_by,
    )
    if risk is Risk.HIGH:
        derivation.step(
            _("The risk is high: the people concerned are told without undue delay, unless Art. 34 Abs. 3 excepts it."),
            "Art. 34 Abs. 1 und 3 DSGVO",
        )
    return derivation.gives(BreachClock(notify_authority_by=notify_by, tell_people=risk is Risk.HIGH))
