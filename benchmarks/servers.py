"""The product and the bare project behind the same web server with the same settings, both at once."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from quartier.config.demo import launch
from quartier.config.environment import Environment

ROOT = Path(__file__).resolve().parents[1]
READY_LIMIT_S = 90.0


@dataclass(frozen=True, slots=True)
class Project:
    """One of the two sides: its settings module, and the port its server listens on."""

    settings: str
    port: int


@contextmanager
def serving(env: Environment, projects: Sequence[Project]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Serve each project by the very command that serves production; only the settings module differs."""
    running: list[subprocess.Popen[bytes]] = []
    before = dict(os.environ)
    try:
        for project in projects:
            os.environ.update(DJANGO_SETTINGS_MODULE=project.settings, PYTHONPATH=str(ROOT))
            running.append(launch._web(replace(env, port=project.port)).launch())
        for project, process in zip(projects, running, strict=True):
            _wait(project, process)
        yield running
    finally:
        os.environ.clear()
        os.environ.update(before)
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(project: Project, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_LIMIT_S
    while not listens(project.port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server of {project.settings} does not answer")
        time.sleep(0.1)


def listens(port: int) -> bool:
    """Tell whether somebody accepts connections on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def cpu_seconds(session: int) -> float:
    """Return the processor time that all processes of a session have used so far; what others do does not count."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(words[3]) == session:
                ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")
