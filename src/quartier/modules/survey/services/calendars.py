"""Hours and absences of those who measure, and the secret address by which a calendar program reads their visits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from quartier.core.audit import services as audit
from quartier.kit.calendarfile import Timed, calendar
from quartier.kit.mail import Attachment
from quartier.kit.schemas import current_schema
from quartier.modules.survey.models import Absence, Surveyor, Visit, VisitNotice
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.services.visit_refusals import BadHours
from quartier.values.actor import Actor

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Working time on site by weekday (0 is Monday), and the usual ways in minutes."""

    days: Mapping[int, tuple[time, time]]
    minutes_there: int
    minutes_back: int


@transaction.atomic
def set_hours(*, actor: Actor, at: datetime, user: Any, hours: Hours) -> Surveyor:
    """Note when somebody measures on site; with that they can be given visits. Raises BadHours."""
    if any(begin >= end for begin, end in hours.days.values()):
        raise BadHours
    said = {str(day): [f"{begin:%H:%M}", f"{end:%H:%M}"] for day, (begin, end) in sorted(hours.days.items())}
    values = {"hours": said, "minutes_there": hours.minutes_there, "minutes_back": hours.minutes_back}
    row, _is_new = Surveyor.objects.update_or_create(user=user, defaults=values)
    _record(actor, at, "survey.hours_set", row)
    return row


@transaction.atomic
def add_absence(*, actor: Actor, at: datetime, user: Any, from_on: date, until_on: date) -> Absence:
    """Note days on which somebody measures nowhere. Raises BadHours for days in the wrong order."""
    if until_on < from_on:
        raise BadHours(_("The last day lies before the first."), field="until_on")
    surveyor, _is_new = Surveyor.objects.get_or_create(user=user)
    row = Absence.objects.create(surveyor=surveyor, from_on=from_on, until_on=until_on)
    _record(actor, at, "survey.absence_noted", surveyor)
    return row


@transaction.atomic
def remove_absence(*, actor: Actor, at: datetime, absence: Absence) -> None:
    """Take an absence back."""
    _record(actor, at, "survey.absence_removed", absence.surveyor)
    absence.delete()


@transaction.atomic
def open_address(*, actor: Actor, at: datetime, user: Any) -> str:
    """Make the address by which a program reads somebody's visits, and return its secret; an earlier one ends."""
    surveyor, _is_new = Surveyor.objects.get_or_create(user=user)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    surveyor.token_hash, surveyor.token_made_at = queries.hash_of(token), at
    surveyor.save(update_fields=["token_hash", "token_made_at"])
    _record(actor, at, "survey.calendar_opened", surveyor)
    return token


@transaction.atomic
def revoke_address(*, actor: Actor, at: datetime, user: Any) -> None:
    """Make somebody's address useless at once; gone already is fine."""
    surveyor = Surveyor.objects.select_for_update(no_key=True).filter(user=user).exclude(token_hash="").first()
    if surveyor is not None:
        surveyor.token_hash, surveyor.token_made_at = "", None
        surveyor.save(update_fields=["token_hash", "token_made_at"])
        _record(actor, at, "survey.calendar_revoked", surveyor)


def feed(surveyor: Surveyor, at: datetime, schema: str) -> str:
    """Return somebody's visits for a calendar program: times and addresses, nothing about people."""
    events = [_event(one, one, schema, one.made_at) for one in queries.calendar_of(surveyor, at)]
    return calendar(_("Visits on site"), events)


def notice_file(notice_id: int) -> Attachment:
    """Return what calendars are told of a visit as the file of a mail; it never changes."""
    row = VisitNotice.objects.select_related("visit__site").get(pk=notice_id)
    with override("de"):
        event = _event(row.visit, row, current_schema(), row.written_at, is_cancelled=row.is_cancelled)
        text = calendar(_("Visits on site"), [event], "CANCEL" if row.is_cancelled else "PUBLISH")
    return Attachment(name="termin.ics", media_type="text/calendar", content=text.encode())


def _event(
    visit: Visit, told: Visit | VisitNotice, schema: str, stamp: datetime, *, is_cancelled: bool = False
) -> Timed:
    """Return a visit as calendars know it; `told` says when it is, now or as it was written."""
    return Timed(
        uid=str(uuid5(NAMESPACE_URL, f"quartier:{schema}:visit:{visit.pk}")), stamp=stamp, sequence=told.sequence,
        begins_at=told.starts_at, ends_at=told.ends_at, summary=_("Measuring on site"), place=str(visit.site),
        is_cancelled=is_cancelled,
    )  # fmt: skip


def _record(actor: Actor, at: datetime, kind: str, row: Surveyor) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=f"accounts.user:{row.user_id}", data={})
