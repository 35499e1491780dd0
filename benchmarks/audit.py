"""What a fact costs a service, and how long sealing and verifying a hundred thousand take: BENCH=audit."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from statistics import median

from benchmarks.figures import Figure
from benchmarks.measured import AT, provider

CALLS = 2_000
WARM_UP = 100
ROWS = 100_000
GOAL_MS = 1.0


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Measure on an embedded database of its own, durable as in production, in a provider without other users."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-") as home, provider(home, say):
        say(f"{CALLS} service calls with a fact and {CALLS} without, in turn …")
        plain, audited, facts = _calls()
        say(f"sealing and verifying {ROWS} facts …")
        _fill(ROWS)
        seal_s, verify_s = _chain()
    return [
        Figure("audit_ms", 1000 * median(facts), "ms", GOAL_MS),
        Figure("call_without_fact_ms", 1000 * median(plain), "ms"),
        Figure("call_with_fact_ms", 1000 * median(audited), "ms"),
        Figure("seal_100k_s", seal_s, "s"),
        Figure("verify_100k_s", verify_s, "s"),
    ]


def _calls() -> tuple[list[float], list[float], list[float]]:
    """Seconds of transactions that write one row, without and with a fact, in turn; and of the fact alone.

    The fact shares the commit of its service, whose waiting for the disk scatters far more than a fact costs.
    """
    plain, audited, facts = [], [], []
    for _ in range(WARM_UP):
        _call(with_fact=True)
    for _ in range(CALLS):
        plain.append(_call(with_fact=False)[0])
        whole, fact = _call(with_fact=True)
        audited.append(whole)
        facts.append(fact)
    return plain, audited, facts


def _call(*, with_fact: bool) -> tuple[float, float]:
    from django.db import transaction  # noqa: PLC0415

    from quartier.core.audit import services as audit  # noqa: PLC0415
    from quartier.core.providers.models import Provider  # noqa: PLC0415
    from quartier.values.actor import Actor, ActorKind  # noqa: PLC0415

    clerk, fact = Actor(ActorKind.STAFF, "7", "Jost Pape"), 0.0
    begun = time.perf_counter()
    with transaction.atomic():
        Provider.objects.filter(schema_name="measured").update(name="Messwerk eG")
        if with_fact:
            written = time.perf_counter()
            changed = {"name": ["Messwerk eG", "Messwerk Wohnen eG"], "reason": "renamed by resolution"}
            audit.record(actor=clerk, at=AT, kind="provider.published", subject="providers.provider:x", data=changed)
            fact = time.perf_counter() - written
    return time.perf_counter() - begun, fact


def _fill(rows: int) -> None:
    from quartier.core.audit.models import Fact  # noqa: PLC0415

    facts = (
        Fact(
            at=AT, kind="provider.published", subject=f"parties.party:{place % 5000}", actor_kind="staff",
            actor_key="7", actor_name="Jost Pape", data={"name": ["Messwerk eG", f"Messwerk {place}"]},
        )
        for place in range(rows)
    )  # fmt: skip
    Fact.objects.bulk_create(facts, batch_size=2_000)


def _chain() -> tuple[float, float]:
    from quartier.core.audit import queries, services  # noqa: PLC0415

    begun = time.perf_counter()
    sealed = services.seal(at=AT)
    between = time.perf_counter()
    proof = queries.verify()
    if sealed < ROWS or proof.fault or proof.rows != sealed:
        raise RuntimeError(f"{sealed} rows sealed, {proof}")
    return between - begun, time.perf_counter() - between
