"""`quartier smoke`: a fresh demo on a free port, walked through over real HTTP; one line per check."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from quartier.config.smoke import journeys
from quartier.config.smoke.client import Unexpected
from quartier.config.smoke.running import Running, free_port
from quartier.kit.postgres import Embedded


def smoke(argv: Sequence[str]) -> int:
    """Run all checks, or those whose name contains a word; 0 when every one passed."""
    parser = argparse.ArgumentParser(prog="quartier smoke", description="Walk through a fresh demo over HTTP.")
    parser.add_argument("--only", default="", help="run only checks whose name contains this")
    parser.add_argument("--keep", action="store_true", help="keep the demo's data and log")
    words = parser.parse_args(argv)
    home = Path(tempfile.mkdtemp(prefix="quartier-smoke-"))
    demo = Running(home, free_port())
    try:
        passed, failed = _walk(demo, words.only)
    finally:
        demo.stop()
        if words.keep:
            print(f"kept: {home}")
        else:
            Embedded(demo.data_dir / "postgres").destroy()
            shutil.rmtree(home, ignore_errors=True)
    print(f"smoke: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _walk(demo: Running, only: str) -> tuple[int, int]:
    passed = failed = 0
    for name, act in journeys.CHECKS:
        if only not in name and name not in journeys.ALWAYS:
            continue
        begun = time.monotonic()
        try:
            remark = act(demo)
        except Exception as error:
            failed += 1
            reason = str(error) if isinstance(error, Unexpected) else f"{type(error).__name__}: {error}"
            print(f"FAIL  {name}: {reason}", flush=True)
            if name == journeys.FIRST and not demo.runs:
                break
        else:
            passed += 1
            print(f"ok    {name} ({remark or f'{time.monotonic() - begun:.1f} s'})", flush=True)
    return passed, failed
