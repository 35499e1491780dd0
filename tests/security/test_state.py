"""Check 21: looking changes nothing, and nothing changes without the form's token."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_tenants.utils import schema_context

from tests.plugins.world import KEYS, World, row_hashes
from tests.security.crawl import Writes, visits, walk

# A walk through all pages may take longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(600)
SCHEMAS = (*KEYS, settings.CONSOLE_SCHEMA, "public")
# What is written about looking itself.
PROTOCOLS = ("accounts_session", "insight_insight")
# A customer's download of a legal text is written down, and nothing else by looking (QX-07).
NOTED = ("terms:file", "terms:pdf")


def written_by(world: World, verb: str) -> dict[str, list[str]]:
    """What each visit with a verb writes, besides the session of whoever comes."""
    found = {}
    for visited in walk(world):
        noted = visited.address.name in NOTED and visited.role == "customer"
        known = (*PROTOCOLS, "audit_fact") if noted else PROTOCOLS
        statements = [line for line in visited.written[verb] if not any(table in line for table in known)]
        if statements:
            found[f"{verb} {visited}"] = statements
    return found


def test_a_statement_that_writes_is_noticed(alpha: Any) -> None:
    from quartier.core.privacy.models import PageCount  # noqa: PLC0415 – models load late

    notes = Writes()
    before = row_hashes("alpha")
    with connection.execute_wrapper(notes):
        PageCount.objects.create(day="2026-01-01", page="x")
    assert len(notes.seen) == 1
    assert row_hashes("alpha") == before, "what is written for every request is not compared"


def test_looking_writes_nothing(world: World) -> None:
    # Finding things to look at makes some, so the statements of each visit are watched instead of one comparison.
    assert written_by(world, "GET") == {}


def test_asking_for_the_head_writes_nothing(world: World) -> None:
    assert written_by(world, "HEAD") == {}


def test_the_rows_of_all_schemas_are_the_same_after_a_walk_through_the_pages(world: World) -> None:
    walk = [(schema, role, where) for address, schema, role, where in visits(world) if address.name not in NOTED]
    before = row_hashes(*SCHEMAS)
    for schema, role, where in walk:
        world.client(schema, role).get(where, secure=True)
    assert row_hashes(*SCHEMAS) == before
    assert len(before) > 40


def test_no_form_is_taken_without_its_token(world: World) -> None:
    taken = [
        f"{visited}: {visited.without_token}" for visited in walk(world) if visited.without_token not in (403, 405)
    ]
    # What PayPal's own machines send carries PayPal's signature instead; without it nothing is believed (400).
    assert [one for one in taken if not one.startswith("payments:paypal_message")] == []
    assert all(one.endswith(": 400") for one in taken)


def test_a_token_of_another_site_s_form_is_refused(world: World) -> None:
    client = world.client("emscher", "customer", csrf=True)
    client.get("/meine-daten/", secure=True)
    token = client.cookies["__Host-csrf"].value
    form = {"csrfmiddlewaretoken": token, "email": "neu@posthaus.example"}
    headers = {"origin": "https://boese.example"}
    assert client.post("/meine-daten/", form, secure=True, headers=headers).status_code == 403
    own = {"origin": "https://emscher.localhost"}
    assert client.post("/meine-daten/", form, secure=True, headers=own).status_code != 403


@pytest.mark.parametrize("schema", KEYS)
def test_the_comparison_sees_a_single_changed_row(world: World, schema: str) -> None:
    from quartier.core.parties.models import Party  # noqa: PLC0415 – models load late

    before = row_hashes(schema)
    with schema_context(schema):
        Party.objects.filter(pk=Party.objects.order_by("pk")[0].pk).update(city="Anderswo")
    changed = {table for table, value in row_hashes(schema).items() if before[table] != value}
    assert changed == {f"{schema}.parties_party"}
