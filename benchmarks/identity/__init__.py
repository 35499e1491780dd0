"""How fast people get in, and their data: BENCH=identity runs every part of this folder, each on a provider of its own.

A part is a module with `measure(say) -> list[Figure]`, like every benchmark.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from benchmarks.figures import Figure


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Run the parts by name."""
    figures: list[Figure] = []
    for found in pkgutil.iter_modules(__path__):
        say(f"{found.name}:")
        figures += import_module(f"{__name__}.{found.name}").measure(say)
    return figures
