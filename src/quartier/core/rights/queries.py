"""Reading requests: a person's own, the office's list, and what an access request hands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.core.deadlines import queries as deadlines
from quartier.core.parties import queries as parties
from quartier.core.rights.models import DataRequest
from quartier.core.rights.rules import Request, State, Way
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

ANSWER = "rights.answer"
# Claims over an answer are barred three years after the end of its year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


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
    return requests().filter(party__in=parties.visible_parties(staff))


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


def kept_until(row: DataRequest) -> datetime:
    """Return until when a request is kept as evidence: for ever while it is open."""
    if row.answered_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(day_of(row.answered_at).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def count_open(staff: Any) -> int:
    """Return how many requests wait for an answer."""
    return visible_requests(staff).filter(state=State.OPEN.value).count()
