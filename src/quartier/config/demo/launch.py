"""`quartier demo` and `quartier serve`: database, web server and worker under one supervisor.

The demo prepares everything itself: a fresh directory becomes five running portals, and Ctrl-C leaves nothing behind.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from quartier.config.database import check
from quartier.config.demo import preparation
from quartier.config.environment import Environment, Mode, SettingError
from quartier.kit.postgres import DatabaseUnavailable, Embedded
from quartier.kit.supervise import Child, NotStarted, Supervisor, program

OK, REFUSED, OCCUPIED, INTERRUPTED = 0, 1, 3, 130
READY_LIMIT_S = 60.0
DATABASE_GRACE_S = 45.0


class Occupied(Exception):
    """The port or the data directory is taken by somebody else."""


def demo(argv: Sequence[str]) -> int:
    """Five portals, an office and an operator console on this machine, until Ctrl-C; returns the exit code."""
    parser = argparse.ArgumentParser(prog="quartier demo", description="Run the five demo portals until Ctrl-C.")
    parser.add_argument("--port", help="port of the web server (QUARTIER_PORT, 8000)")
    parser.add_argument("--data-dir", help="where everything is kept (QUARTIER_DATA_DIR, ./var)")
    env = _environment(parser.parse_args(argv))
    if env.mode is not Mode.DEMO:
        raise SettingError([f"QUARTIER_MODE is {env.mode}; quartier demo runs with demo only."])
    return _reported(lambda: _run(env, prepare=preparation.demo))


def serve(argv: Sequence[str]) -> int:
    """Web and worker processes on the configured and migrated database, until they are told to stop."""
    parser = argparse.ArgumentParser(prog="quartier serve", description="Run web server and worker until stopped.")
    parser.add_argument("--port", help="port of the web server (QUARTIER_PORT, 8000)")
    env = _environment(parser.parse_args(argv))
    return _reported(lambda: _run(env, prepare=preparation.deployment))


def _environment(words: argparse.Namespace) -> Environment:
    """Options count as settings, for us and for the children."""
    for option, name in (("port", "QUARTIER_PORT"), ("data_dir", "QUARTIER_DATA_DIR")):
        if value := getattr(words, option, None):
            os.environ[name] = value
    env = Environment.from_env(os.environ)
    os.environ["QUARTIER_DATA_DIR"] = str(env.data_dir)
    return env


def _reported(work: Callable[[], int]) -> int:
    """Foreseeable trouble becomes a sentence and an exit code."""
    try:
        return work()
    except Occupied as error:
        code, sentence = OCCUPIED, str(error)
    except (DatabaseUnavailable, NotStarted) as error:
        code, sentence = DatabaseUnavailable.exit_code, str(error)
    except preparation.NotMigrated as error:
        code, sentence = REFUSED, str(error)
    except KeyboardInterrupt:
        code, sentence = INTERRUPTED, "interrupted before everything was ready."
    print(f"quartier: {sentence}", file=sys.stderr, flush=True)
    return code


def _run(env: Environment, *, prepare: Callable[[Environment], preparation.Words]) -> int:
    """Start in order, say when and where it is ready, and stay until a stop signal; stops in the opposite order."""
    begun = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - begun:5.1f} s] {text}", flush=True)

    with _alone(env):
        _refuse_taken_port(env)
        web = _web(env)
        worker = program("worker", [sys.executable, "-m", "quartier", "worker"], grace_s=25)
        database = [_database(env.database.embedded)] if env.database.embedded else []
        with Supervisor([*database, web, worker], say) as supervisor:
            for child in database:
                supervisor.launch(child)
            if not database:
                check(env.database)
            say(f"database {env.database.place} is up")
            with supervisor.interrupted_by_signals():
                words = prepare(env)
            say("data is ready")
            supervisor.start()
            if not supervisor.wait_until(lambda: _answers(env), limit_s=READY_LIMIT_S):
                return INTERRUPTED if supervisor.stopping.is_set() else _give_up(say)
            say(f"ready, worker and {env.web_workers} web processes are up")
            print(words(), flush=True)
            supervisor.run()
            print("Stopping …", flush=True)
    say("everything has stopped")
    return OK


def _give_up(say: Callable[[str], None]) -> int:
    say(f"the web server did not answer within {READY_LIMIT_S:.0f} s; see the messages above.")
    return REFUSED


@contextmanager
def _alone(env: Environment) -> Iterator[None]:
    """One supervisor for a data directory."""
    try:
        env.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (env.data_dir / "running.lock").open("ab")
    except OSError as error:
        raise SettingError([f"QUARTIER_DATA_DIR cannot be used: {env.data_dir}: {error.strerror}."]) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Occupied(f"{env.data_dir} is in use by a Quartier that runs already; stop it first.") from None
        yield


def _refuse_taken_port(env: Environment) -> None:
    family = socket.AF_INET6 if ":" in env.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env.bind, env.port))
        except OSError as error:
            reason = {
                errno.EADDRINUSE: "is in use; stop the other program or choose another with --port",
                errno.EACCES: "may not be opened by this account; choose one above 1023 with --port",
                errno.EADDRNOTAVAIL: "is not an address of this machine; check QUARTIER_BIND",
            }.get(error.errno or 0, f"cannot be opened: {error.strerror}")
            raise Occupied(f"Port {env.port} on {env.bind} {reason}.") from None


def _database(base: Path) -> Child:
    server = Embedded(base)

    def launch() -> subprocess.Popen[bytes]:
        try:
            return server.start_attached()
        except DatabaseUnavailable as error:
            raise NotStarted(str(error)) from error

    return Child(name="database", launch=launch, rank=0, stop_signal=signal.SIGINT, grace_s=DATABASE_GRACE_S)


def _web(env: Environment) -> Child:
    """The web server: WSGI with several processes, each with a few threads that keep their database connections."""
    options = {
        "--interface": "wsgi",
        "--host": env.bind,
        "--port": env.port,
        "--workers": env.web_workers,
        "--blocking-threads": env.web_threads,
        "--blocking-threads-idle-timeout": 600,
        "--workers-kill-timeout": 8,
        "--log-level": "warning",
    }
    words = [str(word) for pair in options.items() for word in pair]
    command = [sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers"]
    return program("web", [*command, "quartier.config.wsgi:application"])


def _answers(env: Environment) -> bool:
    """The web server reaches the database."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(env.bind, env.bind)  # noqa: S104 - read, not bound
    line = http.client.HTTPConnection(host, env.port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        line.request("GET", "/health/ready")
        return line.getresponse().status == http.HTTPStatus.OK
    return False
