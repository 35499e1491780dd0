"""Pages to look at: every address of portals and console that answers a GET, as everybody who may come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django_tenants.utils import schema_context

from tests.matrix.addresses import Address, all_addresses
from tests.matrix.objects import path_of
from tests.matrix.test_permissions import may, people_at, some_role
from tests.plugins.world import World

ROLES = {"emscher": ("visitor", "customer", "lead"), settings.CONSOLE_SCHEMA: ("visitor", "operator")}


def visits(world: World) -> Iterator[tuple[Address, str, str, str]]:
    """Address, schema, role and path: each page once for everybody who may come; endpoints take no sessions."""
    for address in (one for one in all_addresses() if one.operation is None):
        schema = settings.CONSOLE_SCHEMA if address.in_console else "emscher"
        people = people_at(world, schema)
        rule = address.rule
        assert rule is not None
        for role in ROLES[schema]:
            if may(rule, people[role]):
                owner = people[role].pk if people[role] else world.people[schema][some_role(rule, schema)]
                with schema_context(schema):
                    yield address, schema, role, path_of(address, owner)


def answers(world: World, **headers: Any) -> Iterator[tuple[str, HttpResponse]]:
    """The answer to a GET of each visit, with a name; whatever it did is undone."""
    for address, schema, role, where in visits(world):
        with transaction.atomic():
            answer = world.client(schema, role).get(where, secure=True, headers=headers)
            transaction.set_rollback(True)
        yield f"{address} as {role}", answer  # type: ignore[misc]
