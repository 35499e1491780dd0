"""How much disk the base installation takes, and how long it takes to get: BENCH=install."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure

GOAL_MB = 250


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Install requirements/base.lock into a fresh environment, as the set-up does, and weigh its packages."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-") as home:
        say("installing requirements/base.lock into a fresh environment …")
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        python, begun = str(Path(home, "bin", "python")), time.monotonic()
        pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
        subprocess.run([*pip, "--require-hashes", "-r", "requirements/base.lock"], check=True)
        seconds = time.monotonic() - begun
        places = list(Path(home, "lib").glob("python*/site-packages"))
        fresh = sum(megabytes(place) for place in places)
        subprocess.run([python, "-m", "compileall", "-qq", *map(str, places)], check=False)
        compiled = sum(megabytes(place) for place in places)
    return [
        Figure("install_mb", fresh, "MB", GOAL_MB),
        Figure("install_compiled_mb", compiled, "MB"),
        Figure("install_s", seconds, "s"),
    ]


def megabytes(place: Path) -> float:
    """Return what the files below a folder take on disk, in units of a million bytes."""
    return sum(path.lstat().st_blocks * 512 for path in place.rglob("*") if path.is_file()) / 1e6
