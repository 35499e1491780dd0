"""Every branch of the law package is taken by its own tests, which need neither Django nor a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAW = ROOT / "src" / "quartier" / "law"


@pytest.mark.timeout(900)
def test_every_branch_of_the_law_is_tested(tmp_path: Path) -> None:
    report, rules = tmp_path / "coverage.json", tmp_path / "coverage.ini"
    # The tests themselves are not measured: noting their lines took a fifth of the time.
    rules.write_text("[run]\nomit = */tests/*\n")
    program = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django", "-p", "no:xdist"]
    # Nothing of the project's own set-up: neither its configuration nor the fixtures of the floors above.
    alone = ["-c", "/dev/null", "--rootdir", str(ROOT), "--confcutdir", str(LAW), "-o", "markers=req"]
    measured = ["--cov=quartier.law", "--cov-branch", f"--cov-report=json:{report}", f"--cov-config={rules}"]
    environment = {"PATH": "/usr/bin:/bin", "COVERAGE_FILE": str(tmp_path / "data"), "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [*program, *alone, "--import-mode=importlib", *measured, str(LAW / "tests")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    files = json.loads(report.read_text())["files"]
    missed = {
        path: [*found["missing_lines"], *found["missing_branches"]]
        for path, found in files.items()
        if found["summary"]["percent_covered"] < 100
    }
    assert files
    assert missed == {}
