"""How many invoices with their XML inside are drawn in a second, beside the same pages set by typst alone."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure, median_ratio
from benchmarks.measured import AT, prepare

ROUNDS = 8
A_ROUND = 60
GOAL = 100.0
STANDARDS: Any = ["a-3b", "ua-1"]


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Draw invoices of three lines from their records, in one thread and as a run does; in turns with bare typst."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home:
        prepare(home)
        from quartier.core.invoices.services import papers  # noqa: PLC0415 – after set-up

        bare = _bare()
        # The first page of a thread makes its compiler.
        list(papers.press_many(_papers(0, 8)))
        say(f"{ROUNDS} times {A_ROUND} invoices, each beside bare typst and one by one …")
        together, alone, theirs, used = [], [], [], []
        for place in range(1, ROUNDS + 1):
            made = _papers(place, A_ROUND)
            theirs.append(bare(_papers(place + 2 * ROUNDS, A_ROUND)))
            together.append(_seconds(papers.press_many, made))
            made, begun = _papers(place + ROUNDS, A_ROUND), time.process_time()
            alone.append(_seconds(partial(map, papers.pressed), made))
            used.append(time.process_time() - begun)
    return [
        Figure("invoice_pdfs_per_s", A_ROUND / median(together), "1/s", GOAL, "high"),
        Figure("invoice_pdfs_one_thread_per_s", A_ROUND / median(alone), "1/s"),
        # What other work on the machine leaves alone.
        Figure("invoice_pdf_cpu_ms", 1000 * median(used) / A_ROUND, "ms"),
        Figure("invoice_bare_typst_per_s", A_ROUND / median(theirs), "1/s"),
        Figure("invoice_pdf_ratio", median_ratio(together, theirs), "×"),
        Figure("invoice_xml_ms", 1000 * _xml() / A_ROUND, "ms"),
    ]


def _seconds(work: Callable[[Sequence[Any]], Iterable[object]], papers: Sequence[Any]) -> float:
    begun = time.perf_counter()
    for _done in work(papers):
        pass
    return time.perf_counter() - begun


def _papers(place: int, count: int) -> list[Any]:
    """Papers that differ in number, reference and amounts, out of their records."""
    from quartier.core.invoices.en16931 import Payment, from_json, to_json  # noqa: PLC0415 – after set-up
    from quartier.core.invoices.rules.sheet import Head  # noqa: PLC0415 – after set-up
    from quartier.core.invoices.services.papers import Paper  # noqa: PLC0415 – after set-up
    from quartier.core.invoices.tests import kinds  # noqa: PLC0415 – after set-up

    head = Head(brand="Messwerk", tagline="Genossenschaft", colour="#0a5a6e")
    found = []
    for one in range(place * 1000, place * 1000 + count):
        number = f"RE-2026-{one:06}"
        lines = [kinds.line(f"{one % 900 + 10 * n}.{one % 100:02}", n, name=f"Leistung {one}-{n}") for n in (1, 2, 3)]
        payment: Payment = replace(kinds.TRANSFER, remittance=number)
        record = to_json(kinds.invoice(*lines, number=number, payment=payment))
        found.append(Paper(invoice=from_json(record), head=head, at=AT))
    return found


def _bare() -> Callable[[Sequence[Any]], float]:
    """Return what takes the seconds of the bare minimum: the same template and data, all but typst done before."""
    import typst  # noqa: PLC0415 – only here

    from quartier.core.invoices.en16931 import write_cii  # noqa: PLC0415 – after set-up
    from quartier.core.invoices.rules.sheet import sheet  # noqa: PLC0415 – after set-up
    from quartier.core.invoices.services.papers import SHEET  # noqa: PLC0415 – after set-up

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    compiler = typst.Compiler(str(SHEET), root=str(SHEET.parent), font_paths=fonts, ignore_system_fonts=True)

    def inputs(paper: Any) -> dict[str, str]:
        data = sheet(paper.invoice, head=paper.head, xml=write_cii(paper.invoice), file="factur-x.xml")
        return {"data": json.dumps(data)}

    def seconds(papers: Sequence[Any]) -> float:
        ready = [inputs(paper) for paper in papers]
        begun = time.perf_counter()
        for one in ready:
            compiler.compile(format="pdf", pdf_standards=STANDARDS, sys_inputs=one, timestamp=int(AT.timestamp()))
        return time.perf_counter() - begun

    return seconds


def _xml() -> float:
    from quartier.core.invoices.en16931 import write_cii  # noqa: PLC0415 – after set-up

    return _seconds(lambda papers: (write_cii(one.invoice) for one in papers), _papers(99, A_ROUND))
