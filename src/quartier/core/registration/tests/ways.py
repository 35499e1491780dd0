"""Portals made from their presets, customers with codes, and a browser that walks through a registration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from django.core.cache import cache
from django.test import Client

from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties import services as parties
from quartier.core.providers import queries as providers
from quartier.core.providers import services as provision
from quartier.core.registration import queries, services
from quartier.core.registration.models import InvitationCode, Occasion
from quartier.core.registration.rules.codes import shown
from quartier.core.registration.rules.work import is_done
from quartier.kit.clock import day_of
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind

OPENED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Sinan Kühn")
PASSWORD = "Rheinwiese-47-Kiesel"
BORN = date(1961, 4, 23)
PAGE = "/registrieren/"
LINK = re.compile(r"/registrieren/weiter/([\w-]+)/")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ENTRIES: Mapping[str, Mapping[str, str]] = {
    "planmass": {"standing": "consumer", "given_name": "Konrad", "name": "Ebel"},
    "raumhafen": {
        "customer_type": "business", "organisation": "Kontor Süd GmbH", "street": "Neckarkai 1", "postcode": "69199",
        "city": "Heidelau", "phone": "06221 555-12", "account_name": "Kontor-Süd", "given_name": "Paula",
        "name": "Sander", "user_name": "paula",
    },
    "werkstatt": {
        "customer_type": "business", "organisation": "Tischlerei Osei", "business_proof": "HRB 4711",
        "given_name": "Malik", "name": "Osei", "phone": "0202 5550-12",
    },
}  # fmt: skip


def open_portal(key: str) -> None:
    """Make a portal from its preset, open it and stand in its schema."""
    enter_schema("public")
    provision.create_from_preset(actor=SYSTEM, at=OPENED, key=key, preset=key)
    provision.publish_provider(actor=SYSTEM, at=OPENED, key=key)
    enter_schema(key)


def flow(at: datetime) -> Any:
    """The way in of the portal that we stand in."""
    return queries.flow_on(day_of(at))


def customer(
    name: str = "Yıldız", *, kind: str = "tenancy", ended_on: date | None = None, entity: int = 0, **more: Any
) -> Any:
    """A customer with one contract, whom post reaches."""
    given = {"given_name": "Emine", "street": "Uferstraße 14", "postcode": "40299", "city": "Düsselau", **more}
    party = parties.add_party(actor=SYSTEM, at=OPENED, kind="person", name=name, born_on=BORN, **given)
    row = parties.open_relationship(
        actor=SYSTEM, at=OPENED, party=party, legal_entity_id=providers.entities()[entity].pk, kind=kind,
        number=f"{kind[0].upper()} {party.pk}", started_on=date(2019, 4, 1), tell=False,
    )  # fmt: skip
    if ended_on is not None:
        row.ended_on = ended_on
        row.save(update_fields=["ended_on"])
    return party


def code_for(party: Any, at: datetime, occasion: Occasion = Occasion.FIRST) -> str:
    """The code on the letter that a customer gets."""
    services.issue(
        actor=CLERK, at=at, flow=flow(at), party_ids=[party.pk], occasion=occasion, reason="Test"
    )  # fmt: skip
    return shown(InvitationCode.objects.get(party=party, revoked_at__isnull=True, used_at__isnull=True).sealed)


def mails_to(email: str, template: str = "") -> list[OutgoingMail]:
    """The mails to an address, oldest first."""
    rows = OutgoingMail.objects.filter(to_address=email).order_by("pk")
    return list(rows.filter(template=template) if template else rows)


def token_to(email: str) -> str:
    """The secret in the newest mail to an address that has one."""
    found = [LINK.search(mail.text) for mail in reversed(mails_to(email))]
    return next(one[1] for one in found if one)


@dataclass
class Visitor:
    """Somebody with a browser at a portal. `patient` has no script and takes time, others work."""

    key: str
    client: Client = field(init=False)
    ip: str = "198.51.100.7"
    works: bool = True

    def __post_init__(self) -> None:
        self.client = Client(HTTP_HOST=f"{self.key}.localhost", REMOTE_ADDR=self.ip)

    def page(self, path: str = PAGE) -> str:
        """Open a page."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, path: str, values: Mapping[str, Any]) -> tuple[int, str]:
        """Send a form; returns status and text."""
        answer = self.client.post(path, values)
        enter_schema(self.key)
        return answer.status_code, answer.content.decode()

    def fill(self, **entries: Any) -> tuple[int, str]:
        """Fill in the form and go on to the check page."""
        hidden = hidden_in(self.page())
        proof = worked(hidden["_challenge"], self.page_bits) if self.works else ""
        values = {**hidden, "_proof": proof, "password": PASSWORD, "password_again": PASSWORD, **entries}
        return self.post(PAGE, values)

    page_bits: int = 13

    def send(self, check: str, **entries: Any) -> tuple[int, str]:
        """Press the last button with both boxes ticked."""
        return self.post(PAGE, {**hidden_in(check), "_step": "confirm", "terms": "on", "privacy": "on", **entries})

    def register(self, **entries: Any) -> tuple[int, str]:
        """Fill in, check, send."""
        cache.clear()
        status, check = self.fill(**entries)
        assert status == 200, check
        return self.send(check)


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(page)}


def worked(challenge: str, bits: int) -> str:
    """What a browser finds out."""
    return str(next(number for number in range(10_000_000) if is_done(challenge, str(number), bits)))
