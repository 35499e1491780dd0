"""Keys of programs: shown once, kept as a hash, scoped, renewed with an overlap, revoked at once, counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from quartier.core.api import services
from quartier.core.api.models import ApiKey
from quartier.core.api.rules import CALLS, OVERLAP
from quartier.core.audit import queries as audit
from quartier.kit.api import Problem
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, ActorKind, Way

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PAGE = "/buero/einstellungen/schnittstellen/"
READ = ["parties.read"]


@pytest.fixture(autouse=True)
def home(world: Any) -> Any:
    """Stand in a provider's schema."""
    enter_schema("emscher")
    return world


def issued(name: str = "Abgleich") -> tuple[ApiKey, str]:
    """Issue a key."""
    return services.issue(actor=SYSTEM, at=AT, name=name, allowed=READ)


def shown(secret: str, at: datetime = AT) -> Any:
    """A call that shows a key."""
    return SimpleNamespace(headers={"Authorization": f"Bearer {secret}"}, now=at)


def status_of(secret: str, at: datetime = AT) -> int:
    """What a call with a key hears: 0 when it is let in."""
    try:
        services.admit(shown(secret, at))
    except Problem as problem:
        return problem.status
    return 0


def test_a_key_is_recognised_and_only_its_hash_is_kept() -> None:
    key, secret = issued()
    found = services.admit(shown(secret, AT + timedelta(hours=1)))
    assert (found.pk, found.last_used_at, found.permissions) == (
        key.pk, AT + timedelta(hours=1), frozenset(READ),
    )  # fmt: skip
    assert (found.actor.kind, found.actor.name, found.actor.way) == (ActorKind.SYSTEM, "Abgleich", Way.API)
    assert len(secret) > 50
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM api_apikey t")
        assert secret not in str(cursor.fetchall())
    fact = audit.about(f"api.key:{key.pk}")[0]
    assert fact.data == {"name": "Abgleich", "scopes": ["parties.read"]}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "quartier_abc"])
def test_who_shows_no_key_is_told_how(header: str) -> None:
    with pytest.raises(Problem) as refused:
        services.admit(SimpleNamespace(headers={"Authorization": header}, now=AT))
    assert refused.value.status == 401
    assert "Authorization" in str(refused.value)


def test_a_renewed_key_leaves_two_days_to_change_the_program() -> None:
    key, old = issued()
    _key, new = services.renew(actor=SYSTEM, at=AT, key_id=key.pk)
    just_before = AT + OVERLAP - timedelta(seconds=1)
    assert (status_of(new), status_of(old, just_before), status_of(old, AT + OVERLAP)) == (0, 0, 401)
    _key, newest = services.renew(actor=SYSTEM, at=AT, key_id=key.pk)
    assert (status_of(old), status_of(new), status_of(newest)) == (401, 0, 0)


def test_a_revoked_key_works_no_longer_and_its_name_is_free() -> None:
    key, old = issued()
    _key, new = services.renew(actor=SYSTEM, at=AT, key_id=key.pk)
    services.revoke(actor=SYSTEM, at=AT, key_id=key.pk)
    assert (status_of(old), status_of(new)) == (401, 401)
    with pytest.raises(services.AlreadyRevoked), transaction.atomic():
        services.renew(actor=SYSTEM, at=AT, key_id=key.pk)
    assert issued()[0].pk != key.pk


@pytest.mark.parametrize("allowed", [[], ["parties.everything"]])
def test_a_key_may_do_something_that_exists(allowed: list[str]) -> None:
    with pytest.raises(services.NoScope), transaction.atomic():
        services.issue(actor=SYSTEM, at=AT, name="Abgleich", allowed=allowed)
    assert not ApiKey.objects.exists()


def test_two_working_keys_have_two_names() -> None:
    issued()
    with pytest.raises(services.NameTaken), transaction.atomic():
        issued("ABGLEICH")
    assert ApiKey.objects.count() == 1


def test_calls_are_counted_for_each_minute_and_key() -> None:
    _key, secret = issued()
    _other, another = issued("Anderes Programm")
    assert {status_of(secret, AT + timedelta(seconds=n / 10)) for n in range(CALLS)} == {0}
    with pytest.raises(Problem) as refused:
        services.admit(shown(secret, AT + timedelta(seconds=30)))
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "60"})
    assert (status_of(another), status_of(secret, AT + timedelta(seconds=61))) == (0, 0)


def test_a_key_is_issued_shown_once_renewed_and_revoked_in_the_office(world: Any) -> None:
    lead = world.client("emscher", "lead")
    page = lead.post(f"{PAGE}neu/", {"name": "Abgleich", "allowed": READ}).content.decode()
    secret = re.search(r"<code>(quartier_[\w-]+)</code>", page)
    assert secret is not None
    listed = lead.get(PAGE).content.decode()
    assert secret[1] not in listed
    assert f"… {secret[1][-4:]}" in listed
    again = lead.post(f"{PAGE}neu/", {"name": "Abgleich", "allowed": READ})
    assert again.status_code == 422
    assert "schon einen Schlüssel mit diesem Namen" in again.content.decode()

    enter_schema("emscher")
    key = ApiKey.objects.get()
    assert "Schlüssel erneuern" in lead.get(f"{PAGE}{key.pk}/erneuern/").content.decode()
    renewed = re.search(r"<code>(quartier_[\w-]+)</code>", lead.post(f"{PAGE}{key.pk}/erneuern/").content.decode())
    assert renewed is not None
    assert renewed[1] != secret[1]
    assert lead.post(f"{PAGE}{key.pk}/entziehen/").status_code == 302
    enter_schema("emscher")
    assert status_of(renewed[1]) == 401
    assert lead.get(f"{PAGE}{key.pk}/entziehen/").status_code == 404


@pytest.mark.parametrize("role", ["clerk", "privacy"])
def test_only_the_lead_gives_keys_away(world: Any, role: str) -> None:
    assert world.client("emscher", role).get(PAGE).status_code == 403
