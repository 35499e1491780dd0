"""A provider with the demo project, and people who visit it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from quartier.kit import clock
from quartier.modules.lettings import demo
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "M. Brandt")

Visit = Callable[..., Client]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The instant of every request in these tests: 22 November 2026, 10:30 in Germany."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    return AT


@pytest.fixture
def kiebitzhof(alpha: Any, at: datetime) -> Any:
    """The provider alpha, published, with the demo project."""
    demo.seed(at, CLERK)
    publish("alpha")
    return apps.get_model("lettings.Project").objects.get(key="kiebitzhof")


@pytest.fixture
def visit() -> Visit:
    """Open pages of the current provider as a visitor or as staff with roles."""
    return _visit


def publish(schema: str) -> None:
    """Open a portal without asking for its imprint."""
    rows = apps.get_model("providers.Provider").objects.filter(schema_name=schema)
    rows.update(state="published", revision=rows.get().revision + 1)


def _visit(*roles: str, host: str = "alpha.localhost", audience: str = "staff") -> Client:
    client = Client(HTTP_HOST=host)
    if roles or audience != "staff":
        users = apps.get_model("accounts.User").objects
        email = f"{'-'.join(roles) or audience}@portal.example"
        duties = {"roles": list(roles), "areas": ["letting"] if roles else []}
        user = users.create(login=email, email=email, name="M. Brandt", audience=audience, created_at=AT, **duties)
        apps.get_model("mfa.Authenticator").objects.create(user=user, type="totp", data={})
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
