"""Jobs of the office: made with the order, checked item by item, begun by the first thing that is done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.kit.roles import StaffRole
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.rules.jobs import Finding, Judged
from quartier.modules.survey.services import job_refusals as refusals
from quartier.modules.survey.services import jobs
from quartier.modules.survey.tests import jobs_shop as house

pytestmark = pytest.mark.usefixtures("alpha")
AT = house.AT


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> None:
    """Keep files of other tests away."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"


@pytest.fixture
def entity() -> Any:
    return shop.furnish()


@pytest.fixture
def jette() -> Any:
    return house.staff("Jette Brandis")


def mails(template: str) -> Any:
    return house.rows("inbox.OutgoingMail").filter(template=template)


def test_an_order_for_drawings_makes_a_job_with_what_its_products_deliver(entity: Any) -> None:
    job = house.ordered(entity)
    assert (job.state, job.outputs) == ("checking", ["areas", "plan"])
    assert job.order.state == "offered"
    shop.placed(shop.product(entity, "survey"), **house.EARLY)
    assert house.rows("survey.Job").count() == 1


@pytest.mark.req("WR-031")
@pytest.mark.req("WR-069")
def test_an_incomplete_order_lists_what_is_missing_and_the_customer_is_told(entity: Any, jette: Any) -> None:
    more = {"key": "heights", "label": "Schnitt mit Raumhöhen", "least": 1, "most": 2}
    made = house.product(entity, uploads=[house.PLANS, more])
    party = shop.customer()
    files = {"plans": [house.document(party)], "heights": [house.document(party)]}
    order = shop.placed(made, documents=files, party=party, **house.EARLY)
    orders.plan(actor=shop.CLERK, at=AT, order_id=order.pk, due_at=AT + timedelta(days=10))
    job = house.rows("survey.Job").get(order=order)
    deadline = house.rows("deadlines.Deadline").get(kind="orders.check", state="running")
    assert [(one.label, one.proposal) for one in queries.checklist(job)] == [
        ("Grundrisse oder Baupläne", Finding.GOOD), ("Schnitt mit Raumhöhen", Finding.GOOD),
    ]  # fmt: skip
    found = house.judged(job)
    found[1] = Judged("heights", more["label"], Finding.UNUSABLE, "Die Maße sind nicht lesbar.")  # type: ignore[arg-type]
    jobs.check(actor=house.actor(jette), at=AT, job_id=job.pk, items=found)
    job = house.again(job)
    wanted = "Schnitt mit Raumhöhen: kann so nicht verwendet werden. Die Maße sind nicht lesbar."
    assert (job.state, job.order.missing, job.order.waiting_since) == ("waiting", [wanted], AT)
    assert "unvollständig" in job.get_state_display()
    assert wanted in mails("orders.missing").get().text
    deadline.refresh_from_db()
    assert deadline.state == "met"
    later = AT + timedelta(days=3)
    orders.give(actor=house.CUSTOMER, at=later, order_id=order.pk, documents={"answer": [house.document(party)]})
    assert list(queries.in_stage(queries.visible(jette), "answered", later)) == [job]
    jobs.check(actor=house.actor(jette), at=later, job_id=job.pk, items=house.judged(job))
    job = house.again(job)
    assert (job.state, job.order.missing, job.order.due_at) == ("ready", [], AT + timedelta(days=13))
    assert mails("orders.sufficient").count() == 1


def test_every_item_is_judged_and_what_is_unusable_explained(entity: Any, jette: Any) -> None:
    job = house.ordered(entity)
    for items, why in (
        (house.judged(job, Finding.UNUSABLE), refusals.ItemUnsaid), ([], refusals.NotNow),
        ([*house.judged(job), Judged("x", "X", Finding.GOOD)], refusals.NotNow),
    ):  # fmt: skip
        with pytest.raises(why):
            jobs.check(actor=house.actor(jette), at=AT, job_id=job.pk, items=items)
    assert (house.again(job).state, mails("orders.missing").count()) == ("checking", 0)


@pytest.mark.req("WR-018")
def test_the_first_processing_action_accepts_the_order(entity: Any, jette: Any) -> None:
    job = house.ordered(entity)
    with pytest.raises(refusals.NotChecked):
        jobs.start(actor=house.actor(jette), at=AT, job_id=job.pk, worker=jette)
    jobs.check(actor=house.actor(jette), at=AT, job_id=job.pk, items=house.judged(job))
    assert house.again(job).order.accepted_at is None
    later = AT + timedelta(hours=2)
    jobs.start(actor=house.actor(jette), at=later, job_id=job.pk, worker=jette)
    job = house.again(job)
    order = job.order
    assert (order.accepted_at, order.begun_at, order.accepted_because) == (later, later, "processing started")
    assert house.rows("audit.Fact").get(kind="orders.accepted").data["because"] == "processing started"
    assert job.survey is not None
    assert (job.state, job.worker_id, job.survey.order_id) == ("drawing", jette.pk, order.pk)
    assert job.survey.recipient == str(order.party)
    with pytest.raises(refusals.NotNow):
        jobs.start(actor=house.actor(jette), at=later, job_id=job.pk, worker=jette)


def test_a_consumer_who_can_withdraw_and_asked_for_nothing_is_waited_for(entity: Any, jette: Any) -> None:
    job = house.ordered(entity, started_early=False, loss_known=False)
    jobs.check(actor=house.actor(jette), at=AT, job_id=job.pk, items=house.judged(job))
    with pytest.raises(orders.StillWithdrawable):
        jobs.start(actor=house.actor(jette), at=AT + timedelta(days=13), job_id=job.pk, worker=jette)
    job = house.again(job)
    assert (job.state, job.survey, job.worker, job.order.accepted_at) == ("ready", None, None, None)


def test_a_job_is_taken_by_one_and_handed_over_by_them_alone(entity: Any, jette: Any) -> None:
    job, tom = house.ordered(entity), house.staff("Tom Reuter")
    jobs.take(actor=house.actor(jette), at=AT, job_id=job.pk, worker=jette)
    with pytest.raises(refusals.NotYours):
        jobs.take(actor=house.actor(tom), at=AT, job_id=job.pk, worker=tom)
    reader = house.staff("Lea Buch", StaffRole.BOOKKEEPER)
    with pytest.raises(refusals.NoWorker):
        jobs.take(actor=house.actor(jette), at=AT, job_id=job.pk, worker=reader, handed_by=jette)
    jobs.take(actor=house.actor(jette), at=AT, job_id=job.pk, worker=tom, handed_by=jette)
    assert house.again(job).worker_id == tom.pk


def test_an_order_that_is_over_stops_its_job_and_one_that_goes_on_takes_it_up(entity: Any, jette: Any) -> None:
    job = house.ordered(entity)
    orders.decline(actor=shop.CLERK, at=AT, order_id=job.order_id)
    assert house.again(job).state == "ended"
    for call in (jobs.check, jobs.take, jobs.start):
        given = {"items": house.judged(job)} if call is jobs.check else {"worker": jette}
        with pytest.raises((refusals.NotNow, refusals.NotChecked)):
            call(actor=house.actor(jette), at=AT, job_id=job.pk, **given)
    jobs.hear_resumed(shop.CLERK, AT, job.order)
    assert house.again(job).state == "checking"
