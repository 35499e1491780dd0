"""Pages to look at: every address of portals and console that answers a GET, as everybody who may come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django_tenants.utils import schema_context

from tests.matrix.addresses import Address, all_addresses
from tests.matrix.objects import path_of
from tests.matrix.test_permissions import may, people_at, some_role
from tests.plugins.world import World

HSTS_S = 63_072_000
WRITES = ("INSERT", "UPDATE", "DELETE", "ALTER", "CREATE", "DROP", "TRUNCATE")
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


class Writes:
    """Notes every statement that writes."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).lstrip().upper().startswith(WRITES):
            self.seen.append(str(sql)[:120])
        return execute(sql, params, many, context)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of the answer to a GET: all but its content."""

    status_code: int
    headers: Mapping[str, str]
    cookies: SimpleCookie


@dataclass(frozen=True, slots=True)
class Visited:
    """What happened at an address: the answer, what GET and HEAD wrote, what a POST without a token was told."""

    address: Address
    role: str
    answer: Answer
    written: Mapping[str, Sequence[str]]
    without_token: int

    def __str__(self) -> str:
        return f"{self.address} as {self.role}"


_walked: list[Visited] = []


def walk(world: World) -> Sequence[Visited]:
    """Every visit by HTTPS as in production; whatever it did is undone.

    The walk is made once in each process, for all tests that ask: it takes far longer than they do.
    """
    if not _walked:
        with override_settings(SECURE_HSTS_SECONDS=HSTS_S):
            _walked.extend([_visit(world, *visit) for visit in visits(world)])
    return tuple(_walked)


def _visit(world: World, address: Address, schema: str, role: str, where: str) -> Visited:
    written, answers = {}, {}
    for verb in ("GET", "HEAD"):
        notes, client = Writes(), world.client(schema, role)
        with _undone(), connection.execute_wrapper(notes):
            answers[verb] = client.generic(verb, where, secure=True)
        written[verb] = notes.seen
    with _undone():
        refused = world.client(schema, role, csrf=True).post(where, {"any": "thing"}, secure=True)
    told = answers["GET"]
    return Visited(address, role, Answer(told.status_code, told.headers, told.cookies), written, refused.status_code)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers(world: World) -> Sequence[tuple[str, Answer]]:
    """The answer to a GET of each visit, with a name."""
    return [(str(visited), visited.answer) for visited in walk(world)]
