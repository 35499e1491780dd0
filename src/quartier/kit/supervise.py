"""Child processes kept running: started again when they end, stopped in order, never left behind.

Every child leads a session of its own, so Ctrl-C in the terminal reaches only the supervisor, which then stops the
children one rank after the other: the highest rank first, the database last. Should the supervisor itself be killed,
the kernel tells the children to stop.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Self

from quartier.kit.processes import die_with_parent

Say = Callable[[str], None]
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
CALM_S = 30.0
TICK_S = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class NotStarted(Exception):
    """A child could not be started now; the message says why. It is tried again later."""


@dataclass
class Child:
    """One process to keep alive: ``launch`` starts it, ``stop_signal`` asks it to end in good order in ``grace_s``."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    rank: int = 1
    stop_signal: signal.Signals = signal.SIGTERM
    grace_s: float = 15.0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    began: float = field(default=0.0, init=False)
    pause_s: float = field(default=FIRST_PAUSE_S, init=False)
    due: float = field(default=0.0, init=False)

    @property
    def runs(self) -> bool:
        """The process was started and has not ended."""
        return self.process is not None and self.process.poll() is None


def program(name: str, command: Sequence[str], *, env: Mapping[str, str] | None = None, grace_s: float = 15.0) -> Child:
    """A child that is a command of its own session and ends when the supervisor does."""

    def launch() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(command),
            env=env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
        )

    return Child(name=name, launch=launch, grace_s=grace_s)


class Supervisor:
    """Runs children until it is told to stop. Use it from the main thread: it owns the stop signals."""

    def __init__(self, children: Sequence[Child], say: Say) -> None:
        self.children = sorted(children, key=lambda child: child.rank)
        self.say = say
        self.stopping = threading.Event()
        self.hurry = False
        self.interruptible = False
        self._previous: dict[int, signal.Handlers | int | Callable[[int, FrameType | None], object] | None] = {}

    def __enter__(self) -> Self:
        """From here on a stop signal ends the run; whatever happens inside, nothing is left behind."""
        for number in STOP_SIGNALS:
            self._previous[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            for number, handler in self._previous.items():
                signal.signal(number, handler)

    def start(self) -> None:
        """Start all children, the lowest rank first."""
        for child in self.children:
            if not self.stopping.is_set() and not child.runs:
                self.launch(child)

    @contextmanager
    def interrupted_by_signals(self) -> Iterator[None]:
        """Work of our own that a stop signal breaks off with ``KeyboardInterrupt``."""
        self.interruptible = True
        try:
            if self.stopping.is_set():
                raise KeyboardInterrupt
            yield
        finally:
            self.interruptible = False

    def run(self) -> None:
        """Watch the children and start again what ends, until a stop signal comes."""
        while not self.stopping.wait(TICK_S):
            self.tend()

    def wait_until(self, ready: Callable[[], bool], *, limit_s: float) -> bool:
        """Start again what ends until ``ready``; False after ``limit_s`` or when a stop signal came first."""
        deadline = time.monotonic() + limit_s
        while not self.stopping.wait(TICK_S / 4) and time.monotonic() < deadline:
            self.tend()
            if ready():
                return True
        return False

    def tend(self) -> None:
        """Look after every child once."""
        now = time.monotonic()
        for child in self.children:
            if child.runs or self.stopping.is_set():
                continue
            if child.process is not None:
                self._report(child, now)
            elif now >= child.due:
                self._launch_again(child, now)

    def stop(self) -> None:
        """End all children in good order, the highest rank first; who does not listen is killed."""
        self.stopping.set()
        for rank in sorted({child.rank for child in self.children}, reverse=True):
            group = [child for child in self.children if child.rank == rank and child.process is not None]
            for child in group:
                if child.runs and child.process is not None:
                    child.process.send_signal(child.stop_signal)
            for child in group:
                self._await_end(child)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.hurry = self.stopping.is_set()
        self.stopping.set()
        if self.interruptible:
            self.interruptible = False
            raise KeyboardInterrupt

    def launch(self, child: Child) -> None:
        """Start one child now; what its launch raises is raised."""
        child.process = child.launch()
        child.began = time.monotonic()

    def _launch_again(self, child: Child, now: float) -> None:
        try:
            self.launch(child)
        except NotStarted as error:
            self.say(f"{child.name} could not be started: {error}")
            self._postpone(child, now)

    def _postpone(self, child: Child, now: float) -> None:
        child.process, child.due = None, now + child.pause_s
        child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)

    def _report(self, child: Child, now: float) -> None:
        """Say how the child ended and when it comes again: later each time, soon again after a calm while."""
        process = child.process
        if process is None:
            return
        _end_group(process.pid)
        if now - child.began >= CALM_S:
            child.pause_s = FIRST_PAUSE_S
        self.say(f"{child.name} ended ({ending(process.returncode)}); it starts again in {child.pause_s:g} s.")
        self._postpone(child, now)

    def _await_end(self, child: Child) -> None:
        process = child.process
        if process is None:
            return
        deadline = time.monotonic() + child.grace_s
        while process.poll() is None and time.monotonic() < deadline and not (self.hurry and child.rank):
            time.sleep(TICK_S / 10)
        if process.poll() is None:
            self.say(f"{child.name} does not stop; it is killed.")
        _end_group(process.pid)
        process.wait()
        child.process = None


def ending(returncode: int) -> str:
    """How a process ended, for people."""
    return f"exit code {returncode}" if returncode >= 0 else f"signal {signal.Signals(-returncode).name}"


def _end_group(process_id: int) -> None:
    """Kill what is left of the child's session: its workers must not outlive it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process_id, signal.SIGKILL)
