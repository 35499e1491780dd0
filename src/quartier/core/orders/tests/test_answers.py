"""Answers with files, results that are delivered again, and who hears what becomes of an order."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tenants.utils import schema_context

from quartier.core.documents.services import FileRefused
from quartier.core.orders import extension, services
from quartier.core.orders.queries import answer_files
from quartier.core.orders.tests import shop
from quartier.core.orders.tests.test_pages import KEY, OTHER, again, order_in
from tests.plugins.world import World

AT, CLERK = shop.AT, shop.CLERK
EARLY: dict[str, Any] = {"started_early": True, "loss_known": True}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> None:
    """Keep files of other tests away."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"


@pytest.fixture
def heard() -> Iterator[list[tuple[str, str]]]:
    """What registered listeners hear of orders."""
    told: list[tuple[str, str]] = []
    registries: dict[str, Any] = {"placed": extension.placed, "ended": extension.ended, "resumed": extension.resumed}
    for name, registry in registries.items():
        registry.register("tests", lambda _actor, _at, order, name=name: told.append((name, order.state)))
    yield told
    for registry in registries.values():
        registry._entries.pop("tests")


def attached(order: Any, name: str = "schnitt.pdf", at: Any = AT) -> Any:
    """A file that waits for the answer."""
    return services.attach(at=at, order_id=order.pk, file_name=name, size=len(PDF), blocks=[PDF])


@pytest.mark.usefixtures("alpha")
def test_listeners_hear_of_orders_that_come_in_end_and_go_on(heard: list[tuple[str, str]]) -> None:
    entity = shop.furnish()
    declined = shop.placed(shop.product(entity), **EARLY)
    services.decline(actor=CLERK, at=AT, order_id=declined.pk)
    assert heard == [("placed", "offered"), ("ended", "declined")]
    order = shop.placed(shop.product(entity), **EARLY)
    services.cancel(actor=CLERK, at=AT, order_id=order.pk, reason="infeasible", consent="per E-Mail")
    assert heard[2:] == [("placed", "offered"), ("ended", "cancelled")]


@pytest.mark.usefixtures("alpha")
def test_files_of_an_answer_become_documents_of_the_order() -> None:
    order = shop.placed(shop.product(shop.furnish()), **EARLY)
    kept, dropped = attached(order), attached(order, "falsch.pdf")
    services.answer(actor=CLERK, at=AT, order_id=order.pk, words="", uploads=[kept.upload_key, uuid.uuid4()])
    assert [(one.key, one.document.file_name) for one in order.files.all()] == [("answer", "schnitt.pdf")]
    assert order.files.get().document.by_customer
    assert not order.answer_files.exists()
    assert not shop.rows("documents.Upload").filter(key=dropped.upload_key).exists()
    assert shop.rows("orders.Order").get(pk=order.pk).flags == ["answered"]


@pytest.mark.usefixtures("alpha")
def test_an_answer_without_words_and_files_is_refused_and_files_have_an_end() -> None:
    order = shop.placed(shop.product(shop.furnish()), **EARLY)
    with pytest.raises(services.WordsMissing):
        services.answer(actor=CLERK, at=AT, order_id=order.pk, words=" ")
    with pytest.raises(FileRefused):
        services.attach(at=AT, order_id=order.pk, file_name="böse.exe", size=2, blocks=[b"MZ"])
    for _each in range(10):
        attached(order)
    with pytest.raises(services.TooManyFiles):
        attached(order)
    assert len(answer_files(order)) == 10
    services.cancel(actor=CLERK, at=AT, order_id=order.pk, reason="infeasible", consent="per E-Mail")
    with pytest.raises(services.OrderOver):
        attached(order)


@pytest.mark.usefixtures("alpha")
def test_a_result_is_delivered_again_and_the_first_one_stays() -> None:
    order = shop.placed(shop.product(shop.furnish()), **EARLY)
    with pytest.raises(services.NotFinished):
        services.deliver_again(actor=CLERK, at=AT, order_id=order.pk, words="neu")
    services.finish(actor=CLERK, at=AT, order_id=order.pk, words="Wohnfläche 80 m²")
    with pytest.raises(services.NothingDelivered):
        services.deliver_again(actor=CLERK, at=AT, order_id=order.pk)
    later = AT + timedelta(days=3)
    services.deliver_again(actor=CLERK, at=later, order_id=order.pk, words="Wohnfläche 81 m²")
    results = list(order.entries.filter(kind="result").order_by("at"))
    assert [one.words for one in results] == ["Wohnfläche 80 m²", "Wohnfläche 81 m²"]
    mail = shop.rows("inbox.OutgoingMail").get(template="orders.delivered_again")
    assert "geändertes Ergebnis" in mail.subject
    assert shop.rows("orders.Order").get(pk=order.pk).ended_at == AT


def test_a_guest_adds_a_file_looks_at_all_and_sends_it_once(world: World) -> None:
    order = order_in(world)
    where, visitor = reverse("orders:guest_answer", args=[order.token]), world.client(KEY, "visitor")
    page = visitor.post(where, {"words": "", "_do": "add", "file": SimpleUploadedFile("plan.pdf", PDF)})
    assert page.status_code == 200
    key = re.search(r'value="([0-9a-f-]{36})"', page.content.decode())
    assert key is not None
    given = {"words": "", "uploads": key[1]}
    check = visitor.post(where, given).content.decode()
    assert "plan.pdf" in check
    with schema_context(KEY):
        assert not order.files.exists()
    shown = check.split('name="_shown" value="')[1].split('"')[0]
    for expected in (302, 422):
        assert visitor.post(where, {**given, "_shown": shown, "_step": "confirm"}).status_code == expected
    with schema_context(KEY):
        assert order.files.count() == 1
    assert again(order).flags == ["answered"]
    assert world.client(OTHER, "visitor").post(where, given).status_code == 404


def test_a_file_that_cannot_be_taken_is_named_and_the_words_stay(world: World) -> None:
    order = order_in(world, "customer")
    where = reverse("orders:answer", args=[order.pk])
    bad = SimpleUploadedFile("plan.pdf", b"MZ\x90\x00 no plan")
    page = world.client(KEY, "customer").post(where, {"words": "Hier der Plan", "_do": "next", "file": bad})
    assert page.status_code == 422
    assert "Hier der Plan" in page.content.decode()
    assert world.client(KEY, "other customer").post(where, {"words": "x"}).status_code == 404
