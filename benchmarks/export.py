"""What it takes to tell a customer of ten thousand rows everything, hand it over and erase it: BENCH=export."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.measured import AT, provider

ROWS = 10_000
GOAL_S = 60.0
LONG_AGO = datetime(2012, 5, 4, 9, 0, tzinfo=UTC)


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Measure on an embedded database of its own: two customers alike, one through the product, one in plain SQL."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-") as home, provider(home, say):
        say(f"two customers with {ROWS} rows each, whose contracts ended long ago …")
        ours, bare = _customer("Blum"), _customer("Kern")
        say("telling, handing over, erasing …")
        told_s, octets = _timed(_tell, ours)
        handed_s, _octets = _timed(_hand_over, ours)
        erased_s, erased = _timed(_erase, ours, Path(home))
        say("the same rows as JSON by plain SQL, and deleted …")
        bare_s, _rows = _timed(_bare, bare)
    if erased < ROWS:
        raise RuntimeError(f"only {erased} rows were erased")
    whole = told_s + handed_s + erased_s
    return [
        Figure("export_s", whole, "s", GOAL_S),
        Figure("told_s", told_s, "s"),
        Figure("handed_over_s", handed_s, "s"),
        Figure("erased_s", erased_s, "s"),
        Figure("bare_s", bare_s, "s"),
        Figure("ratio", bare_s / whole, ""),
        Figure("report_mb", octets / 1e6, "MB"),
    ]


def _timed(act: Callable[..., int], *given: Any) -> tuple[float, int]:
    begun = time.perf_counter()
    result = act(*given)
    return time.perf_counter() - begun, result


def _customer(name: str) -> int:
    """A past customer: half messages, a fifth each facts and deadlines, the rest requests and mails."""
    from django.apps import apps  # noqa: PLC0415

    def many(label: str, rows: list[dict[str, Any]]) -> list[Any]:
        model = apps.get_model(label)
        return list(model._default_manager.bulk_create([model(**row) for row in rows], batch_size=2_000))

    entities = apps.get_model("providers.LegalEntity")._default_manager
    entity, _new = entities.get_or_create(key="eg", defaults={"role": "principal", "order": 0, "name": "Messwerk eG"})
    [party] = many("parties.Party", [{"name": name, "sort_name": name, "email": f"{name}@posthaus.example",
                                      "created_at": LONG_AGO}])  # fmt: skip
    many("parties.Relationship", [{"party": party, "legal_entity": entity, "kind": "tenancy", "number": name,
                                   "started_on": date(2001, 1, 1), "ended_on": date(2012, 1, 1)}])  # fmt: skip
    key, fifth = f"parties.party:{party.pk}", ROWS // 5
    times = {"opened_at": LONG_AGO, "changed_at": LONG_AGO, "closed_at": LONG_AGO}
    thread = {"party": party, "entity": entity, "treatment": "request", "category": "Frage", "subject": "Keller",
              "state": "closed", **times}  # fmt: skip
    threads = many("threads.Thread", [thread] * (fifth // 4))
    many("threads.Message", [{"thread": threads[n % len(threads)], "text": f"Guten Tag {n}", "written_at": LONG_AGO,
                              "author": "customer"} for n in range(ROWS // 2)])  # fmt: skip
    many("audit.Fact", [{"at": LONG_AGO, "kind": "party.contact_changed", "subject": key, "actor_kind": "staff",
                         "actor_name": "Jost Pape", "data": {"fields": ["street"]}}] * fifth)  # fmt: skip
    many("deadlines.Deadline", [{"kind": "rights.answer", "subject": f"x.y:{party.pk}-{n}", "holder": key,
                                 "opened_at": LONG_AGO, "due_at": LONG_AGO, "closed_at": LONG_AGO, "state": "met"}
                                for n in range(fifth)])  # fmt: skip
    many("inbox.OutgoingMail", [{"template": "welcome", "to_address": party.email, "sender_name": "Messwerk",
                                 "message_id": f"<{name}{n}@x>", "about": key, "created_at": LONG_AGO,
                                 "due_at": LONG_AGO} for n in range(fifth // 4)])  # fmt: skip
    return int(party.pk)


def _who(party: int) -> dict[str, Any]:
    from quartier.core.privacy import queries  # noqa: PLC0415
    from quartier.values.actor import Actor, ActorKind  # noqa: PLC0415

    subject = queries.subject_numbered(party)
    actor = Actor(ActorKind.STAFF, "7", "Jost Pape")
    return {"actor": actor, "at": AT, "subject": subject, "controller": queries.controllers()[0]}


def _tell(party: int) -> int:
    from quartier.core.privacy import services  # noqa: PLC0415

    return len(services.inform(**_who(party)).as_json())


def _hand_over(party: int) -> int:
    from quartier.core.privacy import services  # noqa: PLC0415

    return len(services.hand_over(**_who(party)).as_zip())


def _erase(party: int, home: Path) -> int:
    from django.conf import settings  # noqa: PLC0415

    from quartier.core.privacy import services  # noqa: PLC0415

    settings.ERASURE_LEDGER = home / "erasures"
    return services.erase(**_who(party)).erased


def _bare(party: int) -> int:
    """Read the rows of a person as JSON and delete them: what no program can do without."""
    from django.db import connection, transaction  # noqa: PLC0415

    key, rows = f"parties.party:{party}", 0
    where = {
        "threads_message": f"thread_id IN (SELECT id FROM threads_thread WHERE party_id = {party})",
        "threads_thread": f"party_id = {party}",
        "deadlines_deadline": f"holder = '{key}'",
        "inbox_outgoingmail": f"about = '{key}'",
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for table, condition in {**where, "audit_fact": f"subject = '{key}'"}.items():
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t WHERE {condition}")
            rows += len(cursor.fetchall())
        for table, condition in where.items():
            cursor.execute(f"DELETE FROM {table} WHERE {condition}")
        cursor.execute(f"UPDATE audit_fact SET data = '{{}}', actor_name = '', salt = NULL WHERE subject = '{key}'")
    return rows
