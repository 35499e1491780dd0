"""Reading requests: a person's own, the office's list, and what an access request hands out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.core.deadlines import queries as deadlines
from quartier.core.parties import queries as parties
from quartier.core.parties.services import CORRECTABLE
from quartier.core.privacy.extension import Subject
from quartier.core.privacy.queries import Controller
from quartier.core.processing import queries as processing
from quartier.core.rights.models import DataRequest, RecipientNotice
from quartier.core.rights.rules import Request, State, Way
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

ANSWER = "rights.answer"
# Claims over an answer are barred three years after the end of its year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for all data of a person: who got them or may get them, in the installation and outside of it."""

    recipients: Sequence[processing.RecipientLine]
    connections: Sequence[str]

    @property
    def third_countries(self) -> Sequence[processing.RecipientLine]:
        """Return the recipients outside of the European Economic Area, with their guarantees."""
        return [one for one in self.recipients if one.third_country]


@dataclass(frozen=True, slots=True)
class Line:
    """A request as people read it."""

    row: DataRequest
    kind: str
    way: str
    state: str
    answer_by: date | None
    overdue: bool

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.row.state == State.OPEN

    @property
    def hands_out(self) -> bool:
        """Tell whether the person may open the data: asked for them, and has been answered."""
        return self.row.kind in (Request.ACCESS, Request.PORTABILITY) and self.row.state == State.ANSWERED


def requests() -> QuerySet[DataRequest]:
    """Return all requests, newest first."""
    return DataRequest.objects.select_related("party")


def requests_of(party_id: int) -> QuerySet[DataRequest]:
    """Return a person's requests, newest first."""
    return requests().filter(party_id=party_id)


def visible_requests(staff: Any) -> QuerySet[DataRequest]:
    """Return the requests a member of staff may see: a partner's staff only those of its own customers."""
    return requests().filter(party__in=parties.all_parties(staff))


def open_requests(staff: Any, kind: Request) -> QuerySet[DataRequest]:
    """Return the requests of a kind that wait for an answer and that a member of staff may see."""
    return visible_requests(staff).filter(kind=kind.value, state=State.OPEN.value)


def overdue_requests(staff: Any, at: datetime) -> list[Line]:
    """Return the requests whose time for an answer is over, the oldest first (SBV-91)."""
    rows = visible_requests(staff).filter(state=State.OPEN.value).order_by("received_at")
    return [one for one in lines(rows, at) if one.overdue]


def open_notices(staff: Any) -> QuerySet[RecipientNotice]:
    """Return who still has to be told, of requests that a member of staff may see."""
    rows = RecipientNotice.objects.filter(settled_at__isnull=True).select_related("request__party")
    return rows.filter(request__in=visible_requests(staff))


def frame_of(subject: Subject, controller: Controller, at: datetime) -> Frame:
    """Return who got data of a person from a controller, or may get some (Art. 15(1)(c), 15(2) GDPR)."""
    lines_of_installation = [f"{line.label} ({where})" for line, where in processing.installation()]
    return Frame(processing.recipients_of(subject, at, controller.entities), lines_of_installation)


def fee_of(row: DataRequest) -> str:
    """Return what a further copy costs, "" while no fee is asked."""
    return formats.money(row.fee) if row.fee is not None else ""


def correctable(row: DataRequest) -> dict[str, str]:
    """Return what can be corrected about the person, as it is stored."""
    return {name: getattr(row.party, name) for name in CORRECTABLE}


def line(row: DataRequest, at: datetime) -> Line:
    """Return a request with its words and the day by which it has to be answered."""
    found = deadlines.deadline_of(ANSWER, f"rights.datarequest:{row.pk}")
    overdue = row.state == State.OPEN and found is not None and found.due_at <= at
    return Line(
        row=row,
        kind=_(Request(row.kind).label),
        way=_(Way(row.way).label),
        state=_(State(row.state).label),
        answer_by=found.last_on if found else None,
        overdue=overdue,
    )


def lines(rows: QuerySet[DataRequest], at: datetime) -> Sequence[Line]:
    """Return requests with their words."""
    return [line(row, at) for row in rows]


def told(row: DataRequest) -> dict[str, Any]:
    """Return a request in the words of a report to the person."""
    return {
        _("What was asked for"): _(Request(row.kind).label),
        _("Received on"): row.received_at,
        _("How it came"): _(Way(row.way).label),
        _("More about it"): row.wish,
        _("How it was made sure who asks"): row.identity,
        _("State"): _(State(row.state).label),
        _("Answer"): row.answer,
        _("Answered on"): row.answered_at,
        _("Answered by"): row.answered_by,
    }


def notice_told(row: RecipientNotice) -> dict[str, Any]:
    """Return in words who was told."""
    return {
        _("Recipient"): row.recipient,
        _("Told"): row.was_told,
        _("Settled on"): row.settled_at,
        _("Note"): row.note,
    }


def kept_until(row: DataRequest) -> datetime | None:
    """Return until when a request is kept as evidence: for ever while it is open, an erasure no longer than that.

    That somebody was erased is proven by the fact alone, without the name.
    """
    if row.kind == Request.ERASURE and row.state == State.ANSWERED:
        return None
    if row.answered_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(day_of(row.answered_at).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def outlived(rows: QuerySet[DataRequest], at: datetime) -> QuerySet[DataRequest]:
    """Narrow requests to those that need not be kept as evidence any more."""
    return rows.filter(answered_at__lt=datetime(day_of(at).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN))


def with_open_requests() -> Iterable[int]:
    """Return the numbers of people who wait for an answer: nothing about them may vanish before it."""
    return DataRequest.objects.filter(state=State.OPEN).values_list("party_id", flat=True)


def unanswered(staff: Any) -> QuerySet[DataRequest]:
    """Return the requests that wait for an answer."""
    return visible_requests(staff).filter(state=State.OPEN.value)
