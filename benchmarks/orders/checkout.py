"""How many statements the pages of an order take, from the shop to the last page, and the click itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import provider

MOST_A_PAGE = 15.0
OBJECT = {"entry_address": "Speicherstraße 9", "entry_sort": "Wohnung"}
GUEST = {
    "standing": "consumer", "given_name": "Mara", "name": "Öztürk", "street": "Speicherstraße 9", "postcode": "19399",
    "city": "Lübzin", "email": "mara@posthaus.example",
}  # fmt: skip


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Walk as a guest through the order of a floor plan and count."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        say("a guest orders …")
        pages, click = _walk()
    for step, number in pages.items():
        say(f"  {step}: {number}")
    return [
        Figure("order_statements", float(max(pages.values())), "statements", MOST_A_PAGE),
        Figure("order_click_statements", float(click), "statements"),
    ]


def _walk() -> tuple[Mapping[str, int], int]:
    """Statements of each page, and of the click."""
    from django.conf import settings  # noqa: PLC0415 – after set-up
    from django.test.utils import override_settings  # noqa: PLC0415 – after set-up

    from quartier.core.checkout.tests import counter  # noqa: PLC0415 – after set-up

    # Pages are drawn, not served: nobody asks for the files beside them.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        return _counts(counter)


def _counts(counter: Any) -> tuple[Mapping[str, int], int]:
    counter.open_shop()
    buyer = counter.Buyer()
    buyer.walk("wohnflaeche", details={**OBJECT, "file_plans": counter.plan()}, person=GUEST)
    pages = {step: _counted(lambda at=step: buyer.get(at))[0] for step in ("/leistungen/", "/preise/")}  # type: ignore[misc]
    for step in ("", "angaben", "person", "zahlung", "pruefen"):
        pages[step or "auswahl"], page = _counted(lambda at=step: buyer.get(at))  # type: ignore[misc]
    click, answer = _counted(lambda: buyer.click(page, terms="on", privacy="on"))
    if not answer.headers["Location"].endswith("/eingegangen/"):
        raise RuntimeError("the order was not placed")
    return pages, click


def _counted(act: Callable[[], Any]) -> tuple[int, Any]:
    from django.db import connection  # noqa: PLC0415 – after set-up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 – after set-up

    with CaptureQueriesContext(connection) as seen:
        answer = act()
    return len(seen), answer
