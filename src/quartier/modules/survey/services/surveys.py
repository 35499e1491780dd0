"""Beginning, saving and deleting calculations. Two tabs never overwrite each other, and a repeated edit counts once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import pgettext

from aufmass.faults import Unreadable
from aufmass.model import Basis
from aufmass.model import Survey as Measured
from aufmass.reading import from_data
from aufmass.writing import data_of
from quartier.core.audit import services as audit
from quartier.kit import formats
from quartier.kit.schemas import current_schema
from quartier.modules.survey.models import Origin, Survey, SurveyState, Version
from quartier.modules.survey.queries.reading import subject_of
from quartier.modules.survey.rules import bounds, table
from quartier.modules.survey.rules.secrets import KEPT, TOKEN_BYTES, digest
from quartier.modules.survey.services import forgetting, refusals
from quartier.values.actor import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit: the number that counts now; in a conflict the row of the state that was put aside."""

    number: int
    conflict: bool = False
    aside: int = 0


@transaction.atomic
def open_survey(
    *, at: datetime, title: str, basis: Basis = Basis.MEASUREMENTS, user: Any = None, party: Any = None,
    content: Mapping[str, Any] | None = None, actor: Actor = SYSTEM, origin: str = Origin.EXPRESS, order: Any = None,
) -> tuple[Survey, str]:  # fmt: skip
    """Begin a survey; returns it with the secret of its address. Raises NotReadable and TooLarge."""
    measured = table.blank(title, basis, pgettext("storey", "Ground floor")) if content is None else readable(content)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Survey.objects.create(
        origin=origin, title=title[:120], content=data_of(measured), user=user, party=party, order=order, token=token,
        token_digest=digest(token, schema=current_schema()), made_at=at, touched_at=at,
        expires_at=None if order is not None or origin == Origin.OFFICE else at + KEPT,
    )  # fmt: skip
    Version.objects.create(survey=row, number=1, content=row.content, saved_by=str(actor), saved_at=at)
    if user is not None or order is not None:
        data = {"order": order.number if order is not None else ""}
        audit.record(actor=actor, at=at, kind="survey.begun", subject=subject_of(row), data=data)
    return row, token


@transaction.atomic
def save(
    *, actor: Actor, at: datetime, survey_id: int, base: int, content: Mapping[str, Any], client: str = ""
) -> Saved:
    """Keep an edit that began with the number `base`; the same `client` again gets the same answer.

    Faulty geometry is kept too, so that nothing is lost. Who comes second with something else is put aside, and both
    can be chosen. Raises NotReadable, TooLarge, SurveyFinished; nothing has changed then.
    """
    new = data_of(readable(content))
    row = opened(survey_id)
    if client and (known := row.versions.filter(client=client[:40]).first()) is not None:
        return Saved(row.number, known.is_aside, known.pk if known.is_aside else 0)
    if new == row.content:
        return Saved(row.number)
    if base != row.number:
        aside = _version(row, actor, at, new, client, is_aside=True)
        return Saved(row.number, conflict=True, aside=aside.pk)
    _taken(row, actor, at, new, client)
    return Saved(row.number)


@transaction.atomic
def choose(*, actor: Actor, at: datetime, survey_id: int, version_id: int) -> Survey:
    """Make an earlier state, or one that was put aside, the one that counts; the state before stays in the list.

    Raises SurveyFinished, Version.DoesNotExist.
    """
    row = opened(survey_id)
    version = row.versions.get(pk=version_id)
    new = version.content
    if version.is_aside:
        version.delete()
    if new != row.content:
        _taken(row, actor, at, new, "")
    audit.record(actor=actor, at=at, kind="survey.restored", subject=subject_of(row), data={"number": row.number})
    return row


@transaction.atomic
def keep_current(*, actor: Actor, at: datetime, survey_id: int, version_id: int) -> Survey:
    """Drop a state that was put aside: what counts stays. Raises SurveyFinished, Version.DoesNotExist."""
    row = opened(survey_id)
    row.versions.get(pk=version_id, is_aside=True).delete()
    audit.record(actor=actor, at=at, kind="survey.restored", subject=subject_of(row), data={"number": row.number})
    return row


@transaction.atomic
def describe(*, actor: Actor, at: datetime, survey_id: int, facts: Mapping[str, str], measured: Measured) -> Survey:
    """Keep what stands on the sheet beside the measures. Raises SurveyFinished, TooLarge."""
    row = opened(survey_id)
    for name in ("author", "recipient", "purpose", "address"):
        setattr(row, name, facts.get(name, getattr(row, name)))
    row.title = measured.name[:120]
    new = data_of(readable(data_of(measured)))
    if new != row.content:
        _taken(row, actor, at, new, "")
    row.save(update_fields=["author", "recipient", "purpose", "address", "title"])
    if row.user_id is not None or row.order_id is not None:
        audit.record(actor=actor, at=at, kind="survey.described", subject=subject_of(row), data={})
    return row


@transaction.atomic
def delete(*, actor: Actor, at: datetime, survey_id: int) -> None:
    """Delete a calculation that no order needs. Raises AlreadyOrdered."""
    row = Survey.objects.select_for_update(no_key=True).get(pk=survey_id)
    if row.order_id is not None:
        raise refusals.AlreadyOrdered
    if row.user_id is not None:
        audit.record(actor=actor, at=at, kind="survey.deleted", subject=subject_of(row), data={"title": row.title})
    forgetting.let_go(Survey.everything.filter(pk=row.pk), at)


@transaction.atomic
def adopt(*, survey_id: int, user: Any) -> Survey:
    """Give a visitor's calculation to the account they have logged in with."""
    row = Survey.objects.select_for_update(no_key=True).get(pk=survey_id)
    if row.user_id is None and row.origin == Origin.EXPRESS:
        row.user = user
        row.save(update_fields=["user"])
    return row


def opened(survey_id: int) -> Survey:
    """Lock a survey that may still be changed. Raises SurveyFinished."""
    row = Survey.objects.select_for_update(no_key=True).get(pk=survey_id)
    if row.state != SurveyState.OPEN:
        raise refusals.SurveyFinished
    return row


def readable(content: Mapping[str, Any]) -> Measured:
    """Return measures in our format and of a usual size. Raises NotReadable, TooLarge."""
    try:
        measured = from_data(content)
    except Unreadable as error:
        raise refusals.NotReadable(error.faults) from None
    except RecursionError:
        raise refusals.NotReadable from None
    if (fault := bounds.too_large(measured)) is not None:
        raise refusals.TooLarge(fault.text(formats.voice()))
    return measured


def _taken(row: Survey, actor: Actor, at: datetime, content: Any, client: str) -> None:
    row.content, row.number, row.touched_at = content, row.number + 1, at
    row.expires_at = at + KEPT if row.expires_at is not None else None
    row.save(update_fields=["content", "number", "touched_at", "expires_at"])
    _version(row, actor, at, content, client)
    forgetting.let_photos_wait(row)


def _version(row: Survey, actor: Actor, at: datetime, content: Any, client: str, *, is_aside: bool = False) -> Version:
    made = Version.objects.create(
        survey=row, number=row.number, content=content, is_aside=is_aside, client=client[:40], saved_by=str(actor),
        saved_at=at,
    )  # fmt: skip
    old = list(
        row.versions.filter(is_aside=is_aside).order_by("-pk").values_list("pk", flat=True)[bounds.MOST_VERSIONS :]
    )
    if old:
        Version.objects.filter(pk__in=old).delete()
    return made
