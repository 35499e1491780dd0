"""The drill: by the commands alone, an empty machine gets everything back; a full disk leaves no half copy."""

from __future__ import annotations

import os
import resource
import secrets
import subprocess
import sys
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import psycopg
import pytest

from quartier.config import backup
from quartier.config.backup.copies import table_states
from quartier.kit.postgres import Embedded
from tests.mode import SERVER, database
from tests.plugins.world import NAME, World


def quartier(data_dir: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command as on a machine of its own; `full_at` lets no file grow beyond so many bytes."""
    most = int(settings.pop("full_at", "0"))
    plain = {k: v for k, v in os.environ.items() if not k.startswith("QUARTIER_") and k != "DATABASE_URL"}

    def limit() -> None:
        if most:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [sys.executable, "-m", "quartier", *words],
        env={**plain, "QUARTIER_DATA_DIR": str(data_dir), **settings},
        stdin=subprocess.DEVNULL, check=False, capture_output=True, text=True, preexec_fn=limit,
    )  # fmt: skip


def test_a_full_disk_leaves_no_half_copy(town: World, tmp_path: Path) -> None:
    old, outside = tmp_path / "old", tmp_path / "outside"
    outside.mkdir()
    url = database(NAME).url()
    done = quartier(old, "backup", "--to", str(outside / "monday"), full_at="100000", DATABASE_URL=url)
    assert done.returncode != 0
    assert done.stderr.startswith("quartier: ")
    assert list(outside.iterdir()) == []


@pytest.mark.req("WR-094")
def test_the_drill_an_empty_machine_gets_everything_back_from_the_latest_copy(town: World, tmp_path: Path) -> None:
    old, new, outside = tmp_path / "old", tmp_path / "new", tmp_path / "outside"
    key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
    (old / "files" / "emscher").mkdir(parents=True)
    (old / "files" / "emscher" / "letter").write_bytes(b"letter")
    outside.mkdir()
    settings = {"QUARTIER_ENCRYPTION_KEYS": ",".join((key, encryption_key()))}
    there = {**settings, "DATABASE_URL": database(NAME).url()}
    for day in ("monday", "tuesday"):
        made = quartier(old, "backup", "--to", str(outside / day), **there)
        assert (made.returncode, made.stderr) == (0, "")
    latest = max((path for path in outside.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    before = fingerprints(psycopg.connect(**SERVER.conninfo(NAME)))
    server = Embedded(new / "postgres")
    try:
        done = quartier(new, "restore", str(latest), **settings)
        assert (done.returncode, done.stderr) == (0, "")
        assert "are what they were." in done.stdout
        with server.serving():
            after = fingerprints(psycopg.connect(**server.conninfo("quartier")))
        assert {name for name in before if after[name] != before[name]} == {"console.audit_fact"}
        assert quartier(new, "audit", "verify", **settings).returncode == 0
        listed = quartier(new, "provider", "list", **settings).stdout
        assert [line.split()[0] for line in listed.splitlines()] == ["alpha", "beta", "emscher", "raumhafen"]
    finally:
        server.destroy()
    assert (new / "files" / "emscher" / "letter").read_bytes() == b"letter"


def encryption_key() -> str:
    """The installation key of the test suite, under which the town's data keys are wrapped."""
    from django.conf import settings  # noqa: PLC0415

    found: str = settings.ENCRYPTION_KEYS[0]
    return found


def fingerprints(line: psycopg.Connection[Any]) -> dict[str, backup.TableState]:
    """The state of every table of a database."""
    with line:
        return table_states(line)
