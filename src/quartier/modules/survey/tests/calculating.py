"""A portal that sells calculations, and somebody who walks through one with a browser without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quartier.core.checkout.tests.counter import GUEST, OPENED, Buyer, boxes_of, hidden_of, open_shop
from quartier.kit.clock import now
from quartier.kit.schemas import enter_schema
from quartier.modules.survey import demo
from quartier.modules.survey.models import Survey
from quartier.modules.survey.queries import reading

FIELD = re.compile(r'name="(row-\d+-[a-z]+|number|client)" value="([^"]*)"')
CHOSEN = re.compile(r'name="(row-\d+-use)">.*?<option value="([a-z_]+)" selected', re.DOTALL)
FLAT = (("Wohnen", "living", "5,20x4,10"), ("Küche", "kitchen", "3x2,5"), ("Bad", "bath", "2,60x2"))
FACTS = {"author": "Mara Öztürk", "recipient": "Hausverwaltung Lindenhof", "purpose": "Vermietung"}


def open_portal() -> None:
    """Open planmass with its shop and this module."""
    open_shop()
    demo.offer(at=OPENED, key="planmass")
    enter_schema("planmass")


@dataclass
class Visitor(Buyer):
    """Somebody with a calculation; `place` is its address."""

    place: str = ""

    def begin_one(self, title: str = "Wohnung 3. OG", basis: str = "measurements") -> Survey:
        """Begin a calculation."""
        answer = self.post("/wohnflaeche/", {"title": title, "basis": basis})
        assert answer.status_code == 302, answer.content.decode()
        self.place = answer.headers["Location"]
        return self.row()

    def row(self) -> Survey:
        """The calculation as it is stored."""
        found = reading.by_token(self.place.split("/")[2], now())
        assert found is not None
        return found

    def form(self) -> dict[str, str]:
        """What the page would send if nothing was changed."""
        page = self.get(self.place).content.decode()
        return dict(FIELD.findall(page)) | dict(CHOSEN.findall(page))

    def enter(self, rooms: Any = FLAT, **more: str) -> Any:
        """Type rooms into the empty last row, one after the other."""
        answer: Any = None
        for name, use, size in rooms:
            form = self.form()
            place = max(int(one.split("-")[1]) for one in form if one.startswith("row-"))
            typed = {f"row-{place}-name": name, f"row-{place}-use": use, f"row-{place}-size": size}
            answer = self.post(self.place, {**form, **typed, **more})
        return answer

    def order(self) -> Any:
        """Order the calculation as a guest, up to the page after the click."""
        answer = self.post(self.place, {**self.form(), "bestellen": "1"})
        assert answer.status_code == 302, answer.content.decode()
        self.token = answer.headers["Location"].split("/")[2]
        page = self.get().content.decode()
        number = re.search(r'name="take_(\d+)"[^>]*checked', page)
        assert number is not None
        assert self.post("", {f"take_{number[1]}": "on", f"many_{number[1]}": "1"}).status_code == 302
        assert self.post("angaben", {"_do": "next"}).status_code == 302
        assert self.post("person", GUEST).status_code == 302
        assert self.post("zahlung", {"method": "invoice"}).status_code == 302
        review = self.get("pruefen")
        answer = self.click(review, **dict.fromkeys(boxes_of(review), "on"))
        assert answer.status_code == 302, answer.content.decode()
        return answer

    def finish(self, facts: Mapping[str, str] = FACTS) -> Any:
        """Go through the last look."""
        shown = self.post(f"{self.place}abschliessen/", facts)
        if shown.status_code != 200:
            return shown
        return self.post(f"{self.place}abschliessen/", {**facts, **hidden_of(shown), "_step": "confirm"})

    def send(self, survey: Any, base: int, client: str = "") -> Any:
        """Send an edit as the drawing board does."""
        body = json.dumps({"base": base, "client": client, "survey": survey})
        answer = self.client.post(f"{self.place}stand/", body, "application/json", **self._host())
        enter_schema(self.key)
        return answer
