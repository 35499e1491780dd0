"""PostgreSQL from the installed wheel, run by us: one private directory, one Unix socket, no TCP."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

APP_ROLE = "quartier"
SOCKET_PATH_LIMIT = 107


class Embedded:
    """A PostgreSQL server whose data, log and socket live below ``base``."""

    port = 5432

    def __init__(self, base: Path) -> None:
        self.base = base.absolute()

    @property
    def socket_dir(self) -> Path:
        """Where the socket is: below ``base``, or in a short private directory if that path would be too long."""
        inside = self.base / "run"
        if len(os.fsencode(inside / f".s.PGSQL.{self.port}")) <= SOCKET_PATH_LIMIT:
            return inside
        short = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        return Path(short) / f"quartier-{hashlib.sha256(os.fsencode(self.base)).hexdigest()[:16]}"
