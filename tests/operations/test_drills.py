"""The fault drills in short: a few rounds of each that needs no minutes of waiting. `make drill` runs all at length."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.drills.outcome import Outcome, table
from tests.mode import ROOT

SHORT = ("kills", "full", "clock", "races")


@pytest.mark.drill
@pytest.mark.timeout(900)
def test_a_short_drill_loses_and_doubles_nothing() -> None:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("QUARTIER_") and k != "DATABASE_URL"}
    words = [sys.executable, "-m", "tests.drills", *SHORT, "--rounds", "4", "--seed", "11"]
    done = subprocess.run(words, cwd=ROOT, env=plain, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    first, _head, *rows = done.stdout.splitlines()
    assert first == "seed 11"
    assert len(rows) == len(SHORT)
    assert all(" held " in row or " skipped " in row for row in rows), done.stdout
    assert all(" held " in row for row in rows if not row.startswith("disk full")), done.stdout


def test_a_loss_is_named_and_fails_the_drill() -> None:
    held, skipped = Outcome("kill -9", 9, note="9 deaths"), Outcome("disk full", skipped="not allowed")
    lost, doubled = Outcome("clock", 2, ["mail 4"]), Outcome("races", 1, (), ["the effect of a:1, 2 times"])
    assert [one.is_bad for one in (held, skipped, lost, doubled)] == [False, False, True, True]
    said = table([held, skipped, lost, doubled]).splitlines()
    assert [line.split()[-1] for line in said[1:3]] == ["deaths", "allowed"]
    assert [one.verdict for one in (held, skipped, lost, doubled)] == ["held", "skipped", "LOST", "DOUBLED"]
    assert said[-2:] == ["  clock: lost mail 4", "  races: doubled the effect of a:1, 2 times"]
