"""A portal that sells, and somebody who walks through an order with a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quartier.core.catalogue import demo
from quartier.core.providers import queries as providers
from quartier.core.providers import services as provision
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
GUEST = {
    "standing": "consumer", "given_name": "Mara", "name": "Öztürk", "street": "Speicherstraße 9", "postcode": "19399",
    "city": "Lübzin", "email": "mara@posthaus.example",
}  # fmt: skip
OBJECT = {"entry_address": "Speicherstraße 9, 19399 Lübzin", "entry_sort": "Wohnung", "entry_area": "96,4"}


def open_shop(key: str = "planmass") -> None:
    """Make a portal from its preset with its catalogue, open it and stand in its schema."""
    enter_schema("public")
    provision.create_from_preset(actor=SYSTEM, at=OPENED, key=key, preset=key)
    provision.publish_provider(actor=SYSTEM, at=OPENED, key=key)
    enter_schema(key)
    demo.seed(at=OPENED, key=key, entity_id=providers.entities()[0].pk)


def plan(name: str = "grundriss.pdf") -> SimpleUploadedFile:
    """A small file that passes for a plan."""
    return SimpleUploadedFile(name, PDF, "application/pdf")


@dataclass
class Buyer:
    """A browser on its way through an order; `token` is the secret of its draft."""

    key: str = "planmass"
    client: Client = field(default_factory=Client)
    token: str = ""

    def get(self, step: str = "", **more: Any) -> Any:
        """Open a step."""
        answer = self.client.get(self.address(step), **self._host(), **more)
        enter_schema(self.key)
        return answer

    def post(self, step: str, given: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Send a step."""
        answer = self.client.post(self.address(step), {**(given or {})}, **self._host(), **more)
        enter_schema(self.key)
        return answer

    def address(self, step: str) -> str:
        """Where a step is; what begins with a slash is an address already."""
        return step if step.startswith("/") else f"/bestellen/{self.token}/{step + '/' if step else ''}"

    def begin(self, slug: str) -> Any:
        """Begin an order with one service."""
        answer = self.post(f"/leistungen/{slug}/")
        assert answer.status_code == 302, answer.content.decode()
        self.token = answer.headers["Location"].split("/")[2]
        return answer

    def walk(
        self,
        slug: str,
        *,
        details: Mapping[str, Any] | None = None,
        person: Mapping[str, str] | None = None,
        method: str = "invoice",
    ) -> Any:
        """Go through all steps to the last page and return it."""
        self.begin(slug)
        answer = self.get()
        number = re.search(r'name="take_(\d+)"[^>]*checked', answer.content.decode())
        assert number is not None
        assert self.post("", {f"take_{number[1]}": "on", f"many_{number[1]}": "1"}).status_code == 302
        answer = self.post("angaben", {"_do": "next", **(details or {})})
        assert answer.status_code == 302, answer.content.decode()
        assert self.post("person", person or GUEST).status_code == 302
        assert self.post("zahlung", {"method": method}).status_code == 302
        return self.get("pruefen")

    def click(self, page: Any, **ticks: str) -> Any:
        """Press the button of the last page, with the boxes that are named."""
        return self.post("pruefen", {**hidden_of(page), **ticks})

    def _host(self) -> dict[str, Any]:
        return {"HTTP_HOST": f"{self.key}.localhost", "wsgi.url_scheme": "https"}


def hidden_of(page: Any) -> dict[str, str]:
    """The hidden fields of a page."""
    found = {name: unescape(value) for name, value in HIDDEN.findall(page.content.decode())}
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def boxes_of(page: Any) -> list[str]:
    """The names of all boxes to tick on a page."""
    return re.findall(r'<input[^>]*type="checkbox"[^>]*name="([^"]+)"', page.content.decode())
