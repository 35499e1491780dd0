"""How long 100,000 customers with a contract each take from the file to the portal, and again: BENCH=intake.

Then the search for duplicates among them: one in fifty stands in the file once more, as people write it twice.
"""

from __future__ import annotations

import io
import random
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
SEARCH_GOAL_S = 30
# Every so many rows somebody comes a second time, with a new number and another spelling.
TWICE = 50
FAMILIES = (
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder "
    "Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Maier Köhler Herrmann "
    "König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller "
    "Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus "
    "Martin Yılmaz Şahin Kaya Demir Nowak Kowalski Vogt Quast Adler Brandt Sommer Pape Kühn Markgraf Sander Albers"
).split()
GIVEN = (
    "Ilse Ida Ada Nele Malin Tilda Stine Jakob Jost Sinan Erol Ole Paula Karl Anna Emma Mia Lina Ella Leon Paul Finn "
    "Ben Elif Ayşe Mehmet Piotr Olga Irina Boris Heinz Gerda Ursula Renate Horst Klaus Jürgen Petra Sabine Uwe Ralf "
    "Birgit"
).split()
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
        say("duplicates among them …")
        searched, found = _search()
    return [
        Figure("import_100k_s", received + checked + taken, "s", GOAL_S),
        Figure("received_s", received, "s"),
        Figure("checked_s", checked, "s"),
        Figure("taken_over_s", taken, "s"),
        Figure("import_again_s", again, "s"),
        Figure("memory_growth_mb", grown, "MB"),
        Figure("duplicates_s", searched, "s", SEARCH_GOAL_S),
        Figure("duplicates_found", found, ""),
    ]


def _file() -> bytes:
    """A file of a town: families share names, and some people stand in it twice."""
    text = io.StringIO()
    text.write(f"{HEAD}\r\n")
    dice, last = random.Random(7), ""
    for number in range(ROWS):
        family, given = dice.choice(FAMILIES), dice.choice(GIVEN)
        born = f"{dice.randint(1, 28)}.{dice.randint(1, 12)}.{dice.randint(1935, 2005)}"
        address = f"{number}@posthaus.example"
        home = f"Straße {dice.randint(1, 400)} Nr. {dice.randint(1, 120)};44{dice.randint(100, 139)}"
        who = f"Frau;{given};{family};{born};{address};{home}"
        if number % TWICE == TWICE - 1:
            who = last.replace("Straße", "Str.").replace("ü", "ue").replace("@", ".neu@")
        last = who
        text.write(f"K {number};{who};Emscherstadt;eg;W {number};tenancy;01.04.2019\r\n")
    return text.getvalue().encode()


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


def _search() -> tuple[float, int]:
    """Seconds for a search among all, and how many pairs it found."""
    from quartier.core.parties import services  # noqa: PLC0415 – the environment comes first
    from quartier.values.actor import Actor, ActorKind  # noqa: PLC0415

    row = services.begin_search(actor=Actor(ActorKind.STAFF, "1", "Malin Brandt"), at=AT)
    begun = time.perf_counter()
    found = services.search(at=AT, search_id=row.pk)
    return time.perf_counter() - begun, found


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
