"""How fast two long legal texts are told apart, and who of a million accepted which version."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import AT, provider

GOAL_S = 1.0
PAGES = 50
WORDS_A_PAGE = 500
PEOPLE = 1_000_000
LISTED = 25


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Compare two texts of fifty pages, then ask for the report over a million acceptances."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        say(f"two texts of {PAGES} pages …")
        difference = _difference()
        say(f"{PEOPLE} acceptances …")
        version = _accepted()
        say("the report …")
        report, without = _report(version)
    return [
        Figure("difference_s", difference, "s", GOAL_S),
        Figure("acceptance_report_s", report, "s", GOAL_S),
        Figure("acceptance_open_s", without, "s", GOAL_S),
    ]


def _difference() -> float:
    """Seconds to read and compare two texts, in one of which every second paragraph has another word."""
    from quartier.core.terms.rules import blocks, compare  # noqa: PLC0415 – after set-up

    chance = random.Random(6)
    known = [f"Wort{number}" for number in range(4000)]
    paragraphs = [chance.choices(known, k=50) for _number in range(PAGES * WORDS_A_PAGE // 50)]
    texts = []
    for changed in (False, True):
        lines = []
        for number, words in enumerate(paragraphs):
            said = [*words[:9], "anders", *words[10:]] if changed and number % 2 else words
            lines.append(f"({number + 1}) {' '.join(said)}.")
        texts.append("\n\n".join(lines))
    begun = time.perf_counter()
    found = compare(blocks(texts[0]), blocks(texts[1]))
    taken = time.perf_counter() - begun
    if sum(one.kind == "changed" for one in found) != len(paragraphs) // 2:
        raise RuntimeError("not every changed paragraph was found")
    return taken


def _accepted() -> Any:
    """Half a million people accepted the first version, others the second as well; returns the second."""
    from django.db import connection  # noqa: PLC0415 – after set-up

    from quartier.core.terms import services  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    common: dict[str, Any] = {"actor": SYSTEM, "at": AT}
    text = services.add_text(**common, key="terms", kind="terms", title="Nutzungsbedingungen")
    rows = []
    for name in ("2.0", "3.0"):
        row = services.import_version(
            **common, text_id=text.pk, data=f"Fassung {name}.".encode(), file_name="a.md", name=name,
            dated_on=date(2026, 11, 20),
        )  # fmt: skip
        rows.append(services.publish(**common, version_id=row.pk, reason="Messung"))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (password, login, email, name, audience, is_active, created_at"
            f"{_others(cursor)}) SELECT '', 'u' || n, 'u' || n || '@x.example', 'Person ' || n, 'customer',"
            f" true, now(){_values(cursor)} FROM generate_series(1, %s) n",
            [PEOPLE * 6 // 10],
        )
        cursor.execute(
            "INSERT INTO terms_acceptance (user_id, subject, version_id, occasion, via, accepted_at)"
            " SELECT id, '', v, 'first_login', 'portal', now() - id * interval '1 second' FROM accounts_user,"
            " unnest(%s) v WHERE audience = 'customer' AND (v <> %s OR id %% 3 > 0)",
            [[row.pk for row in rows], rows[-1].pk],
        )
        cursor.execute("ANALYZE terms_acceptance")
        cursor.execute("ANALYZE accounts_user")
    return rows[-1]


NEEDED = (
    "SELECT column_name, data_type, udt_name FROM information_schema.columns WHERE table_schema = current_schema()"
    " AND table_name = 'accounts_user' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
    " AND column_name NOT IN ('password','login','email','name','audience','is_active','created_at')"
    " ORDER BY ordinal_position"
)
EMPTY = {"boolean": "false", "ARRAY": "'{}'", "integer": "0", "smallint": "0", "bigint": "0", "jsonb": "'{}'"}


def _columns(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(NEEDED)
    return [(name, EMPTY.get(kind, "''")) for name, kind, _udt in cursor.fetchall()]


def _others(cursor: Any) -> str:
    return "".join(f", {name}" for name, _empty in _columns(cursor))


def _values(cursor: Any) -> str:
    return "".join(f", {empty}" for _name, empty in _columns(cursor))


def _report(version: Any) -> tuple[float, float]:
    """Seconds for the whole report: numbers by version, and the first page of one version; and for who is missing."""
    from quartier.core.terms import queries  # noqa: PLC0415 – after set-up

    begun = time.perf_counter()
    counted = {one.version.pk: one.number for one in queries.counted()}
    rows = queries.acceptances().filter(version=version)
    page, total = list(rows.order_by("-accepted_at", "-pk")[:LISTED]), rows.count()
    report = time.perf_counter() - begun
    if sum(counted.values()) < PEOPLE * 99 // 100 or len(page) != LISTED or total != counted[version.pk]:
        raise RuntimeError(f"{counted}, {len(page)}, {total}")
    begun = time.perf_counter()
    missing = queries.without(version)
    open_ones, number = list(missing[:LISTED]), missing.count()
    without = time.perf_counter() - begun
    if len(open_ones) != LISTED or number < PEOPLE // 10:
        raise RuntimeError(f"{number} without")
    return report, without
