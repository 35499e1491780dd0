"""What tests about threads share: the customer's party, a way through the check step, requests."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from quartier.core.parties.models import Party
from quartier.core.threads import services
from quartier.core.threads.models import Thread
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
CUSTOMER = Actor(ActorKind.CUSTOMER, "1", "Mara Lindqvist")
CLERK = Actor(ActorKind.STAFF, "2", "Jette Brandis")


def party_of(world: Any, role: str = "customer", schema: str = "emscher") -> Party:
    """The party of somebody with a login; leaves the connection in the provider's schema."""
    enter_schema(schema)
    return Party.objects.get(user_id=world.people[schema][role])


def opened(party: Party, text: str = "Das Schloss klemmt.", **given: Any) -> Thread:
    """A request of a customer."""
    words = {"treatment": "request", "category": "Frage", "subject": "Fahrradkeller", **given}
    return services.open_thread(actor=CUSTOMER, at=AT, party=party, text=text, **words)


def confirmed(client: Client, path: str, data: dict[str, Any]) -> Any:
    """What a form answers after its check page was confirmed."""
    shown = client.post(path, data)
    assert shown.status_code == 200, shown.content.decode()[:3000]
    token = re.search(r'name="_shown" value="([^"]+)"', shown.content.decode())
    assert token is not None
    return client.post(path, {**data, "_shown": token[1], "_step": "confirm"})


def main_of(answer: Any) -> str:
    """The content of a page without its frame."""
    return str(answer.content.decode().split("<main")[1].split("</main>")[0])
