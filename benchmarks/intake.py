"""How long 100,000 customers with a contract each take from the file to the portal, and again: BENCH=intake."""

from __future__ import annotations

import io
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.measured import AT, provider

ROWS = 100_000
GOAL_S = 120
HEAD = (
    "Kundennummer;Anrede;Vorname;Nachname;geboren am;E-Mail;Straße;PLZ;Ort;"
    "Gesellschaft;Vertragsnummer;Vertragsart;Beginn"
)


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Take the same file over twice: once everybody is new, once nothing changes."""
    place = Path("var")
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=place.absolute()) as home, provider(home, say):
        content, before = _file(), _peak_mb()
        say(f"{ROWS} new customers: received, checked, taken over in batches …")
        received, checked, taken = _run(content)
        grown = _peak_mb() - before
        say("the same file once more …")
        again = sum(_run(content))
    return [
        Figure("import_100k_s", received + checked + taken, "s", GOAL_S),
        Figure("received_s", received, "s"),
        Figure("checked_s", checked, "s"),
        Figure("taken_over_s", taken, "s"),
        Figure("import_again_s", again, "s"),
        Figure("memory_growth_mb", grown, "MB"),
    ]


def _file() -> bytes:
    """A file as a German Excel writes it."""
    text = io.StringIO()
    text.write(f"{HEAD}\r\n")
    for number in range(ROWS):
        who = (
            f"K {number};Frau;Ilse;Müller {number};23.04.1961;ilse.{number}@posthaus.example;Kampweg {number % 99 + 1}"
        )
        text.write(f"{who};44199;Emscherstadt;eg;W {number};tenancy;01.04.2019\r\n")
    return text.getvalue().encode("cp1252")


def _run(content: bytes) -> tuple[float, float, float]:
    """Seconds to receive, check and take over."""
    from quartier.core.parties.services import intake  # noqa: PLC0415 – the environment comes first
    from quartier.values.actor import Actor, ActorKind  # noqa: PLC0415

    common: dict[str, Any] = {"actor": Actor(ActorKind.STAFF, "1", "Malin Brandt"), "at": AT}
    begun = time.perf_counter()
    _entity()
    row = intake.receive(**common, file_name="kunden.csv", content=content, chosen={}, language="de")
    received = time.perf_counter()
    _through(row.pk)
    checked = time.perf_counter()
    intake.apply(**common, intake_id=row.pk, mode="rows")
    _through(row.pk)
    return received - begun, checked - received, time.perf_counter() - checked


def _entity() -> None:
    """Have the company that the contracts are with."""
    from django.apps import apps  # noqa: PLC0415 – the environment comes first

    rows = apps.get_model("providers", "LegalEntity")._default_manager
    if not rows.filter(key="eg").exists():
        rows.create(key="eg", name="Messwerk eG", role="principal")


def _through(intake_id: int) -> None:
    from quartier.core.parties.services import intake  # noqa: PLC0415 – the environment comes first

    while intake.advance(at=AT, intake_id=intake_id):
        pass


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
