"""A real browser reaches a real server that stands on the test database."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from playwright.sync_api import Page


def test_a_browser_reaches_the_portal_of_a_provider(page: Page, live_server_for: Callable[[str], str]) -> None:
    apps.get_model("providers.Provider").objects.filter(schema_name="alpha").update(state="published", revision=2)
    answer = page.goto(f"{live_server_for('alpha')}/anmelden/")
    assert answer is not None
    assert answer.status == 200
    assert "Alpha Wohnen eG" in page.content()


def test_an_unknown_host_is_nobodys(page: Page, live_server_for: Callable[[str], str]) -> None:
    answer = page.goto(f"{live_server_for('gamma')}/anmelden/")
    assert answer is not None
    assert answer.status == 404
    assert "Alpha" not in page.content()
