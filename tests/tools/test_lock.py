"""Locks hold what pyproject.toml demands, with hashes and without addresses."""

import shutil
from pathlib import Path
from types import ModuleType

import pytest

from tests.tools.scripts import ROOT, script


@pytest.fixture(scope="module")
def lock() -> ModuleType:
    """scripts/lock as a module."""
    return script("lock")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's demands and locks."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def test_the_locks_hold_what_is_demanded(lock: ModuleType) -> None:
    assert list(lock.faults(ROOT)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "pyproject.toml",
            '"nh3>=0.3"',
            '"nh3>=99"',
            "base.lock: nh3>=99 is demanded, 0.3.8 is locked; run make lock.",
        ),
        (
            "pyproject.toml",
            '"ruff>=0.14"',
            '"no-such>=1"',
            "dev.lock: no-such>=1 is demanded, nothing is locked; run make lock.",
        ),
        (
            "requirements/base.lock",
            "nh3==0.3.8",
            "nh3==0.3.7",
            "base.lock: nh3 is 0.3.7, in dev.lock 0.3.8; run make lock.",
        ),
        (
            "requirements/dev.lock",
            "aiosmtpd==",
            "--index-url=somewhere\naiosmtpd==",
            "dev.lock: only names, versions and hashes belong here, not “--index-url=somewhere”.",
        ),
    ],
)
def test_a_lock_that_disagrees_is_found(
    lock: ModuleType, project: Path, name: str, old: str, new: str, fault: str
) -> None:
    path = project / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert fault in list(lock.faults(project))


def test_every_locked_package_has_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.lock"):
        lines = path.read_text().splitlines()
        packages = [number for number, line in enumerate(lines) if not line.startswith("    ")]
        assert len(packages) > 40
        assert all(lines[number + 1].startswith("    --hash=sha256:") for number in packages)
