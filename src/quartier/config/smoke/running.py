"""A demo of its own for the smoke run: fresh data, free port, ended like a person would end it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from quartier.config.smoke.client import Unexpected, Visitor
from quartier.kit.processes import die_with_parent, is_alive

READY_LIMIT_S = 120.0
STOP_LIMIT_S = 60.0
COMMAND_LIMIT_S = 120.0


@dataclass(eq=False)
class Running:
    """The demo under test. ``seconds`` tells how long its first start took."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    seconds: float = 0.0
    seen: set[int] = field(default_factory=set)

    @property
    def data_dir(self) -> Path:
        """Where this demo keeps everything."""
        return self.home / "data"

    @property
    def output(self) -> Path:
        """What the demo has said."""
        return self.home / "demo.log"

    @property
    def runs(self) -> bool:
        """The demo has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> float:
        """Start the demo and wait until it is ready; returns the seconds."""
        begun = time.monotonic()
        command = [sys.executable, "-m", "quartier", "demo", "--port", str(self.port)]
        with self.output.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
            )
        already = self.output.stat().st_size
        while b"Ctrl-C stops everything" not in self.output.read_bytes()[already:]:
            if self.process.poll() is not None or time.monotonic() - begun > READY_LIMIT_S:
                raise Unexpected(f"the demo did not start:\n{self.last_words()}")
            time.sleep(0.05)
        self.seen |= self.family()
        return time.monotonic() - begun

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C and wait; returns the exit code."""
        if self.process is None:
            return 0
        self.seen |= self.family()
        self.process.send_signal(number)
        try:
            return self.process.wait(STOP_LIMIT_S)
        finally:
            self.process.kill()

    def left_behind(self) -> list[int]:
        """Processes of this demo that still live, a moment after it ended."""
        deadline = time.monotonic() + 10
        while (alive := [number for number in self.seen if is_alive(number)]) and time.monotonic() < deadline:
            time.sleep(0.05)
        return alive

    def family(self) -> set[int]:
        """The demo's process and all its descendants."""
        if self.process is None:
            return set()
        parents = dict(_parents())
        family, size = {self.process.pid}, 0
        while size != len(family):
            size = len(family)
            family |= {number for number, parent in parents.items() if parent in family}
        return family

    def command(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run ``quartier …`` beside the demo, on its data."""
        return subprocess.run(
            [sys.executable, "-m", "quartier", *words],
            env={**self.environment(), **settings},
            stdin=subprocess.DEVNULL,
            check=False,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT_S,
        )

    def environment(self) -> dict[str, str]:
        """Our own environment without any setting but the data directory."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("QUARTIER_") and k != "DATABASE_URL"}
        return {**plain, "QUARTIER_DATA_DIR": str(self.data_dir)}

    def visitor(self) -> Visitor:
        """Somebody new."""
        return Visitor(self.port)

    def last_words(self) -> str:
        """The end of what the demo said."""
        return "\n".join(self.output.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def _parents() -> list[tuple[int, int]]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError, ValueError):
            words = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            found.append((int(path.parent.name), int(words[1])))
    return found
