"""`python -m benchmarks [name]`: run one benchmark, print a table and one JSON line per figure."""

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import (
    areas,
    audit,
    billing,
    deadlines,
    documents,
    export,
    identity,
    install,
    intake,
    letters,
    orders,
    portal,
)
from benchmarks.figures import Figure, table
from benchmarks.parts import measure_parts

BENCHMARKS: dict[str, Callable[[Callable[[str], None]], list[Figure]]] = {
    "portal": portal.measure,
    "install": install.measure,
    "audit": audit.measure,
    "deadlines": deadlines.measure,
    "documents": documents.measure,
    "letters": letters.measure,
    "intake": intake.measure,
    "export": export.measure,
    "identity": partial(measure_parts, identity),
    "billing": partial(measure_parts, billing),
    "areas": partial(measure_parts, areas),
    "orders": partial(measure_parts, orders),
}


def main(arguments: list[str]) -> int:
    """Measure and print; a missed goal is a finding and no failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed and size.")
    parser.add_argument("name", nargs="?", default="portal", choices=BENCHMARKS)
    words = parser.parse_args(arguments)
    os.chdir(Path(__file__).resolve().parents[1])
    figures = BENCHMARKS[words.name](lambda text: print(text, file=sys.stderr, flush=True))
    print(table(figures))
    for figure in figures:
        print(figure.line(words.name))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
