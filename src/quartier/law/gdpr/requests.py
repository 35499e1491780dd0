"""Art. 12 GDPR: until when a person's request has to be answered, extended or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.calendar.working_days import HOLIDAYS
from quartier.law.errors import in_order
from quartier.law.eu.periods import REGULATION, eu_period
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

IN_FORCE = date(2018, 5, 25)


class Request(Choice):
    """What a person asks for under Chapter III of the GDPR."""

    ACCESS = "access", _("access and a copy (Art. 15)")
    RECTIFICATION = "rectification", _("rectification (Art. 16)")
    ERASURE = "erasure", _("erasure (Art. 17)")
    RESTRICTION = "restriction", _("restriction (Art. 18)")
    PORTABILITY = "portability", _("data in a machine-readable form (Art. 20)")
    OBJECTION = "objection", _("objection (Art. 21)")


ANSWER: Timeline[Span] = Timeline(
    _("Time to answer a person's request"),
    (Version(valid_from=IN_FORCE, value=Span(months=1), source="Art. 12 Abs. 3 Satz 1, Abs. 4 DSGVO"),),
)
EXTENSION: Timeline[Span] = Timeline(
    _("By how much an answer may be put off"),
    (
        Version(
            valid_from=IN_FORCE,
            value=Span(months=2),
            source="Art. 12 Abs. 3 Satz 2 und 3 DSGVO",
            verified=False,
            note=_(
                "One period of three months is counted from receipt. Two months counted from the end of the first can "
                "end some days later; check before you rely on that."
            ),
        ),
    ),
)
IDENTITY: Timeline[str] = Timeline(
    _("Doubts about who asks"),
    (
        Version(
            valid_from=IN_FORCE,
            value="the period runs on",
            source="Art. 12 Abs. 6 DSGVO; EDSA, Leitlinien 01/2022",
            verified=False,
            note=_(
                "The Regulation lets nothing rest. The guidelines of the European Data Protection Board let the period "
                "rest while proof is awaited that was asked for without delay; check before you rely on that."
            ),
        ),
    ),
)

BESIDE = {
    Request.ACCESS: (_("The first copy is free of charge."), "Art. 12 Abs. 5, Art. 15 Abs. 3 DSGVO"),
    Request.RECTIFICATION: (
        _("Wrong data are corrected without undue delay; recipients are told."),
        "Art. 16, Art. 19 DSGVO",
    ),
    Request.ERASURE: (
        _("What has to be erased is erased without undue delay; recipients are told."),
        "Art. 17 Abs. 1, Art. 19 DSGVO",
    ),
    Request.RESTRICTION: (
        _("Data whose accuracy is disputed are restricted while it is examined."),
        "Art. 18 Abs. 1 Buchst. a DSGVO",
    ),
    Request.PORTABILITY: (
        _("Only data that the person provided, under consent or a contract, are handed over."),
        "Art. 20 Abs. 1 DSGVO",
    ),
    Request.OBJECTION: (
        _("Direct marketing stops at once; other processing is restricted until the objection is decided."),
        "Art. 18 Abs. 1 Buchst. d, Art. 21 Abs. 3 DSGVO",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClock:
    """The days of one request. Without an extension told in time, the first month is all there is."""

    answer_by: Annotated[date, _("Answer by")]
    first_month_ends_on: Annotated[date, _("Refuse with reasons, or tell of an extension, by")]
    extendable_to: Annotated[date, _("At the latest, if extended")]
    extended: Annotated[bool, _("Extended")]


@rule(
    "data-subject-request",
    Area.RETENTION,
    title=_("Until when a person's request under the GDPR is answered"),
    says=_(
        "One month from receipt, also for a refusal; two months more if the person is told within the first month, "
        "with reasons. The periods of Union law are counted; doubts about identity do not stop them."
    ),
    timelines=(ANSWER, EXTENSION, IDENTITY, REGULATION, HOLIDAYS),
    cases=(
        Case(
            "received on 31 January 2027",
            {"received": "2027-01-31", "land": "NW"},
            gives={
                "answer_by": "2027-03-01",
                "first_month_ends_on": "2027-03-01",
                "extendable_to": "2027-04-30",
                "extended": False,
            },
            source=NOTES,
        ),
        Case(
            "extended in time",
            {"received": "2027-01-31", "extended": "2027-03-01", "land": "NW"},
            gives={"answer_by": "2027-04-30", "extended": True},
            source="Art. 12 Abs. 3 Satz 2 und 3 DSGVO",
        ),
        Case(
            "told a day too late: no extension",
            {"received": "2027-01-31", "extended": "2027-03-02", "land": "NW"},
            gives={"answer_by": "2027-03-01", "extended": False},
            source="Art. 12 Abs. 3 Satz 3 DSGVO",
        ),
        Case(
            "doubts about identity do not stop the month",
            {"received": "2026-11-02", "identity-doubts": True, "kind": "erasure", "land": "NW"},
            gives={"answer_by": "2026-12-02"},
            source="Art. 12 Abs. 3 und 6 DSGVO",
        ),
    ),
)
def data_subject_request(
    *,
    received_on: Annotated[date, _("Day on which the request was received")],
    land: Annotated[Land, _("Land whose holidays count, where the controller sits")],
    extended_on: Annotated[date | None, _("Day on which the person was told of an extension and its reasons")] = None,
    kind: Annotated[Request, _("What the person asks for")] = Request.ACCESS,
    identity_doubts: Annotated[bool, _("Whether there are reasonable doubts about who asks")] = False,
) -> Derived[RequestClock]:
    """Return the days; raises NotInForce before 25 May 2018, WrongOrder for an extension before the request."""
    in_order(received_on, extended_on or received_on)
    derivation = Derivation()
    month = derivation.applies(ANSWER, received_on)
    longer = Span(months=month.months + derivation.applies(EXTENSION, received_on).months)
    first_month_ends_on = derivation.takes(eu_period(event_on=received_on, length=month, land=land)).ends_on
    extendable_to = eu_period(event_on=received_on, length=longer, land=land).value.ends_on
    derivation.step(
        _("Answer, refusal with reasons or notice of an extension: without undue delay, at the latest on %(end)s."),
        "Art. 12 Abs. 3 und 4 DSGVO",
        end=first_month_ends_on,
    )
    if identity_doubts:
        derivation.applies(IDENTITY, received_on)
        derivation.step(_("Asking for proof of identity does not stop the period."), "Art. 12 Abs. 6 DSGVO")
    told, source = BESIDE[kind]
    derivation.step(told, source)
    extended = extended_on is not None and _in_time(extended_on, first_month_ends_on, extendable_to, derivation)
    return derivation.gives(
        RequestClock(
            answer_by=extendable_to if extended else first_month_ends_on,
            first_month_ends_on=first_month_ends_on,
            extendable_to=extendable_to,
            extended=extended,
        )
    )


def _in_time(extended_on: date, first_month_ends_on: date, extendable_to: date, derivation: Derivation) -> bool:
    source = "Art. 12 Abs. 3 Satz 2 und 3 DSGVO"
    if extended_on > first_month_ends_on:
        derivation.step(
            _("The person was told on %(day)s, after the first month: nothing is extended."), source, day=extended_on
        )
        return False
    derivation.step(
        _("The person was told on %(day)s: the answer is due on %(end)s, three months after receipt."),
        source,
        day=extended_on,
        end=extendable_to,
    )
    return True
