"""Orders for drawings with their jobs: somebody who draws, somebody who releases, and a small flat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps

from quartier.core.accounts import services as accounts
from quartier.core.approvals import queries as approved
from quartier.core.approvals import services as approvals
from quartier.core.orders.tests import shop
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole
from quartier.modules.survey.models import Job, Survey
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.rules.jobs import Finding, Judged
from quartier.modules.survey.services import jobs, releasing, surveys
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT: Final = shop.AT
EARLY: Final[dict[str, Any]] = {"started_early": True, "loss_known": True}
PLANS: Final = {"key": "plans", "label": "Grundrisse oder Baupläne", "least": 1, "most": 10}
CUSTOMER: Final = Actor(ActorKind.CUSTOMER, "7", "Ida Blum")


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def room(number: int, name: str, use: str, left: int, width: int, depth: int) -> dict[str, Any]:
    """A rectangular room."""
    right = left + width
    return {
        "id": str(number), "name": name, "use": use, "outline": [[left, 0], [right, 0], [right, depth], [left, depth]],
        "height": 2500, "unit": "WE1",
    }  # fmt: skip


def flat(width: int = 4000, *, broken: bool = False) -> dict[str, Any]:
    """A flat of two rooms; a broken one has an outline that crosses itself."""
    rooms = [room(1, "Wohnen", "living", 0, width, 5000), room(2, "Bad", "bath", width + 200, 2000, 3000)]
    if broken:
        rooms[1]["outline"] = [[9000, 0], [9500, 3000], [9500, 0], [9000, 3000]]
    return {
        "aufmass": 1, "name": "Speicherstraße 9", "basis": "documents",
        "storeys": [{"id": "EG", "name": "Erdgeschoss", "level": 0, "height": 2800, "rooms": rooms}],
        "units": [{"id": "WE1", "name": "Wohnung"}],
    }  # fmt: skip


def staff(name: str, *roles: StaffRole) -> Any:
    """A member of staff."""
    email = f"{name.split(maxsplit=1)[0].lower()}@alpha.example"
    return accounts.open_account(
        actor=SYSTEM, at=shop.OPENED, audience=Audience.STAFF, email=email, name=name, password="Gut-Geheim-2026!",
        roles=list(roles or (StaffRole.CLERK,)),
    )  # fmt: skip


def actor(user: Any) -> Actor:
    """Somebody of the staff, acting."""
    return Actor(ActorKind.STAFF, str(user.pk), user.name)


def product(entity: Any, outputs: tuple[str, ...] = ("areas", "plan"), **values: Any) -> Any:
    """A service that the office draws."""
    made = shop.product(entity, "documents", kind="drawings", **{"uploads": [PLANS], **values})
    rows("survey.ProductOutput").create(product=made, outputs=list(outputs))
    return made


def document(party: Any) -> int:
    """A plan that somebody has sent."""
    given = {"kind": "own", "title": "grundriss.pdf", "file_name": "grundriss.pdf", "media_type": "application/pdf"}
    more = {"size": 3, "sha256": "0" * 64, "created_at": AT, "party": party, "by_customer": True, "state": "ready"}
    return int(rows("documents.Document").create(**given, **more, visibility="customer").pk)


def ordered(entity: Any, **values: Any) -> Job:
    """An order for drawings with a plan; returns its job."""
    party = shop.customer()
    given = {"documents": {"plans": [document(party)]}, "party": party, **EARLY, **values}
    order = shop.placed(product(entity), **given)
    job: Job = rows("survey.Job").get(order=order)
    return job


def judged(job: Job, finding: Finding = Finding.GOOD, words: str = "") -> list[Judged]:
    """The same finding for every item."""
    return [Judged(one.key, one.label, finding, words) for one in queries.checklist(job)]


def begun(entity: Any, drawer: Any, **values: Any) -> Job:
    """A job that is being drawn, with a flat and all that its sheet needs."""
    job = ordered(entity, **values)
    jobs.check(actor=actor(drawer), at=AT, job_id=job.pk, items=judged(job))
    job = jobs.start(actor=actor(drawer), at=AT, job_id=job.pk, worker=drawer)
    draw(job, drawer, flat())
    return again(job)


def draw(job: Job, drawer: Any, content: Mapping[str, Any]) -> None:
    """Draw something else, with what stands on the sheet."""
    row = Survey.objects.get(job=job)
    surveys.save(actor=actor(drawer), at=AT, survey_id=row.pk, base=row.number, content=content)
    Survey.objects.filter(pk=row.pk).update(author="Alpha GmbH", recipient="Ida Blum", purpose="Verkauf")


def delivered(job: Job, drawer: Any, releaser: Any, at: Any = AT) -> Job:
    """The job released by somebody else, its files made and handed out."""
    releasing.submit(actor=actor(drawer), at=at, job_id=job.pk)
    approvals.confirm(actor=actor(releaser), at=at, approval_id=proposal(job).pk)
    releasing.deliver(at=at, job_id=job.pk)
    return again(job)


def proposal(job: Job) -> Any:
    """The proposal to release a job."""
    return approved.pending_of(queries.APPROVAL, queries.subject_of(job))


def again(job: Job) -> Job:
    """The job as it is stored."""
    row: Job = rows("survey.Job").select_related("order", "survey").get(pk=job.pk)
    return row
