"""A small town to test in: two demo portals with everything the demo has, but few customers, and a person per role.

It is built once per process in a database of its own, next to the empty one that most tests use. `world` gives it
inside a transaction that is rolled back; `town` gives it for servers in other processes, where changes stay.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django_tenants.utils import schema_context

from tests.plugins import database

NAME = f"world_{os.getpid()}"
# Two portals between them have every kind of thing: two controllers, flats, a white-label partner.
KEYS = ("emscher", "raumhafen")
OTHER = {"emscher": "raumhafen", "raumhafen": "emscher"}
CUSTOMERS = 8
# The second portal counts from here, so that no number of one portal exists in the other.
FAR = 700_000
# When the town was built, and for how long the sessions in it are as good as new.
_built_at = 0.0
FRESH_S = 600
NOT_COMPARED = ("insight_insight", "privacy_requestrecord", "privacy_pagecount", "accounts_session")


@dataclass(frozen=True, slots=True)
class World:
    """Who lives in the town: user ids by schema and role, a hostname per schema, a session for everybody."""

    hosts: Mapping[str, str]
    people: Mapping[str, Mapping[str, int]]
    sessions: Mapping[tuple[str, str], str]

    def client(self, schema: str, role: str, *, host: str = "", csrf: bool = False) -> Client:
        """A browser at a portal, logged in as somebody unless the role is visitor."""
        given: dict[str, Any] = {"HTTP_HOST": host or self.hosts[schema], "wsgi.url_scheme": "https"}
        client = Client(enforce_csrf_checks=csrf, raise_request_exception=False, **given)
        if role != "visitor":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[schema, role]
        return client

    def roles(self, schema: str) -> list[str]:
        """Everybody who can come to a portal, strangers included."""
        return ["visitor", *self.people[schema]]


def row_hashes(*schemas: str) -> dict[str, str]:
    """A fingerprint of the rows of every table, without those that are written for every request."""
    hashes: dict[str, str] = {}
    with connection.cursor() as cursor:
        for schema in schemas:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
            for (table,) in cursor.fetchall():
                if table not in NOT_COMPARED:
                    cursor.execute(
                        f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{schema}"."{table}" t'
                    )
                    hashes[f"{schema}.{table}"] = str(cursor.fetchone()[0])
    return hashes


def build() -> World:
    """Seed the portals and give every role somebody."""
    from quartier.config.demo import seed  # noqa: PLC0415 – models load late

    with schema_context(settings.CONSOLE_SCHEMA):
        seed.seed_operator()
    by_key = {portal.key: portal for portal in seed.PORTALS}
    for place, key in enumerate(KEYS):
        _count_from(FAR * place)
        seed.seed_portal(replace(by_key[key], customers=CUSTOMERS, firms=1))
    people = {key: _people(key) for key in KEYS}
    with schema_context(settings.CONSOLE_SCHEMA):
        people[settings.CONSOLE_SCHEMA] = {"operator": _first_user(email=seed.OPERATOR)}
    hosts = {key: f"{key}.localhost" for key in KEYS} | {settings.CONSOLE_SCHEMA: settings.CONSOLE_HOST}
    sessions = {(key, role): _session(key, pk) for key, users in people.items() for role, pk in users.items()}
    return World(hosts, people, sessions)


def _session(schema: str, user_id: int) -> str:
    """The key of a session in which somebody is logged in."""
    from quartier.core.accounts.models import User  # noqa: PLC0415 – models load late

    client = Client()
    with schema_context(schema):
        client.force_login(User.objects.get(pk=user_id), settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _count_from(number: int) -> None:
    """Let the numbers of the next provider begin far away: the blueprint hands its counters on."""
    from quartier.core.providers.services import blueprint  # noqa: PLC0415 – models load late

    blueprint._sql_by_state.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = %s AND sequencename NOT LIKE 'django%%'",
            [settings.BLUEPRINT_SCHEMA],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER SEQUENCE {settings.BLUEPRINT_SCHEMA}."{name}" RESTART WITH {number + 1}')


def _first_user(**condition: Any) -> int:
    from quartier.core.accounts.models import User  # noqa: PLC0415 – models load late

    return int(User.objects.filter(**condition).order_by("pk").values_list("pk", flat=True)[0])


def _people(schema: str) -> dict[str, int]:
    """One person for each role of a portal; whoever the demo does not bring is made."""
    from quartier.config.demo import seed  # noqa: PLC0415 – models load late
    from quartier.core.accounts import services as accounts  # noqa: PLC0415 – models load late
    from quartier.core.providers.services import switch_feature  # noqa: PLC0415 – models load late
    from quartier.kit.access import Audience  # noqa: PLC0415 – models load late
    from quartier.kit.clock import now  # noqa: PLC0415 – models load late
    from quartier.kit.roles import StaffRole, data_areas  # noqa: PLC0415 – models load late
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – models load late

    found: dict[str, int] = {}
    with schema_context(schema):
        switch_feature(actor=SYSTEM, at=now(), feature="survey", on=True, effective_at=now())
        found["customer"] = _first_user(email=f"kunde@{schema}.example")
        common: dict[str, Any] = {"actor": SYSTEM, "at": now(), "password": seed.PASSWORD}
        found["other customer"] = _other_customer(common)
        found |= _users_of_an_account(common)
        for role in StaffRole:
            person = accounts.open_account(
                **common, audience=Audience.STAFF, email=f"{role}@rolle.example", name=role.title(), roles=[role],
                areas=data_areas.keys(),
            )  # fmt: skip
            found[role.value] = person.pk
        partner = _first_user(entity__isnull=False) if schema == "raumhafen" else None
        if partner:
            found["partner"] = partner
    return found


def _users_of_an_account(common: dict[str, Any]) -> dict[str, int]:
    """Give a firm of the demo an account with two users: one may do everything, the other only reads (QX-13)."""
    from quartier.core.accounts import services as accounts  # noqa: PLC0415 – models load late
    from quartier.core.parties.models import Party  # noqa: PLC0415 – models load late
    from quartier.core.terms import queries as terms  # noqa: PLC0415 – models load late
    from quartier.core.terms import services as accepting  # noqa: PLC0415 – models load late
    from quartier.core.terms.models import Occasion  # noqa: PLC0415 – models load late
    from quartier.kit.access import Audience  # noqa: PLC0415 – models load late
    from quartier.kit.roles import customer_rights  # noqa: PLC0415 – models load late

    who = {"actor": common["actor"], "at": common["at"]}
    account = accounts.open_customer_account(**who, name="Hof-und-Halle")
    firm = Party.objects.filter(kind="organisation", account=None).order_by("pk")[0]
    Party.objects.filter(pk=firm.pk).update(account=account)
    found: dict[str, int] = {}
    for role, rights in (("administrator", customer_rights.keys()), ("reader", [])):
        user = accounts.open_account(
            **common, audience=Audience.CUSTOMER, email=f"{role}@halle.example", name=role.title(), account=account,
            user_name=role, rights=rights,
        )  # fmt: skip
        documents = terms.current_documents()
        accepting.accept(**who, user_id=user.pk, documents=documents, occasion=Occasion.REGISTRATION)
        found[role] = user.pk
    return found


def _other_customer(common: dict[str, Any]) -> int:
    """Give a second customer of the demo an account."""
    from quartier.core.accounts import services as accounts  # noqa: PLC0415 – models load late
    from quartier.core.parties.models import Party  # noqa: PLC0415 – models load late
    from quartier.kit.access import Audience  # noqa: PLC0415 – models load late

    party = Party.objects.filter(user__isnull=True, kind="person").order_by("pk")[0]
    user = accounts.open_account(**common, audience=Audience.CUSTOMER, email=party.email, name=str(party))
    Party.objects.filter(pk=party.pk).update(user=user)
    return int(user.pk)


@contextmanager
def standing_in(name: str) -> Iterator[None]:
    """Point this process at another database of the test server, and back."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    database.TENANCY.set_schema_to_public()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        database.TENANCY.set_schema_to_public()
        database.forget_database_state()


def _come_again() -> None:
    """Let everybody's session begin now: those of operators end a quarter of an hour after the town was built."""
    from quartier.core.accounts.models import Session  # noqa: PLC0415 – models load late
    from quartier.core.accounts.rules import ends_at  # noqa: PLC0415 – models load late
    from quartier.kit.clock import now  # noqa: PLC0415 – models load late

    at = now()
    for schema in (*KEYS, settings.CONSOLE_SCHEMA):
        with schema_context(schema):
            for audience in Session.objects.values_list("audience", flat=True).distinct():
                ends = ends_at(audience, at, at)
                Session.objects.filter(audience=audience).update(started_at=at, seen_at=at, expire_date=ends)


@pytest.fixture(scope="session")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The town's people; its database exists until the end. Enter it by `world`, or serve it by `NAME`."""
    global _built_at  # noqa: PLW0603 – one town per process
    from quartier.kit import processes  # noqa: PLC0415 – models load late

    for left in database._databases("world_"):
        if not processes.is_alive(int(left.removeprefix("world_"))):
            database.SERVER.drop_database(left)
    with database.building():
        database.SERVER.create_database(NAME, template=database.template_name())
    with django_db_blocker.unblock():
        with standing_in(NAME):
            people = build()
        _built_at = time.monotonic()
        yield people
    with suppress(psycopg.Error):
        database.SERVER.drop_database(NAME)


@pytest.fixture
def world(town: World, django_db_blocker: Any) -> Iterator[World]:
    """The town inside a transaction: whatever a test does there has not happened afterwards."""
    with django_db_blocker.unblock(), standing_in(NAME), transaction.atomic():
        if time.monotonic() - _built_at > FRESH_S:
            _come_again()
        yield town
        transaction.set_rollback(True)
