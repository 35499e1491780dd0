"""Where drills take place: an installation of its own, durable as in production, with a mail server that counts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from quartier.config.addresses import Database
from quartier.core.inbox.tests.sink import Script, smtp_server
from quartier.kit.postgres import APP_ROLE, Embedded

SCHEMA = "werkstatt"
COMMAND_LIMIT_S = 300.0


@dataclass
class Place:
    """The installation, its mail server, and the processes that a drill begins and kills."""

    home: Path
    server: Embedded
    mails: Script
    port: int
    _nursery: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def data_dir(self) -> Path:
        """Where the installation keeps everything but its database."""
        return self.home / "data"

    def environment(self, **more: str) -> dict[str, str]:
        """Return the settings of its processes."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("QUARTIER_") and k != "DATABASE_URL"}
        host = str(self.server.socket_dir)
        database = Database(name="quartier", user=APP_ROLE, host=host, port=self.server.port)
        own = {
            "QUARTIER_MODE": "demo",
            "QUARTIER_DATA_DIR": str(self.data_dir),
            "QUARTIER_SMTP_URL": f"smtp://localhost:{self.port}?tls=off",
            "DATABASE_URL": database.url(),
        }
        return plain | own | more

    def quartier(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the product on this installation."""
        return subprocess.run(
            [sys.executable, "-m", "quartier", *words], env=self.environment(**more), stdin=subprocess.DEVNULL,
            check=False, capture_output=True, text=True, timeout=COMMAND_LIMIT_S,
        )  # fmt: skip

    def begin(self, role: str, *words: object) -> int:
        """Begin a process of a role and return its number."""
        return int(self._ask("begin", role, *words))

    def kill(self, number: int) -> None:
        """Kill a process that is at work; one that ended by itself is a fault of the drill."""
        os.kill(number, signal.SIGKILL)
        self.ended(number, -signal.SIGKILL)

    def ended(self, number: int, *codes: int) -> None:
        """Wait until a process is gone and hold that it ended this way."""
        code = int(self._ask("bury", number))
        if code not in codes:
            raise RuntimeError(f"process {number} ended with {code}")

    def _ask(self, *words: object) -> str:
        nursery = self._nursery
        assert nursery is not None
        assert nursery.stdin is not None
        print(*words, file=nursery.stdin, flush=True)
        return self._heard(nursery.stdout)

    @staticmethod
    def _heard(line: IO[str] | None) -> str:
        said = line.readline() if line else ""
        if not said:
            raise RuntimeError("The nursery has ended.")
        return said.strip()

    @contextmanager
    def nursery(self) -> Iterator[None]:
        """Have the process at hand that forks the others."""
        log = (self.home / "processes.log").open("ab")
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.drills.nursery"], env=self.environment(), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            self._heard(self._nursery.stdout)
            yield
        finally:
            assert self._nursery.stdin is not None
            self._nursery.stdin.close()
            self._nursery.wait()
            self._nursery = None
            log.close()


@contextmanager
def installation(home: Path, say: Callable[[str], None]) -> Iterator[Place]:
    """Make a fresh installation with one portal; afterwards its database is stopped."""
    mails, server = Script(), Embedded(home / "postgres")
    with smtp_server(mails) as way:
        place = Place(home, server, mails, way.port)
        place.data_dir.mkdir(parents=True, mode=0o700)
        server.start()
        try:
            say("a fresh installation …")
            _furnish(place)
            with place.nursery():
                yield place
        finally:
            server.stop()


def _furnish(place: Place) -> None:
    """Enter the installation's settings in this process, migrate, and make one small portal."""
    os.environ.update(place.environment(), DJANGO_SETTINGS_MODULE="quartier.config.settings")
    import django  # noqa: PLC0415 – the environment comes first

    django.setup()
    from django.db import connections  # noqa: PLC0415 – the environment comes first
    from django.utils.module_loading import autodiscover_modules  # noqa: PLC0415 – the environment comes first

    from quartier.config.demo import seed  # noqa: PLC0415 – the environment comes first
    from quartier.core.providers.services import migrate_all  # noqa: PLC0415 – the environment comes first
    from tests.drills import kinds  # noqa: PLC0415 – the environment comes first

    autodiscover_modules("tasks")
    kinds.register()
    migrate_all()
    (portal,) = [replace(one, customers=6, firms=1) for one in seed.PORTALS if one.key == SCHEMA]
    seed.seed_portal(portal)
    connections.close_all()


def until(true: Callable[[], bool], limit_s: float, pause_s: float = 0.02) -> bool:
    """Wait until something holds; tells whether it did within the limit."""
    end = time.monotonic() + limit_s
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(pause_s)
    return True
