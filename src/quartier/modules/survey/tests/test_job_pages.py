"""Pages of jobs and wishes: who gets in, what stands there, and what a click does."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django_tenants.utils import schema_context

from quartier.core.approvals import services as approvals
from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.kit import clock
from quartier.modules.survey.models import ChangeWish, Job, Survey
from quartier.modules.survey.services import jobs, releasing, wishes
from quartier.modules.survey.tests import jobs_shop as house
from tests.plugins.world import World

KEY, OTHER = "raumhafen", "emscher"


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> None:
    """Keep files of other tests away."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"


def job_in(world: World, role: str = "", *, drawn: bool = True) -> Job:
    """A job of a guest or of a customer with an account."""
    with schema_context(KEY):
        entity = shop.rows("providers.LegalEntity").order_by("pk").first()
        values: dict[str, Any] = {"party": shop.customer()}
        if role:
            user = world.people[KEY][role]
            values = {"user_id": user, "party": shop.rows("parties.Party").get(user_id=user)}
        made = house.product(entity, is_free=True)
        given = {"texts": shop.current_texts(), "gross": Decimal("0.00"), "payment_method": "", **values}
        files = {"plans": [house.document(values["party"])]}
        order = shop.placed(made, clock.now(), button="kostenlos bestellen", documents=files, **given)
        orders.accept(actor=shop.CLERK, at=clock.now(), order_id=order.pk)
        job = Job.objects.get(order=order)
        return _begun(world, job) if drawn else house.again(job)


def _begun(world: World, job: Job) -> Job:
    clerk = shop.rows("accounts.User").get(pk=world.people[KEY]["clerk"])
    who = house.actor(clerk)
    jobs.check(actor=who, at=clock.now(), job_id=job.pk, items=house.judged(job))
    jobs.start(actor=who, at=clock.now(), job_id=job.pk, worker=clerk)
    house.draw(job, clerk, house.flat())
    return house.again(job)


def delivered_in(world: World, role: str = "") -> Job:
    """A job whose result is with the customer."""
    job = job_in(world, role)
    with schema_context(KEY):
        who = house.actor(shop.rows("accounts.User").get(pk=world.people[KEY]["clerk"]))
        releasing.submit(actor=who, at=clock.now(), job_id=job.pk)
        approvals.confirm(actor=shop.CLERK, at=clock.now(), approval_id=house.proposal(job).pk)
        releasing.deliver(at=clock.now(), job_id=job.pk)
        return house.again(job)


def stored(job: Job) -> Job:
    with schema_context(KEY):
        return house.again(job)


def test_staff_check_begin_draw_and_send_for_release(world: World) -> None:
    job, clerk = job_in(world, drawn=False), world.client(KEY, "clerk")
    assert job.order.number in clerk.get(reverse("survey:jobs")).content.decode()
    page = reverse("survey:job", args=[job.pk])
    assert "Grundrisse oder Baupläne" in clerk.get(page).content.decode()
    check = reverse("survey:job_check", args=[job.pk])
    bad = clerk.post(check, {"found_plans": "unusable", "words_plans": "", "words": ""})
    assert bad.status_code == 422
    assert "damit der Kunde" in bad.content.decode()
    assert clerk.post(check, {"found_plans": "good", "words_plans": "", "words": ""}).status_code == 302
    assert clerk.post(reverse("survey:job_start", args=[job.pk])).status_code == 302
    bench = reverse("survey:workbench", args=[job.pk])
    assert clerk.get(bench).status_code == 200
    content = house.flat()
    saved = clerk.post(
        f"{bench}stand/", json.dumps({"base": 1, "client": "", "survey": content}), content_type="application/json"
    )
    assert (saved.status_code, saved.json()["result"]["sum"]) == (200, "26.00")
    preview = reverse("survey:job_preview", args=[job.pk])
    assert "nicht vollständig" in clerk.get(preview).content.decode()
    with schema_context(KEY):
        Survey.objects.filter(job=job.pk).update(author="Raumhafen", recipient="Ida Blum", purpose="Verkauf")
    shown = clerk.get(preview).content.decode()
    assert "26,00" in shown
    assert ".dxf" in shown
    assert clerk.get(reverse("survey:job_piece", args=[job.pk, 1])).content[:5] == b"%PDF-"
    assert clerk.get(reverse("survey:job_piece", args=[job.pk, 99])).status_code == 404
    assert clerk.post(reverse("survey:job_submit", args=[job.pk])).status_code == 302
    assert stored(job).state == "review"
    assert clerk.post(bench, {"number": "2"}).status_code == 410


def test_jobs_are_for_those_who_draw_at_this_provider(world: World) -> None:
    job = job_in(world)
    for name in ("job", "workbench", "job_preview", "job_check"):
        page = reverse(f"survey:{name}", args=[job.pk])
        assert world.client(KEY, "bookkeeper").get(page).status_code == 403
        assert world.client(OTHER, "clerk").get(page).status_code == 404
        assert world.client(KEY, "customer").get(page).status_code in (302, 403)
        assert world.client(KEY, "clerk").get(page).status_code == 200
    with schema_context(KEY):
        other = shop.rows("accounts.User").get(pk=world.people[KEY]["partner"])
        entity = shop.rows("orders.Order").get(pk=job.order_id).entity_id
        if other.entity_id not in (None, entity):
            assert world.client(KEY, "partner").get(reverse("survey:job", args=[job.pk])).status_code == 404


def test_a_customer_wishes_for_a_change_and_a_stranger_cannot(world: World) -> None:
    job = delivered_in(world, "customer")
    page = reverse("orders:own_one", args=[job.order_id])
    where = reverse("survey:change_ask", args=[job.order_id])
    assert where in world.client(KEY, "customer").get(page).content.decode()
    assert world.client(KEY, "other customer").get(where).status_code == 404
    customer = world.client(KEY, "customer")
    assert customer.post(where, {"words": ""}).status_code == 422
    check = customer.post(where, {"words": "Bad ist falsch"}).content.decode()
    shown = check.split('name="_shown" value="')[1].split('"')[0]
    given = {"words": "Bad ist falsch", "_shown": shown, "_step": "confirm"}
    assert [customer.post(where, given).status_code for _each in range(2)] == [302, 409]
    with schema_context(KEY):
        wish = ChangeWish.objects.get(job=job)
    clerk = world.client(KEY, "clerk")
    assert "Bad ist falsch" in clerk.get(reverse("survey:job", args=[job.pk])).content.decode()
    judge = reverse("survey:wish_judge", args=[wish.pk])
    assert world.client(KEY, "bookkeeper").post(judge, {"our_error": "yes"}).status_code == 403
    assert clerk.post(judge, {"our_error": "yes", "words": ""}).status_code == 302
    assert stored(job).state == "drawing"
    assert clerk.post(judge, {"our_error": "yes", "words": ""}).status_code == 409


def test_a_guest_agrees_to_the_price_with_the_button_that_binds(world: World) -> None:
    job = delivered_in(world)
    token = job.order.token
    with schema_context(KEY):
        wish = wishes.ask(actor=house.CUSTOMER, at=clock.now(), order_id=job.order_id, words="Möbel einzeichnen")
        change = shop.rows("invoices.LaterChange").create(
            order=job.order, wish="Möbel", our_error=False, net=Decimal("25.00"), noted_at=clock.now(), noted_by="x"
        )
        ChangeWish.objects.filter(pk=wish.pk).update(state="quoted", change=change, gross=Decimal("29.75"))
    visitor, where = world.client(KEY, "visitor"), reverse("survey:guest_change_agree", args=[token])
    assert where in visitor.get(reverse("orders:guest", args=[token])).content.decode()
    page = visitor.get(where).content.decode()
    assert "29,75" in page
    check = visitor.post(where, {"started_early": "on", "loss_known": "on"}).content.decode()
    assert "29,75" in check
    assert "bestellen" in check.rsplit("<button", 2)[1] + check.rsplit("<button", 2)[2]
    assert world.client(OTHER, "visitor").get(where).status_code == 404
    assert visitor.get(reverse("survey:guest_change_agree", args=["x" * 43])).status_code == 404
    lets = reverse("survey:guest_change_decline", args=[token])
    assert visitor.post(lets).status_code == 302
    assert visitor.get(where).status_code == 404
    assert stored(job).state == "delivered"
