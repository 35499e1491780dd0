"""Ties tests to the requirement catalogue: `@pytest.mark.req("DWG-22")` on a test that proves that row.

An id that is not in docs/requirements stops the collection. A run of the whole suite leaves var/requirements.json: for
every id the tests that carried it and passed. A part of the suite leaves the file as it was.
"""

import json
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "docs" / "requirements"
REPORT = ROOT / "var" / "requirements.json"
ROW = re.compile(r"^\| ((?:DWG|QX|CC|SBV|WR)-\d+) \| [^|]*\| ([^|]*) \| ([^|]*) \|", re.MULTILINE)
PROPERTY = "requirement"


def catalogue(folder: Path = CATALOGUE) -> dict[str, tuple[str, str]]:
    """Every requirement in the order of the documents: id to area and text."""
    names = ("DWG", "QX", "CC", "SBV", "WR")
    texts = [(folder / f"{name}.md").read_text(encoding="utf-8") for name in names]
    return {match[1]: (match[2].strip(), match[3].strip()) for text in texts for match in ROW.finditer(text)}


def marked(item: pytest.Item) -> list[str]:
    """The ids a test claims to prove, each once."""
    ids = [identifier for mark in item.iter_markers("req") for identifier in mark.args]
    return list(dict.fromkeys(ids))


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known; only the process that sees all results keeps a ledger."""
    config.addinivalue_line("markers", "req(*ids): the requirements of docs/requirements this test proves")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger(config), "requirement-ledger")


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> Any:
    """Refuse ids nobody wrote down; hand the others on, as a property that crosses from workers to the controller."""
    found = yield
    items = found if isinstance(found, list) else [found]
    for item in items:
        if isinstance(item, pytest.Item):
            for identifier in marked(item):
                if identifier not in catalogue_once(item.config):
                    raise pytest.Collector.CollectError(f"{item.nodeid}: no requirement is called {identifier!r}.")
                item.user_properties.append((PROPERTY, identifier))
    return found


KNOWN = pytest.StashKey[dict[str, tuple[str, str]]]()


def catalogue_once(config: pytest.Config) -> dict[str, tuple[str, str]]:
    """The catalogue, read once for each run."""
    if KNOWN not in config.stash:
        config.stash[KNOWN] = catalogue()
    return config.stash[KNOWN]


def is_whole(config: pytest.Config) -> bool:
    """Tell whether this run was asked for every test there is."""
    option = config.option
    narrowed = (
        "keyword",
        "markexpr",
        "lf",
        "failedfirst",
        "deselect",
        "ignore",
        "ignore_glob",
        "stepwise",
        "collectonly",
    )
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not any(
        getattr(option, name, None) for name in narrowed
    )


class Ledger:
    """Collects which tests passed in every phase, and writes the report at the end of a whole run."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.claims: dict[str, list[str]] = {}
        self.failed: set[str] = set()
        self.is_complete = True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember that tests are missing; with several processes the run goes on all the same."""
        if report.failed:
            self.is_complete = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a call that passed as proof, and any later failure against it."""
        if report.failed:
            self.failed.add(report.nodeid)
        elif report.when == "call" and report.passed:
            ids = [str(value) for name, value in report.user_properties if name == PROPERTY]
            self.claims[report.nodeid] = ids

    def proofs(self) -> dict[str, list[str]]:
        """For every id the tests that proved it."""
        proven: defaultdict[str, list[str]] = defaultdict(list)
        for nodeid in sorted(self.claims.keys() - self.failed):
            for identifier in self.claims[nodeid]:
                proven[identifier].append(nodeid)
        return {identifier: proven[identifier] for identifier in catalogue_once(self.config)}

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the report when every test ran; failures are left out of it, an interrupted run changes nothing."""
        ran = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not session.shouldfail
        if ran and self.is_complete and not session.shouldstop and is_whole(self.config):
            report = {"finished_at": datetime.now(UTC).isoformat(timespec="seconds"), "proofs": self.proofs()}
            path = Path(self.config.getini("requirements_report"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a test of this plugin write its report elsewhere."""
    parser.addini("requirements_report", "where a whole run leaves its report", type="string", default=str(REPORT))
