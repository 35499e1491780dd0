"""The supervisor: children come back when they end, and none is left behind, however the supervisor ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quartier.kit import processes, supervise

SCRIPT = """
import sys
from pathlib import Path
from quartier.kit.supervise import Child, Supervisor, program
log = Path(sys.argv[1])
shell = 'sleep 300 & helper=$!; trap "echo {name} stopped >> {log}; kill $helper; exit 0" TERM; ' \\
        'echo {name} $$ $helper >> {log}; wait'
children = [program(name, ["/bin/sh", "-c", shell.format(name=name, log=log)]) for name in ("web", "worker")]
base = program("base", ["/bin/sh", "-c", shell.format(name="base", log=log)])
base.rank = 0
with Supervisor([*children, base], lambda text: print(text, flush=True)) as supervisor:
    supervisor.start()
    print("running", flush=True)
    supervisor.run()
print("done", flush=True)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the children of a test write who they are."""
    return tmp_path / "log"


def start(log: Path) -> subprocess.Popen[str]:
    """A supervisor with three children, all of them up."""
    made = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(log)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_for(lambda: len(lines(log)) == 3)
    return made


def lines(log: Path) -> list[str]:
    """What the children wrote so far."""
    return log.read_text().splitlines() if log.exists() else []


def numbers(log: Path) -> list[int]:
    """Process ids of the children and their helpers."""
    return [int(word) for line in lines(log) for word in line.split()[1:] if word.isdecimal()]


def wait_for(what: Callable[[], bool], limit_s: float = 15.0) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + limit_s
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def none_alive(log: Path) -> bool:
    """Every process that ever reported has ended."""
    return not [number for number in numbers(log) if processes.is_alive(number)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_everything_in_order(log: Path, number: signal.Signals) -> None:
    supervisor = start(log)
    supervisor.send_signal(number)
    said, _ = supervisor.communicate(timeout=20)
    assert (said, supervisor.returncode) == ("running\ndone\n", 0)
    assert sorted(lines(log)[3:5]) == ["web stopped", "worker stopped"]
    assert lines(log)[5:] == ["base stopped"]
    assert none_alive(log)


def test_a_killed_supervisor_leaves_nothing_running(log: Path) -> None:
    supervisor = start(log)
    supervisor.kill()
    supervisor.communicate(timeout=20)
    wait_for(lambda: none_alive(log))


def test_a_child_that_dies_is_reported_and_comes_back_without_its_helpers(log: Path) -> None:
    supervisor = start(log)
    web, helper = next(line for line in lines(log) if line.startswith("web")).split()[1:]
    os.kill(int(web), signal.SIGKILL)
    wait_for(lambda: len(lines(log)) == 4)
    assert lines(log)[3].startswith("web ")
    wait_for(lambda: not processes.is_alive(int(helper)))
    supervisor.terminate()
    said, _ = supervisor.communicate(timeout=20)
    assert said == "running\nweb ended (signal SIGKILL); it starts again in 0.5 s.\ndone\n"
    assert none_alive(log)


def test_a_child_that_keeps_failing_waits_longer_each_time() -> None:
    said: list[str] = []
    child = supervise.program("web", ["/bin/false"])
    with supervise.Supervisor([child], said.append) as supervisor:
        supervisor.start()
        assert not supervisor.wait_until(lambda: len(said) == 3, limit_s=0.2)
        assert supervisor.wait_until(lambda: len(said) == 3, limit_s=10)
    assert said == [f"web ended (exit code 1); it starts again in {pause} s." for pause in ("0.5", "1", "2")]


def test_a_child_that_cannot_be_started_again_is_reported_and_tried_again() -> None:
    said: list[str] = []
    starts = iter([["/bin/false"], None, ["/bin/sleep", "60"]])

    def launch() -> subprocess.Popen[bytes]:
        command = next(starts)
        if command is None:
            raise supervise.NotStarted("no room")
        return subprocess.Popen(command, start_new_session=True)

    child = supervise.Child(name="web", launch=launch)
    with supervise.Supervisor([child], said.append) as supervisor:
        supervisor.start()
        assert supervisor.wait_until(lambda: len(said) == 2 and child.runs, limit_s=10)
    assert said == ["web ended (exit code 1); it starts again in 0.5 s.", "web could not be started: no room"]
    assert not child.runs


def test_a_child_that_does_not_listen_is_killed() -> None:
    said: list[str] = []
    child = supervise.program("deaf", ["/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"], grace_s=0.3)
    with supervise.Supervisor([child], said.append) as supervisor:
        supervisor.start()
        time.sleep(0.3)
    assert said == ["deaf does not stop; it is killed."]


def test_a_stop_signal_breaks_off_our_own_work_and_hands_the_signal_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with supervise.Supervisor([], print) as supervisor:

        def work() -> None:
            with supervisor.interrupted_by_signals():
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(5)

        with pytest.raises(KeyboardInterrupt):
            work()
    assert signal.getsignal(signal.SIGTERM) == before
