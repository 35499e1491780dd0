"""Four eyes before anything is delivered: files in the portal, a mail, an order that is finished, once."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django_tenants.utils import schema_context

from quartier.core.approvals import services as approvals
from quartier.core.documents.services.issuing import content_of
from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.modules.survey.models import Survey
from quartier.modules.survey.services import job_refusals as refusals
from quartier.modules.survey.services import jobs, releasing, surveys
from quartier.modules.survey.services.refusals import DetailsMissing, NotPossible, SurveyFinished
from quartier.modules.survey.tests import jobs_shop as house

AT = house.AT
own_schema = pytest.mark.usefixtures("alpha")


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> None:
    """Keep files of other tests away."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"


def people() -> tuple[Any, Any]:
    """Somebody who draws and somebody who releases."""
    return house.staff("Jette Brandis"), house.staff("Tom Reuter")


@own_schema
@pytest.mark.req("WR-027")
def test_what_a_second_person_releases_is_delivered_in_the_portal_with_a_mail() -> None:
    jette, tom = people()
    job = house.begun(shop.furnish(), jette)
    releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
    waits = house.proposal(job)
    assert waits.shown["Wohnfläche"] == "26,00 m²"
    with pytest.raises(approvals.SamePerson):
        approvals.confirm(actor=house.actor(jette), at=AT, approval_id=waits.pk)
    approvals.confirm(actor=house.actor(tom), at=AT, approval_id=waits.pk)
    assert house.again(job).state == "making"
    later = AT + timedelta(minutes=1)
    for _twice in range(2):
        releasing.deliver(at=later, job_id=job.pk)
    job = house.again(job)
    assert (job.state, job.released_by, job.order.state, job.order.ended_at) == (
        "delivered", "Tom Reuter", "finished", later,
    )  # fmt: skip
    results = [one.document for one in job.order.files.filter(is_result=True)]
    assert {one.party_id for one in results} == {job.order.party_id}
    assert {one.visibility for one in results} == {"customer"}
    assert {one.media_type for one in results} == {"application/pdf", "application/zip"}
    archive = next(one for one in results if one.media_type == "application/zip")
    names = zipfile.ZipFile(io.BytesIO(b"".join(content_of(archive)))).namelist()
    assert {Path(name).suffix for name in names} == {".pdf", ".svg", ".dxf", ".json", ".txt"}
    mail = house.rows("inbox.OutgoingMail").get(template="orders.finished")
    assert mail.to_address == job.order.party.email
    delivery = job.deliveries.get()
    assert (delivery.number, delivery.drawn_by, delivery.files) == (1, "Jette Brandis", [one.pk for one in results])


@own_schema
def test_nobody_releases_what_they_have_drawn_themselves() -> None:
    jette, tom = people()
    job = house.begun(shop.furnish(), jette)
    house.draw(job, tom, house.flat(4200))
    releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
    with pytest.raises(refusals.DrawnByYou):
        approvals.confirm(actor=house.actor(tom), at=AT, approval_id=house.proposal(job).pk)
    assert (house.again(job).state, house.proposal(job).state) == ("review", "pending")


@own_schema
def test_only_what_is_possible_and_complete_is_sent_for_release_and_stands_still_then() -> None:
    jette, tom = people()
    job = house.begun(shop.furnish(), jette)
    house.draw(job, jette, house.flat(broken=True))
    with pytest.raises(NotPossible):
        releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
    house.draw(job, jette, house.flat(4100))
    Survey.objects.filter(job=job).update(purpose="")
    with pytest.raises(DetailsMissing):
        releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
    Survey.objects.filter(job=job).update(purpose="Verkauf")
    assert (house.again(job).state, house.proposal(job)) == ("drawing", None)
    releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
    row = Survey.objects.get(job=job)
    with pytest.raises(SurveyFinished):
        surveys.save(actor=house.actor(jette), at=AT, survey_id=row.pk, base=row.number, content=house.flat(9000))
    approvals.refuse(actor=house.actor(tom), at=AT, approval_id=house.proposal(job).pk, reason="Bad fehlt eine Tür.")
    job = house.again(job)
    assert (job.state, job.sent_back) == ("drawing", "Bad fehlt eine Tür.")
    house.draw(job, jette, house.flat(4000))


@own_schema
def test_an_order_that_ends_meanwhile_delivers_nothing() -> None:
    jette, tom = people()
    job = house.begun(shop.furnish(), jette)
    releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
    waits = house.proposal(job)
    orders.withdraw(actor=shop.CLERK, at=AT, order_id=job.order_id)
    assert house.again(job).state == "ended"
    with pytest.raises(refusals.NotNow):
        approvals.confirm(actor=house.actor(tom), at=AT, approval_id=waits.pk)
    jobs.drop_release(at=AT, job_id=job.pk)
    waits.refresh_from_db()
    assert waits.state == "refused"
    releasing.deliver(at=AT, job_id=job.pk)
    assert house.rows("orders.OrderFile").filter(is_result=True).count() == 0


@own_schema
def test_files_that_do_not_come_are_made_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    jette, tom = people()
    job = house.begun(shop.furnish(), jette)
    releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
    approvals.confirm(actor=house.actor(tom), at=AT, approval_id=house.proposal(job).pk)

    def broken(*_all: Any) -> Any:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(releasing, "issue", lambda **_all: broken())
        with pytest.raises(OSError, match="disk"):
            releasing.deliver(at=AT, job_id=job.pk)
    assert (house.again(job).state, house.again(job).order.state) == ("making", "accepted")
    with pytest.raises(refusals.NotNow):
        releasing.press_again(actor=house.actor(jette), at=AT, job_id=job.pk)
    releasing.press_again(actor=house.actor(jette), at=AT + releasing.PATIENCE, job_id=job.pk)
    releasing.deliver(at=AT, job_id=job.pk)
    assert house.again(job).state == "delivered"


def test_two_who_deliver_at_once_deliver_once(committed_db: None) -> None:
    with schema_context("alpha"):
        jette, tom = people()
        job = house.begun(shop.furnish(), jette)
        releasing.submit(actor=house.actor(jette), at=AT, job_id=job.pk)
        approvals.confirm(actor=house.actor(tom), at=AT, approval_id=house.proposal(job).pk)
    ready = threading.Barrier(2)

    def deliver() -> None:
        try:
            with schema_context("alpha"):
                ready.wait()
                releasing.deliver(at=AT, job_id=job.pk)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=deliver) for _each in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    with schema_context("alpha"):
        assert house.again(job).deliveries.count() == 1
        assert house.rows("inbox.OutgoingMail").filter(template="orders.finished").count() == 1
