"""Four eyes: one person draws, another one releases, and only then files are made and delivered, once (WR-027)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aufmass.drawing.plan import Style
from aufmass.package import Part, Piece, package, zipped
from aufmass.papers.facts import SheetFacts
from aufmass.reading import from_data
from aufmass.sentences import german
from quartier.core.approvals import services as approvals
from quartier.core.approvals.extension import Decided
from quartier.core.audit import services as audit
from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import issue
from quartier.core.orders import services as orders
from quartier.core.webhooks import services as webhooks
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.modules.survey.models import ChangeWishState, Delivery, Job, JobState, Survey, SurveyState
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.queries.surveys import reckoned
from quartier.modules.survey.rules.outputs import Output
from quartier.modules.survey.services import finishing, jobs, ordering
from quartier.modules.survey.services.finishing import KIND, PARTS
from quartier.modules.survey.services.job_refusals import DrawnByYou, DrawnOn, NotNow
from quartier.modules.survey.services.refusals import DetailsMissing
from quartier.values.actor import SYSTEM, Actor

# After this time somebody may ask once more for files that have not come.
PATIENCE: Final = timedelta(minutes=2)
PDF: Final = "application/pdf"
TITLE: Final = 160


@transaction.atomic
def submit(*, actor: Actor, at: datetime, job_id: int) -> Job:
    """Send what was drawn to a second person. It stands still until they have decided.

    Raises NotNow, NothingMeasured, NotPossible with the faults, DetailsMissing.
    """
    job = jobs.locked(job_id)
    survey = job.survey
    if job.state != JobState.DRAWING or survey is None:
        raise NotNow
    ordering.ready(survey.content)
    if not (survey.author and survey.recipient and survey.purpose):
        raise DetailsMissing
    job.drawn_by, job.drawn_key, job.sent_back = actor.name[:120], actor.key[:40], ""
    job.state, job.touched_at = JobState.REVIEW, at
    job.save(update_fields=["drawn_by", "drawn_key", "sent_back", "state", "touched_at"])
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.FINISHING, finished_at=None)
    approvals.propose(
        actor=actor, at=at, kind=queries.APPROVAL, subject=queries.subject_of(job), shown=_shown(job, at),
        entity_id=job.order.entity_id, data={"number": survey.number},
    )  # fmt: skip
    _record(actor, at, "survey.job_submitted", job)
    return job


def _shown(job: Job, at: datetime) -> dict[str, str]:
    assert job.survey is not None
    area = reckoned(job.survey.content, day_of(at)).area
    labels = [str(_(Output(one).label)) for one in job.outputs]
    return {
        _("Order"): f"{job.order.number}, {job.order.title}", _("Delivers"): ", ".join(labels),
        _("Drawn by"): job.drawn_by, _("Living area"): f"{formats.number(area, 2)} m²",
    }  # fmt: skip


def release(decided: Decided) -> None:
    """Release what a second person has looked at, and let the files be made.

    Raises DrawnByYou for whoever has drawn any of it, DrawnOn, NotNow; the proposal stays then.
    """
    job = jobs.locked(int(decided.subject.rpartition(":")[2]))
    survey = job.survey
    if job.state != JobState.REVIEW or survey is None:
        raise NotNow
    last = queries.last_delivery(job)
    since = last.version if last else 0
    drawn = survey.versions.filter(is_aside=False, number__gt=since, saved_by=str(decided.actor))
    if decided.actor.key == job.drawn_key or drawn.exclude(number=1).exists():
        raise DrawnByYou
    if survey.number != decided.data["number"]:
        raise DrawnOn
    job.state, job.touched_at, job.released_by = JobState.MAKING, decided.at, decided.actor.name[:120]
    job.save(update_fields=["state", "touched_at", "released_by"])
    _record(decided.actor, decided.at, "survey.job_released", job)
    enqueue("survey.deliver", job_id=job.pk)


def send_back(decided: Decided) -> None:
    """Let it be drawn on, with the words of the second person; the proposal is over."""
    job = jobs.locked(int(decided.subject.rpartition(":")[2]))
    if job.state != JobState.REVIEW:
        return
    job.state, job.touched_at, job.sent_back = JobState.DRAWING, decided.at, decided.reason[:200]
    job.save(update_fields=["state", "touched_at", "sent_back"])
    if job.survey_id is not None:
        Survey.objects.filter(pk=job.survey_id).update(state=SurveyState.OPEN)
    _record(decided.actor, decided.at, "survey.job_sent_back", job, why=decided.reason[:200])


@transaction.atomic
def press_again(*, actor: Actor, at: datetime, job_id: int) -> Job:
    """Let the files be made once more that have not come; nothing is delivered twice. Raises NotNow."""
    job = jobs.locked(job_id)
    if job.state != JobState.MAKING or at < job.touched_at + PATIENCE:
        raise NotNow
    job.touched_at = at
    job.save(update_fields=["touched_at"])
    _record(actor, at, "survey.job_pressed_again", job)
    enqueue("survey.deliver", job_id=job.pk)
    return job


def pieces_of(job: Job, at: datetime) -> list[Piece]:
    """Return exactly the files that a job delivers; German whatever the language of the page."""
    assert job.survey is not None
    wanted = {part for one in job.outputs for part in PARTS[Output(one)]} | {Part.JSON}
    return package(
        from_data(job.survey.content), facts_of(job.survey, at), german(), parts=wanted, styles=(Style.TECHNICAL,)
    )


def facts_of(survey: Survey, at: datetime) -> SheetFacts:
    """Return what stands on every paper; other than in the calculator, we answer for the drawing."""
    return replace(finishing.facts_of(survey, at), notes=())


def deliver(*, at: datetime, job_id: int) -> None:
    """Make the files of a released job and deliver them, once; what fails leaves nothing and can be repeated."""
    job = queries.numbered(job_id)
    if job is None or job.state != JobState.MAKING or job.survey is None:
        return
    with translation.override("de"):
        pieces = pieces_of(job, at)
        with transaction.atomic():
            _deliver(job_id, at, pieces)


def _deliver(job_id: int, at: datetime, pieces: list[Piece]) -> None:
    """File the pieces and hand them out, if nobody has done so meanwhile and the order still stands."""
    job = jobs.locked(job_id)
    survey = job.survey
    if job.state != JobState.MAKING or survey is None:
        return
    number = job.deliveries.count() + 1
    files = _filed(job, at, pieces, number)
    words = f"{number}. Lieferung, gezeichnet von {job.drawn_by}, freigegeben von {job.released_by}"
    hand_out: Any = orders.finish if job.order.state == "accepted" else orders.deliver_again
    hand_out(actor=SYSTEM, at=at, order_id=job.order_id, document_ids=files, words=words)
    Delivery.objects.create(
        job=job, number=number, version=survey.number, content=survey.content, files=files, drawn_by=job.drawn_by,
        released_by=job.released_by, delivered_at=at,
    )  # fmt: skip
    job.wishes.filter(state=ChangeWishState.AGREED).update(state=ChangeWishState.DONE, done_at=at)
    job.state, job.touched_at = JobState.DELIVERED, at
    job.save(update_fields=["state", "touched_at"])
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.FINISHED, finished_at=at, touched_at=at)
    _record(SYSTEM, at, "survey.delivered", job, number=number, files=len(files))
    webhooks.publish(
        at=at, party_id=job.order.party_id, event="survey.result.delivered", subject=queries.subject_of(job),
        data={"order": job.order.number, "delivery": number, "files": len(files)}, key=f"delivered:{job.pk}:{number}",
    )  # fmt: skip


def _filed(job: Job, at: datetime, pieces: list[Piece], number: int) -> list[int]:
    """Keep the papers one by one and everything together as one archive."""
    again = f" ({number}. Lieferung)" if number > 1 else ""
    name = f"{job.order.number}{f'-{number}' if number > 1 else ''}"
    papers = [(one.name, PDF, one.content, one.title or one.name) for one in pieces if one.media_type == PDF]
    whole = (f"{name}.zip", "application/zip", zipped(pieces), "Alle Dateien")
    return [
        issue(
            actor=SYSTEM, at=at, file_name=file_name, media_type=media_type, content=content,
            given=documents.Given(
                kind=KIND, title=f"{title}, {job.order.number}{again}"[:TITLE], party=job.order.party,
                entity_id=job.order.entity_id,
            ),
        ).pk
        for file_name, media_type, content, title in [*papers, whole]
    ]  # fmt: skip


def _record(actor: Actor, at: datetime, kind: str, job: Job, **data: Any) -> None:
    data["order"] = job.order.number
    audit.record(actor=actor, at=at, kind=kind, subject=queries.subject_of(job), data=data)
