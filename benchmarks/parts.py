"""Benchmarks of several parts: modules of one folder, each run in a process of its own.

A part is a module with `measure(say) -> list[Figure]`, like every benchmark. Each makes a database and sets Django up
for it, which a process does once.
"""

from __future__ import annotations

import multiprocessing
import pkgutil
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from types import ModuleType

from benchmarks.figures import Figure


def measure_parts(folder: ModuleType, say: Callable[[str], None]) -> list[Figure]:
    """Run the parts of a folder by name."""
    figures: list[Figure] = []
    for found in pkgutil.iter_modules(folder.__path__):
        say(f"{found.name}:")
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
            figures += alone.submit(_measured, f"{folder.__name__}.{found.name}").result()
    return figures


def _measured(part: str) -> list[Figure]:
    measured: list[Figure] = import_module(part).measure(lambda text: print(text, file=sys.stderr, flush=True))
    return measured
