"""scripts/check names its steps; make prepares nothing twice; .ci/run fails when one step fails."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tools.scripts import ROOT


def run(command: list[str], cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a tool and keep what it says; a make above us is none of its business."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=cwd, env=outer | environment, capture_output=True, text=True, check=False)


def test_one_step_can_be_run_alone() -> None:
    done = run([sys.executable, "scripts/check", "locks"])
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("ok     locks")
    assert len(done.stdout.splitlines()) == 2


def test_an_unknown_step_is_refused_with_the_list_of_steps() -> None:
    done = run([sys.executable, "scripts/check", "spelling"])
    assert done.returncode == 2
    assert done.stderr.startswith("No such step: spelling. Steps: types, migrations,")


def test_a_failing_step_shows_its_words_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "check", tmp_path / "scripts")
    (tmp_path / "scripts" / "lock").write_text("raise SystemExit('locks are stale')\n")
    done = run([sys.executable, "scripts/check", "locks"], tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("FAILED locks")
    assert "locks are stale" in done.stdout.splitlines()
    assert done.stdout.splitlines()[-1].startswith("Failed: locks.")


def ci(folder: Path, *failing: str) -> subprocess.CompletedProcess[str]:
    """Run .ci/run beside a make that knows only whether a step fails."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci")
    steps = "\n".join(f"{step}:\n\t@{'false' if step in failing else 'true'}" for step in ("check", "test", "smoke"))
    (folder / "Makefile").write_text(steps + "\n")
    return run(["bash", ".ci/run"], folder)


@pytest.mark.parametrize(
    ("failing", "last"), [((), "steps: 3 passed, 0 failed"), (("test",), "steps: 2 passed, 1 failed")]
)
def test_ci_runs_every_step_and_fails_when_one_fails(tmp_path: Path, failing: tuple[str, ...], last: str) -> None:
    done = ci(tmp_path, *failing)
    assert done.stdout.splitlines()[-1] == last
    assert done.returncode == len(failing)
    assert [line.split()[:2] for line in done.stdout.splitlines()[-5:-2]] == [
        [step, "FAILED" if step in failing else "passed"] for step in ("check", "test", "smoke")
    ]


def test_make_prepares_nothing_twice(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements", "scripts"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    (tmp_path / "scripts" / "setup").write_text('#!/bin/sh\nmkdir -p .venv; : >"$2"; echo prepared\n')
    assert run(["make", "setup"], tmp_path).stdout == "prepared\n"
    began = time.perf_counter()
    assert run(["make", "setup"], tmp_path).stdout == ""
    assert time.perf_counter() - began < 1
    with (tmp_path / "requirements" / "dev.lock").open("a") as lock:
        lock.write("# moved\n")
    assert run(["make", "setup"], tmp_path).stdout == "prepared\n"


def setup(folder: Path, *arguments: str, python: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/setup as somebody who is not root and has only these tools."""
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", folder / "scripts")
    tools = folder / "bin"
    tools.mkdir()
    for name in ("dirname", "mkdir", "rm", "sh"):
        (tools / name).symlink_to(shutil.which(name) or "")
    for name, script in {"id": "echo 1000", "python3": python}.items():
        if script:
            (tools / name).write_text(f"#!/bin/sh\n{script}\n")
            (tools / name).chmod(0o755)
    return run(["scripts/setup", *arguments], folder, PATH=str(tools), **environment)


def test_setup_refuses_a_machine_without_python(tmp_path: Path) -> None:
    done = setup(tmp_path, "venv", ".venv/.ready")
    assert done.returncode == 1
    assert done.stderr == "Quartier needs Python 3.11 or newer; none was found. On Debian: apt-get install python3\n"


def test_setup_says_what_to_install_when_python_cannot_make_a_venv(tmp_path: Path) -> None:
    done = setup(tmp_path, "venv", ".venv/.ready", python='[ "$1" = -c ]')
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Python's venv module is missing. Install it (on Debian: apt-get install python3-venv)"
    )
    assert not (tmp_path / ".venv").exists()


def test_a_missing_browser_is_a_remark_and_no_failure(tmp_path: Path) -> None:
    done = setup(tmp_path, "browser", CHROMIUM="/nowhere/chromium")
    assert done.returncode == 0
    assert done.stderr.startswith("No Chromium at /nowhere/chromium: browser tests will be skipped.")
