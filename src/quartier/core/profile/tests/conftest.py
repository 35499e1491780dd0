"""Where the tests of profile stand: at emscher, with its customer, a clerk, and what they do."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from quartier.core.parties.models import Party
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "9", "Jette Brandis")


class Town:
    """A portal in which a customer and staff do things; every look ends in the schema of emscher."""

    def __init__(self, world: Any) -> None:
        self.world = world
        enter_schema("emscher")
        party = Party.objects.select_related("user").get(user_id=world.people["emscher"]["customer"])
        self.party: Any = party
        self.user: Any = party.user
        self.me = Actor(ActorKind.CUSTOMER, str(party.user_id), str(party.user))

    def get(self, role: str, path: str) -> Any:
        """Open a page."""
        answer = self.world.client("emscher", role).get(path)
        enter_schema("emscher")
        return answer

    def post(self, role: str, path: str, **values: Any) -> Any:
        """Send a form."""
        answer = self.world.client("emscher", role).post(path, values)
        enter_schema("emscher")
        return answer

    def confirmed(self, path: str, **values: Any) -> Any:
        """Send a form as the customer, and confirm it on its check page."""
        shown = self.post("customer", path, **values).content.decode()
        token = re.search(r'name="_shown" value="([^"]+)"', shown)
        assert token is not None, shown
        return self.post("customer", path, **values, _shown=token[1], _step="confirm")

    def fresh(self) -> Any:
        """The customer as stored now."""
        self.party.refresh_from_db()
        return self.party


@pytest.fixture
def town(world: Any) -> Town:
    """A portal with a customer."""
    return Town(world)
