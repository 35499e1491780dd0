"""Finishing: from measures to a package of files, once. Until it is there a failed try can be repeated (WR-011)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from aufmass.drawing.plan import Style
from aufmass.model import Basis
from aufmass.package import Part, Piece, package
from aufmass.papers.area_sheet import area_sheet
from aufmass.papers.facts import SheetFacts
from aufmass.reading import from_data
from aufmass.sentences import Unusable, german
from quartier.core.audit import services as audit
from quartier.core.documents import queries as held
from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import issue
from quartier.core.orders import services as orders
from quartier.core.webhooks import services as webhooks
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.modules.survey.models import Survey, SurveyState
from quartier.modules.survey.queries import offers
from quartier.modules.survey.queries.reading import subject_of
from quartier.modules.survey.rules import table
from quartier.modules.survey.rules.notices import CHECKED_IN_GERMAN, LICENCE_IN_GERMAN
from quartier.modules.survey.rules.outputs import Output
from quartier.modules.survey.services import ordering, refusals, surveys
from quartier.modules.survey.services.underlays import content_of
from quartier.values.actor import SYSTEM, Actor

KIND: Final = "survey_result"
# After this time somebody may ask once more for a result that has not come.
PATIENCE: Final = timedelta(minutes=2)
PARTS: Final = {
    Output.AREAS: (Part.AREAS,),
    Output.PLAN: (Part.PLAN, Part.DXF),
    Output.CUBATURE: (Part.CUBATURE,),
    Output.SECTION: (Part.SECTION, Part.DXF),
    Output.ELEVATION: (Part.ELEVATION, Part.DXF),
}


@transaction.atomic
def finish(*, actor: Actor, at: datetime, survey_id: int, facts: Mapping[str, str] | None = None) -> Survey:
    """Close a calculation and let its result be made; performance of the order begins with it.

    `facts` are author, recipient and purpose as they were looked at last.

    Raises SurveyFinished, NotOrdered, NothingMeasured, NotPossible, DetailsMissing, and what orders raise, such as
    OrderHeld and StillWithdrawable; nothing has changed then.
    """
    row = Survey.objects.select_for_update(no_key=True).get(pk=survey_id)
    if row.state == SurveyState.FINISHED or (row.state == SurveyState.FINISHING and at < row.touched_at + PATIENCE):
        raise refusals.SurveyFinished
    if row.order is None or row.order.state != "accepted":
        raise refusals.NotOrdered
    ordering.ready(row.content)
    for name, text in (facts or {}).items():
        setattr(row, name, text)
    if not (row.author and row.recipient and row.purpose):
        raise refusals.DetailsMissing
    if row.order.begun_at is None:
        orders.begin(actor=actor, at=at, order_id=row.order.pk)
    row.state, row.touched_at = SurveyState.FINISHING, at
    row.save(update_fields=["state", "touched_at", *(facts or {})])
    data = {"order": row.order.number, "number": row.number}
    audit.record(actor=actor, at=at, kind="survey.finishing", subject=subject_of(row), data=data)
    enqueue("survey.press", survey_id=row.pk)
    return row


def press(*, at: datetime, survey_id: int) -> None:
    """Make the package of a calculation and deliver it, once; what fails leaves nothing and can be repeated."""
    row = Survey.everything.select_related("order", "order__party").filter(pk=survey_id).first()
    if row is None or row.state != SurveyState.FINISHING:
        return
    with translation.override("de"):
        pieces = pieces_of(row, at)
        with transaction.atomic():
            _delivered(row.pk, at, pieces)


def pieces_of(row: Survey, at: datetime) -> list[Piece]:
    """Return the files of a calculation: area sheet, plan, data; German whatever the language of the page."""
    wanted = {part for output in offers.outputs_of(row.order) for part in PARTS[Output(output)]} | {Part.JSON}
    return package(from_data(row.content), facts_of(row, at), german(), parts=wanted, styles=(Style.TECHNICAL,))


def facts_of(row: Survey, at: datetime) -> SheetFacts:
    """Return what stands on every paper of a calculation."""
    return SheetFacts(
        on=day_of(at), author=row.author, recipient=row.recipient, purpose=row.purpose, address=row.address,
        photo=_photo(row), licence=LICENCE_IN_GERMAN, notes=(CHECKED_IN_GERMAN,),
    )  # fmt: skip


@transaction.atomic
def attach_photo(*, at: datetime, survey_id: int, file_name: str, size: int, blocks: Any) -> Survey:
    """Keep the photo that is printed on the sheet, in place of an earlier one. Raises FileRefused, PhotoUnreadable."""
    row = surveys.opened(survey_id)
    until = row.expires_at or at + timedelta(days=365)
    upload = documents.hold(at=at, until=until, file_name=file_name, size=size, blocks=blocks)
    content = content_of(upload)
    try:
        trial = table.blank("x", Basis.MEASUREMENTS, "EG")
        area_sheet(trial, SheetFacts(on=day_of(at), photo=content), german())
    except Unusable:
        raise refusals.PhotoUnreadable from None
    earlier, row.photo = row.photo, upload.key
    row.save(update_fields=["photo"])
    documents.let_go(keys=[earlier] if earlier else [])
    return row


@transaction.atomic
def remove_photo(*, survey_id: int) -> Survey:
    """Print no photo."""
    row = surveys.opened(survey_id)
    earlier, row.photo = row.photo, None
    row.save(update_fields=["photo"])
    documents.let_go(keys=[earlier] if earlier else [])
    return row


def _photo(row: Survey) -> bytes:
    upload = held.held([row.photo]).get(row.photo) if row.photo else None
    return content_of(upload) if upload else b""


def _delivered(survey_id: int, at: datetime, pieces: list[Piece]) -> None:
    """File the pieces and finish the order, if nobody has done so meanwhile."""
    row = Survey.everything.select_for_update(no_key=True, of=("self",)).select_related("order").get(pk=survey_id)
    if row.state != SurveyState.FINISHING or row.order is None:
        return
    order = row.order
    files = [
        issue(
            actor=SYSTEM, at=at, file_name=one.name, media_type=one.media_type.partition(";")[0], content=one.content,
            given=documents.Given(
                kind=KIND, title=f"{one.title or one.name} ({one.name})"[:160], party=order.party,
                entity_id=order.entity_id,
            ),
        ).pk
        for one in pieces
    ]  # fmt: skip
    orders.finish(actor=SYSTEM, at=at, order_id=order.pk, document_ids=files)
    row.state, row.finished_at, row.touched_at = SurveyState.FINISHED, at, at
    row.save(update_fields=["state", "finished_at", "touched_at"])
    data = {"order": order.number, "files": len(files)}
    audit.record(actor=SYSTEM, at=at, kind="survey.finished", subject=subject_of(row), data=data)
    webhooks.publish(
        at=at, party_id=order.party_id, event="survey.calculation.finished", subject=subject_of(row),
        data={"order": order.number, "files": len(files)}, key=f"finished:{row.pk}",
    )  # fmt: skip
