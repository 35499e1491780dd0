"""Ordering what the office draws, over the real pages: each service alone, all together, never without its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout.tests.counter import GUEST, OBJECT, OPENED, Buyer, boxes_of, open_shop, plan
from quartier.kit import clock
from quartier.kit.clock import day_of
from quartier.modules.survey import demo
from quartier.modules.survey.models import Job
from quartier.modules.survey.tests import jobs_shop as house

pytestmark = pytest.mark.django_db
DRAWN = {
    "wohnflaeche": "areas", "grundriss": "plan", "kubatur": "cubature", "schnitt": "section", "ansicht": "elevation",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> None:
    """Keep files and counters of other tests away."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"
    cache.clear()


@pytest.fixture
def buyer() -> Buyer:
    """Somebody at planmass, whose catalogue this module performs."""
    open_shop()
    demo.offer(at=OPENED, key="planmass")
    return Buyer()


def with_files() -> dict[str, Any]:
    return {**OBJECT, "file_plans": plan()}


def clicked(buyer: Buyer, page: Any) -> Any:
    """The order that follows from the button on the last page."""
    ticks = dict.fromkeys(boxes_of(page), "on")
    answer = buyer.click(page, **ticks)
    assert answer.status_code == 302, answer.content.decode()
    return house.rows("orders.Order").order_by("-pk").first()


@pytest.mark.req("WR-001")
def test_each_service_has_a_price_and_is_ordered_alone(buyer: Buyer) -> None:
    offers = {one.product.key: one for one in catalogue.offers(day_of(clock.now()))}
    for key, output in DRAWN.items():
        assert offers[key].base[0].sums.gross > 0
        page = buyer.walk(key, details=with_files())
        assert "Jetzt kostenpflichtig bestellen" in page.content.decode()
        order = clicked(buyer, page)
        assert [line.product.key for line in order.lines.all()] == [key]
        assert Job.objects.get(order=order).outputs == [output]
    assert offers["wohnflaeche-express"].base[0].sums.gross > 0


@pytest.mark.req("WR-001")
def test_all_services_are_ordered_in_one_basket(buyer: Buyer) -> None:
    buyer.begin("wohnflaeche")
    numbers = {key: catalogue.product_keyed(key).pk for key in DRAWN}  # type: ignore[union-attr]
    taken = {f"take_{number}": "on" for number in numbers.values()} | {f"many_{one}": "1" for one in numbers.values()}
    assert buyer.post("", taken).status_code == 302
    assert buyer.post("angaben", {"_do": "next", **with_files()}).status_code == 302
    assert buyer.post("person", GUEST).status_code == 302
    assert buyer.post("zahlung", {"method": "invoice"}).status_code == 302
    page = buyer.get("pruefen")
    assert "485,00" in page.content.decode()
    order = clicked(buyer, page)
    assert order.lines.count() == len(DRAWN)
    job = Job.objects.get(order=order)
    assert sorted(job.outputs) == sorted(DRAWN.values())
    assert order.files.filter(key="plans").count() == 1


@pytest.mark.req("WR-017")
def test_an_order_without_the_needed_file_is_refused_with_a_clear_sentence(buyer: Buyer) -> None:
    buyer.begin("grundriss")
    number = catalogue.product_keyed("grundriss").pk  # type: ignore[union-attr]
    buyer.post("", {f"take_{number}": "on", f"many_{number}": "1"})
    answer = buyer.post("angaben", {"_do": "next", **OBJECT})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Grundrisse oder Baupläne" in text
    assert "fehlt" in text
    for step in ("person", "zahlung", "pruefen"):
        assert buyer.get(step).status_code == 302, "no step is reached without it"
    assert (house.rows("orders.Order").count(), Job.objects.count()) == (0, 0)
    assert buyer.post("angaben", {"_do": "next", **with_files()}).status_code == 302
