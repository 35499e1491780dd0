"""Test mode, entered before Django reads its settings: pytest loads this file first (``-p`` in pyproject.toml)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from quartier.config.addresses import Database
from quartier.kit.postgres import APP_ROLE, Embedded

ROOT = Path(__file__).resolve().parents[1]


def server() -> Embedded:
    """The server of this checkout and account: in memory where that is possible, else below var/."""
    memory = Path("/dev/shm")
    mark = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]
    name = f"quartier-test-{os.geteuid()}-{mark}"
    place = memory / name if os.access(memory, os.W_OK) else ROOT / "var" / "test"
    return Embedded(place / "postgres", durable=False)


def database(name: str) -> Database:
    """A database of the test server as a setting."""
    return Database(name=name, user=APP_ROLE, host=str(SERVER.socket_dir), port=SERVER.port)


SERVER = server()
CLONE = f"test_{os.getpid()}"
DATA_DIR = Path(tempfile.gettempdir()) / f"quartier-{CLONE}"


def _enter_test_mode() -> None:
    """Settings for this process and its children, before Django reads them; nothing of the developer's own counts."""
    for name in [name for name in os.environ if name.startswith("QUARTIER_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ["QUARTIER_MODE"] = "test"
    os.environ["QUARTIER_DATA_DIR"] = str(DATA_DIR)
    os.environ["DATABASE_URL"] = database(CLONE).url()


_enter_test_mode()
