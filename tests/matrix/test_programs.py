"""Which program may call what: every endpoint × verb × key × role × provider, with a positive control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django_tenants.utils import schema_context

from quartier.core.api import services
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.api import scopes
from quartier.values.actor import SYSTEM
from tests.matrix.addresses import VERBS, Address, all_addresses
from tests.matrix.objects import missing, path_of
from tests.plugins.world import World

ENDPOINTS = [a for a in all_addresses() if a.rule and a.rule.audience is Audience.PROGRAM]
PAGES = [
    a
    for a in all_addresses()
    if a.operation is None and a.rule and a.rule.audience in (Audience.CUSTOMER, Audience.STAFF)
]
PROBLEM = "application/problem+json"
# What an endpoint says to somebody who may call it: done, that an empty body is not enough, or that it takes a file.
LET_IN = {200, 415, 422}


@dataclass(frozen=True, slots=True)
class Keys:
    """A key that may do everything, one that may do anything but this, and three that do not work here."""

    full: str
    without: str
    refused: dict[str, str]


def issued(name: str, allowed: list[str]) -> tuple[Any, str]:
    """Issue a key."""
    return services.issue(actor=SYSTEM, at=clock.now(), name=name, allowed=allowed)


def keys_for(address: Address) -> Keys:
    """Issue the keys with which an endpoint is tried."""
    assert address.rule is not None
    with schema_context("raumhafen"):
        foreign = issued("Fremd", scopes.keys())[1]
    with schema_context("emscher"):
        full = issued("Alles", scopes.keys())[1]
        without = issued("Anderes", [key for key in scopes.keys() if key != address.rule.needs])[1]  # noqa: SIM118
        gone, revoked = issued("Entzogen", scopes.keys())
        services.revoke(actor=SYSTEM, at=clock.now(), key_id=gone.pk)
    refused = {"another provider's": foreign, "revoked": revoked, "guessed": full[:-1] + "x", "half": full[:20]}
    return Keys(full, without, refused)


def call(world: World, verb: str, where: str, *, role: str = "visitor", key: str = "", schema: str = "emscher") -> Any:
    """Send one call with a session, a key, or both, and undo whatever it did."""
    client = world.client(schema, role)
    more: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
    with transaction.atomic():
        answer = client.generic(verb, where, b"{}", "application/json", secure=True, **more)
        transaction.set_rollback(True)
    return answer


def place_of(world: World, address: Address, schema: str = "emscher") -> str:
    """The path of an existing thing."""
    with schema_context(schema):
        return path_of(address, world.people[schema]["customer"])


def is_problem(answer: Any, status: int) -> bool:
    """Tell whether an answer is a problem of this kind that leaves nothing behind."""
    return (
        answer.status_code == status
        and answer.headers["Content-Type"] == PROBLEM
        and answer.json()["status"] == status
        and answer.headers["Cache-Control"] == "no-store"
        and not answer.cookies
    )


def test_there_are_endpoints_and_each_needs_a_scope_that_keys_can_have() -> None:
    assert [a.name for a in ENDPOINTS if missing(a)] == []
    assert {a.rule.needs for a in ENDPOINTS if a.rule} == set(scopes.keys())
    assert {a.name for a in all_addresses() if a.route.startswith("api/v1/")} == {
        "api:openapi",
        *(a.name for a in all_addresses() if a.operation is not None),
    }


@pytest.mark.parametrize("address", ENDPOINTS, ids=str)
def test_only_a_working_key_with_the_scope_gets_in(world: World, address: Address) -> None:
    operation = address.operation
    assert operation is not None
    keys, where = keys_for(address), place_of(world, address)
    assert call(world, operation.verb, where, key=keys.full).status_code in LET_IN, "the refusals would prove nothing"
    assert is_problem(call(world, operation.verb, where, key=keys.without), 403)
    for name, key in keys.refused.items():
        assert is_problem(call(world, operation.verb, where, key=key), 401), name
    for role in world.roles("emscher"):
        answer = call(world, operation.verb, where, role=role)
        assert is_problem(answer, 401), role
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert is_problem(call(world, operation.verb, where, role=role, key=keys.without), 403), role


@pytest.mark.parametrize("address", ENDPOINTS, ids=str)
def test_an_endpoint_has_one_verb(world: World, address: Address) -> None:
    operation = address.operation
    assert operation is not None
    keys, where = keys_for(address), place_of(world, address)
    for verb in {*VERBS} - {operation.verb} - ({"HEAD"} if operation.verb == "GET" else set()):
        answer = call(world, verb, where, key=keys.full)
        assert answer.status_code == 405, verb
        assert answer.headers["Allow"] == operation.verb


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_key_opens_no_page(world: World, address: Address) -> None:
    with schema_context("emscher"):
        key = issued("Alles", scopes.keys())[1]
        owner = "customer" if address.rule and address.rule.audience is Audience.CUSTOMER else "lead"
        where = path_of(address, world.people["emscher"][owner])
    for verb in ("GET", "POST"):
        assert call(world, verb, where, key=key).status_code in (302, 405), verb


@pytest.mark.parametrize("address", [a for a in ENDPOINTS if a.parameters], ids=str)
def test_a_thing_of_one_provider_does_not_exist_for_the_keys_of_another(world: World, address: Address) -> None:
    operation = address.operation
    assert operation is not None
    keys = keys_for(address)
    ours, theirs = place_of(world, address), place_of(world, address, "raumhafen")
    assert call(world, operation.verb, ours, key=keys.full).status_code == 200
    assert is_problem(call(world, operation.verb, theirs, key=keys.full), 404)
    assert (
        call(world, operation.verb, theirs, key=keys.refused["another provider's"], schema="raumhafen").status_code
        == 200
    )


def test_an_address_that_does_not_exist_is_a_problem_too(world: World) -> None:
    assert is_problem(call(world, "GET", "/api/v1/gibt-es-nicht"), 404)
