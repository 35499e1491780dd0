"""The requirement catalogue is complete, and the report says what the last full run proved."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.plugins.requirements import ROOT, catalogue

SUITE = """
import pytest

@pytest.mark.req("DWG-22", "QX-01")
def test_proves(): pass

@pytest.mark.req("DWG-22")
@pytest.mark.parametrize("good", [True, False])
def test_half(good): assert good

@pytest.mark.req("CC-91")
def test_skipped(): pytest.skip("not here")
"""


def pytest_run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with our plugin alone on another folder."""
    (folder / "pytest.ini").write_text(f"[pytest]\ntestpaths = suite\nrequirements_report = {folder}/report.json\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.plugins.requirements", "-p", "xdist", "-q", *options]
    environment = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a small suite."""
    (tmp_path / "suite").mkdir()
    (tmp_path / "suite" / "test_it.py").write_text(SUITE)
    return tmp_path


def test_the_catalogue_holds_all_433_requirements_without_a_gap() -> None:
    known = catalogue()
    counts = Counter(identifier.partition("-")[0] for identifier in known)
    assert counts == {"DWG": 47, "QX": 59, "CC": 91, "SBV": 100, "WR": 136}
    for prefix, count in counts.items():
        width = 3 if prefix == "WR" else 2
        assert [f"{prefix}-{number:0{width}}" for number in range(1, count + 1)] == [
            identifier for identifier in known if identifier.startswith(f"{prefix}-")
        ]
    assert all(area and text for area, text in known.values())


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_full_run_reports_only_tests_that_passed(folder: Path, workers: tuple[str, ...]) -> None:
    done = pytest_run(folder, *workers)
    assert "2 passed" in done.stdout
    proofs = json.loads((folder / "report.json").read_text())["proofs"]
    assert proofs["DWG-22"] == ["suite/test_it.py::test_half[True]", "suite/test_it.py::test_proves"]
    assert proofs["QX-01"] == ["suite/test_it.py::test_proves"]
    assert proofs["CC-91"] == []
    assert len(proofs) == 433


@pytest.mark.parametrize("options", [("-k", "proves"), ("suite/test_it.py",), ("--collect-only",), ("-x",)])
def test_a_part_of_the_suite_leaves_no_report(folder: Path, options: tuple[str, ...]) -> None:
    pytest_run(folder, *options)
    assert not (folder / "report.json").exists()


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_an_unknown_id_stops_the_collection(folder: Path, workers: tuple[str, ...]) -> None:
    (folder / "suite" / "test_it.py").write_text(SUITE.replace("CC-91", "CC-92"))
    done = pytest_run(folder, *workers)
    assert done.returncode in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.TESTS_FAILED)
    assert "no requirement is called 'CC-92'" in done.stdout
    assert not (folder / "report.json").exists()


def show(report: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/requirements on a report."""
    command = [sys.executable, str(ROOT / "scripts" / "requirements"), "--report", str(report), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_prints_a_table_or_json(folder: Path) -> None:
    pytest_run(folder)
    shown = show(folder / "report.json").stdout
    assert "DWG-22      2  registration & login" in shown
    assert "all         2 of 433 proven" in shown
    proofs = json.loads(show(folder / "report.json", "--format", "json").stdout)
    assert (len(proofs), proofs["DWG-22"][1], proofs["CC-91"]) == (433, "suite/test_it.py::test_proves", [])


@pytest.mark.parametrize("form", ["text", "json"])
def test_without_a_full_run_the_script_says_so(tmp_path: Path, form: str) -> None:
    shown = show(tmp_path / "report.json", "--format", form)
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr == "There has been no full run of the tests in this checkout yet: make test.\n"
