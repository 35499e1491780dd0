"""What a letter costs beside bare typst, and how long and how large a batch of a thousand is: BENCH=letters."""

from __future__ import annotations

import json
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure, median_ratio
from benchmarks.measured import AT, provider

LETTERS = 1_000
WARM_UP = 20
TEXT = "am **14.12.2026** lesen wir ab.\n\n- Küche\n- Bad\n\n" + "Bitte räumen Sie die Geräte frei. " * 12
RATIO_GOAL = 5.0
BATCH_GOAL_S = 20.0
PEAK_GOAL_MIB = 512.0


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Write a thousand letters, each beside the same page set by typst alone, and print them as one batch."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        from django.conf import settings  # noqa: PLC0415 – after set-up

        settings.LANGUAGE_CODE = "de"
        say(f"{LETTERS} customers …")
        company, people = _town()
        say(f"{LETTERS} letters, each beside the same page from bare typst …")
        bare, ours = _letters(company, people)
        say("one batch of all of them …")
        seconds, pages = _batch(company)
    return [
        Figure("letter_ms", 1000 * median(ours), "ms"),
        Figure("bare_typst_ms", 1000 * median(bare), "ms"),
        Figure("letter_ratio", median_ratio(ours, bare), "×", RATIO_GOAL),
        Figure("batch_1000_s", seconds, "s", BATCH_GOAL_S),
        Figure("batch_ms_per_page", 1000 * seconds / pages, "ms"),
        Figure("batch_peak_mib", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB", PEAK_GOAL_MIB),
    ]


def _town() -> tuple[Any, list[Any]]:
    """A co-operative and its customers."""
    from quartier.core.parties import services as parties  # noqa: PLC0415 – after set-up
    from quartier.core.providers import services as providers  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    company = providers.add_entity(actor=SYSTEM, at=AT, values={
        "key": "eg", "role": "principal", "name": "Messwerk eG", "legal_form": "eG", "street": "Messweg 1",
        "postcode": "44199", "city": "Emscherstadt", "phone": "0231 5550-1", "email": "post@messwerk.example",
        "represented_by": "Vorstand: Rena Quint", "supervisory_board_chair": "Hedda Volk",
        "register_court": "Amtsgericht Emscherstadt", "register_number": "GnR 1", "vat_id": "DE000000001",
    })  # fmt: skip
    people = []
    for place in range(LETTERS):
        party = parties.add_party(
            actor=SYSTEM, at=AT, kind="person", name=f"Lorenz {place}", given_name="Ada", salutation="Frau",
            street=f"Uferstraße {place}", postcode=f"{10_000 + place * 7919 % 80_000}", city="Emscherstadt",
        )  # fmt: skip
        given: dict[str, Any] = {"kind": "tenancy", "number": f"W {place}", "started_on": date(2026, 1, 1)}
        parties.open_relationship(actor=SYSTEM, at=AT, party=party, legal_entity_id=company.pk, tell=False, **given)
        people.append(party)
    return company, people


def _letters(company: Any, people: list[Any]) -> tuple[list[float], list[float]]:
    """Seconds of the page from bare typst, and of the letter that is set, kept on the disk and committed.

    What typst remembers of one helps the other, so each goes first half of the time.
    """
    from quartier.core.letters import services  # noqa: PLC0415 – after set-up
    from quartier.core.letters.extension import GeneralLetter  # noqa: PLC0415 – after set-up
    from quartier.core.letters.services import writing  # noqa: PLC0415 – after set-up
    from quartier.core.providers.queries.letterhead import letterhead  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    seconds: dict[str, list[float]] = {"bare": [], "ours": []}
    head, typst_alone = letterhead(company.pk), _bare(writing.SHEETS / "letter.typ")
    for place, party in enumerate(people):
        text = GeneralLetter(about=f"Ablesung {place}", text=TEXT)
        data = json.dumps(writing._data(SYSTEM, AT, party, head, text, "Messung"))
        given: dict[str, Any] = {"party_id": party.pk, "entity_id": company.pk, "text": text}
        ways: dict[str, Callable[[], object]] = {
            "bare": partial(typst_alone, data),
            "ours": partial(services.write, actor=SYSTEM, at=AT, **given),
        }
        for name in sorted(ways, reverse=bool(place % 2)):
            begun = time.perf_counter()
            ways[name]()
            seconds[name].append(time.perf_counter() - begun)
    return seconds["bare"][WARM_UP:], seconds["ours"][WARM_UP:]


def _bare(template: Path) -> Callable[[str], object]:
    """The template in bare typst, with nothing of ours around it."""
    import typst  # noqa: PLC0415 – the extra “pdf”

    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(str(template), root=str(template.parent), font_paths=fonts, ignore_system_fonts=True)
    given: dict[str, Any] = {"format": "pdf", "pdf_standards": ["a-3b", "ua-1"], "timestamp": int(AT.timestamp())}
    return lambda data: compiler.compile(sys_inputs={"data": data}, **given)


def _batch(company: Any) -> tuple[float, int]:
    """Seconds from the order to the file that lies ready, and how many pages it has."""
    from quartier.core.letters import services  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    begun = time.perf_counter()
    batch = services.gather(actor=SYSTEM, at=AT, entity_id=company.pk)
    services.make_file(at=AT, batch_id=batch.pk)
    seconds = time.perf_counter() - begun
    batch.refresh_from_db()
    if batch.letter_count != LETTERS or batch.file is None:
        raise RuntimeError(f"{batch.letter_count} letters, file {batch.file_id}")
    return seconds, batch.page_count
