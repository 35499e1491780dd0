"""A customer with a program that listens, and a receiver that checks what it hears by itself."""

from __future__ import annotations

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.apps import apps

from quartier.core.accounts import services as accounts
from quartier.core.parties import services as parties
from quartier.core.webhooks import services
from quartier.core.webhooks.models import Delivery, Hook
from quartier.kit.access import Audience
from quartier.values.actor import SYSTEM

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "https://empfang.example/quartier"


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def customer(name: str = "blum") -> Any:
    """A user who is a customer."""
    email = f"{name}@posthaus.example"
    given: dict[str, Any] = {"audience": Audience.CUSTOMER, "email": email, "name": name.title(), "password": None}
    user = accounts.open_account(actor=SYSTEM, at=AT, **given)
    party = parties.add_party(actor=SYSTEM, at=AT, kind="organisation", name=f"{name.title()} GmbH", email=email)
    party.user = user
    party.save(update_fields=["user"])
    return user


def hook(user: Any, url: str = URL, events: tuple[str, ...] = ("order.accepted",)) -> tuple[Hook, str]:
    """An address of somebody, and its secret."""
    return services.add(actor=SYSTEM, at=AT, user=user, url=url, events=events)


def published(user: Any, at: datetime = AT, key: str = "1", number: str = "A-1") -> Any:
    """An event of somebody."""
    data = {"order": number, "state": "accepted", "due_at": None, "address": "/api/v1/meine/auftraege/1"}
    return services.publish(
        at=at, party_id=user.party.pk, event="order.accepted", subject="orders.order:1", data=data, key=key
    )


def delivery() -> Delivery:
    """The only delivery there is."""
    return Delivery.objects.select_related("hook", "event").get()


class Receiver:
    """A program of a customer: it answers as told, and keeps what it heard and whether that was signed by us."""

    def __init__(self) -> None:
        self.url = ""
        self.secret = ""
        self.status = 204
        self.says = b""
        self.heard: list[dict[str, Any]] = []
        self.forged: list[str] = []
        self.headers: list[dict[str, str]] = []

    def take(self, headers: dict[str, str], body: bytes) -> None:
        """Hear one message as the convention tells receivers to: the key is what follows the mark."""
        kind, _mark, key = self.secret.partition("_")
        assert kind == "whsec"
        number, when = headers["Webhook-Id"], headers["Webhook-Timestamp"]
        wanted = hmac.digest(base64.b64decode(key), b".".join((number.encode(), when.encode(), body)), "sha256")
        given = [one.split(",", 1) for one in headers["Webhook-Signature"].split(" ")]
        fits = [version == "v1" and base64.b64decode(value) == wanted for version, value in given]
        (self.heard if any(fits) else self.forged).append(json.loads(body))
        self.headers.append(headers)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Let a program listen on this machine."""
    program = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def _hear(self) -> None:
            program.take(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(program.status)
            self.end_headers()
            self.wfile.write(program.says)

        def log_message(self, *_said: Any) -> None:
            """Say nothing."""

        do_POST = _hear  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    program.url = f"http://127.0.0.1:{server.server_address[1]}/an"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield program
    finally:
        server.shutdown()
        server.server_close()
