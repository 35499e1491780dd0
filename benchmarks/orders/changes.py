"""How long a hundred thousand customers take to be told of new terms, from the click to the mails in the outbox."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import AT, provider

GOAL_S = 300.0
CONTRACTS = 100_000
PARAGRAPHS = 60
# Every eighth paragraph of the terms reads differently in the new version.
CHANGED = 8


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Announce a new version to contracts that the old one governs, in chunks; then note that all mail has arrived."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        from django.conf import settings  # noqa: PLC0415 – after set-up

        settings.LANGUAGE_CODE = "de"
        old, new = _versions()
        say(f"{CONTRACTS} contracts …")
        _contracts(old)
        say("announcing …")
        announced, chunk = _announce(new)
        say("all mail arrives …")
        received = _receive()
    return [
        Figure("announce_100k_s", announced, "s", GOAL_S),
        Figure("announce_chunk_s", chunk, "s"),
        Figure("receipts_100k_s", received, "s"),
    ]


def _versions() -> tuple[Any, Any]:
    from quartier.core.terms import services  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    found = []
    common: dict[str, Any] = {"actor": SYSTEM, "at": AT}
    text = services.add_text(**common, key="terms", kind="terms", title="Bedingungen")
    for name in ("1.0", "2.0"):
        lines = [
            f"({n}) Absatz {n} der Bedingungen sagt, was gilt{name if n % CHANGED == 0 else ''}."
            for n in range(1, PARAGRAPHS + 1)
        ]
        row = services.import_version(
            **common, text_id=text.pk, data="\n\n".join(lines).encode(), file_name="b.md", name=name,
            dated_on=date(2026, 3, 2),
        )  # fmt: skip
        found.append(services.publish(**common, version_id=row.pk, reason="Messung"))
    return found[0], found[1]


def _contracts(old: Any) -> None:
    """Businesses, each with a contract under the first version."""
    from django.db import connection  # noqa: PLC0415 – after set-up

    from quartier.core.providers import services as providers  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    company = providers.add_entity(actor=SYSTEM, at=AT, values={
        "key": "eg", "role": "principal", "name": "Messwerk eG", "legal_form": "eG", "street": "Messweg 1",
        "postcode": "44199", "city": "Emscherstadt", "phone": "0231 5550-1", "email": "post@messwerk.example",
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PARTIES, [AT, CONTRACTS])
        cursor.execute(TIES, [company.pk])
        cursor.execute(CONCLUDED, [AT - timedelta(days=200)])
        cursor.execute(GOVERNED, [old.pk, AT - timedelta(days=200)])
        for table in ("parties_party", "parties_relationship", "contracts_contract", "contracts_contracttext"):
            cursor.execute(f"ANALYZE {table}")


PARTIES = """
INSERT INTO parties_party (kind, standing, salutation, given_name, name, sort_name, email, phone, mobile, street,
       postcode, city, country, billing_name, billing_street, billing_postcode, billing_city, language, address_state,
       sent, created_at)
SELECT 'organisation', 'business', '', '', 'Firma ' || n, 'firma ' || n, 'firma' || n || '@posthaus.example', '', '',
       'Weg 1', '44199', 'Emscherstadt', 'DE', '', '', '', '', 'de', 'known', '{}', %s FROM generate_series(1, %s) n
"""
TIES = """
INSERT INTO parties_relationship (party_id, legal_entity_id, kind, number, subject, started_on)
SELECT id, %s, 'service', 'V ' || id, 'Cloud', '2025-08-01' FROM parties_party
"""
CONCLUDED = """
INSERT INTO contracts_contract (relationship_id, party_id, scope, standing, is_paid, state, formed_by, concluded_at,
       origin, end_reason)
SELECT id, party_id, 'recurring', 'business', true, 'running', 'order_confirmation', %s, '', ''
  FROM parties_relationship
"""
GOVERNED = """
INSERT INTO contracts_contracttext (contract_id, version_id, kind, because, since)
SELECT id, %s, 'terms', 'conclusion', %s FROM contracts_contract
"""


def _announce(new: Any) -> tuple[float, float]:
    """Seconds from the click until everybody's mail stands in the outbox, and of the slowest chunk."""
    from quartier.core.changes import services  # noqa: PLC0415 – after set-up
    from quartier.core.inbox.models import OutgoingMail  # noqa: PLC0415 – after set-up
    from quartier.kit.clock import day_of  # noqa: PLC0415 – after set-up
    from quartier.values.actor import Actor, ActorKind  # noqa: PLC0415 – after set-up

    clerk = Actor(ActorKind.STAFF, "1", "Malin Brandt")
    given = services.Draft(
        topic="text", grade="adverse", title="Neue Bedingungen", summary="Einige Absätze lauten anders.",
        reason="Gesetz", reasonable="Üblich", effective_on=day_of(AT) + timedelta(days=60), version_id=new.pk,
    )  # fmt: skip
    slowest, begun = 0.0, time.perf_counter()
    change = services.draft(actor=clerk, at=AT, given=given)
    services.announce(actor=clerk, at=AT, change_id=change.pk)
    while True:
        started = time.perf_counter()
        goes_on = services.advance(at=AT, change_id=change.pk)
        slowest = max(slowest, time.perf_counter() - started)
        if not goes_on:
            break
    taken = time.perf_counter() - begun
    if (found := OutgoingMail.objects.filter(template="changes.announcement").count()) != CONTRACTS:
        raise RuntimeError(f"{found} mails")
    return taken, slowest


def _receive() -> float:
    """Seconds to note the receipt of everybody and to open the periods that follow."""
    from quartier.core.changes import services  # noqa: PLC0415 – after set-up
    from quartier.core.inbox.models import OutgoingMail  # noqa: PLC0415 – after set-up

    OutgoingMail.objects.update(state="sent", sent_at=AT)
    begun = time.perf_counter()
    if (found := services.collect(at=AT)) != CONTRACTS:
        raise RuntimeError(f"{found} receipts")
    return time.perf_counter() - begun
