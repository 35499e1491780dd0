"""Deadlines as a calendar program reads them, by an address that is a secret."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.deadlines import queries, services
from quartier.core.deadlines.models import Deadline
from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.calendarfile import CONTENT_TYPE, Event, calendar
from quartier.kit.http import Request
from quartier.values.zone import BERLIN

TOO_MANY_REQUESTS, NOT_MODIFIED = 429, 304
WINDOW = timedelta(hours=1)
MOST_IN_WINDOW = 60


def may_ask(key: str, request: Request) -> bool:
    """Count one more request of somebody within this hour and tell whether it is still within bounds."""
    name = f"deadlines.calendar:{key}:{int(request.now.timestamp() // WINDOW.total_seconds())}"
    count = cache.get(name, 0) + 1
    cache.set(name, count, WINDOW.total_seconds())
    return bool(count <= MOST_IN_WINDOW)


@secret_path("token")
@require_safe
@access(Audience.PUBLIC)
def feed(request: Request, token: str) -> HttpResponse:
    """Hand the calendar out to whoever has its address, as its owner may see it now; 304 when nothing is new."""
    row = queries.address_behind(token)
    if not may_ask(str(row.pk) if row else request.META["REMOTE_ADDR"], request):
        return HttpResponse(status=TOO_MANY_REQUESTS, headers={"Retry-After": str(int(WINDOW.total_seconds()))})
    if row is None:
        raise Http404
    services.note_use(at=request.now, address=row)
    text = calendar_of(request, row.user)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    fresh = tag in [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    response = HttpResponse(status=NOT_MODIFIED) if fresh else HttpResponse(text, content_type=CONTENT_TYPE)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-store"
    return response


def calendar_of(request: Request, user: Any) -> str:
    """Return a person's calendar: name, day, number and link of each deadline; nothing about people."""
    name = _("Deadlines – %(portal)s") % {"portal": request.portal.brand.name}
    return calendar(name, _events(request, user))


def _events(request: Request, user: Any) -> Iterator[Event]:
    for row in queries.in_calendar(user, request.now):
        key = f"quartier:{request.portal.key}:deadline:{row.pk}"
        yield Event(
            uid=str(uuid5(NAMESPACE_URL, key)), on=queries.ends_on(row), summary=_summary(row, user),
            stamp=row.opened_at, url=request.build_absolute_uri(_page(row, user)),
        )  # fmt: skip


def _summary(row: Deadline, user: Any) -> str:
    words = str(queries.kind_of(row).label)
    if user.audience == Audience.STAFF:
        words = _("%(deadline)s, no. %(number)s") % {"deadline": words, "number": row.subject.rpartition(":")[2]}
    if row.last_on is None:
        words = _("%(deadline)s, until %(time)s") % {
            "deadline": words,
            "time": f"{row.due_at.astimezone(BERLIN):%H:%M}",
        }
    return words


def _page(row: Deadline, user: Any) -> str:
    return reverse("deadlines:one", args=[row.pk]) if user.audience == Audience.STAFF else reverse("deadlines:own")
