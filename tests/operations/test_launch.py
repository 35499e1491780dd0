"""Starting: each thing that can be wrong ends the command with one sentence and its own exit code."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quartier.config.addresses import Database
from quartier.config.database import check, refuse_old
from quartier.config.environment import SettingError
from quartier.config.smoke.running import Running
from quartier.kit.postgres import DatabaseUnavailable, Embedded
from tests.mode import CLONE, SERVER, database


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port somebody else listens on."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        yield int(plug.getsockname()[1])


def quartier(data_dir: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command with these settings and no others."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("QUARTIER_") and k != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "quartier", *words],
        env={**plain, "QUARTIER_DATA_DIR": str(data_dir), **settings},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_second_demo_on_the_same_port_is_refused(tmp_path: Path, taken_port: int) -> None:
    done = quartier(tmp_path, "demo", "--port", str(taken_port))
    sentence = f"Port {taken_port} on 127.0.0.1 is in use; stop the other program or choose another with --port."
    assert (done.returncode, done.stdout, done.stderr) == (3, "", f"quartier: {sentence}\n")
    assert not (tmp_path / "postgres").exists()


def test_a_second_demo_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "running.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = quartier(tmp_path, "demo", "--port", "8999")
    sentence = f"{tmp_path} is in use by a Quartier that runs already; stop it first."
    assert (done.returncode, done.stderr) == (3, f"quartier: {sentence}\n")


def test_ctrl_c_while_the_demo_prepares_itself_ends_everything(tmp_path: Path) -> None:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    demo = Running(tmp_path, port)
    command = [sys.executable, "-m", "quartier", "demo", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env=demo.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    demo.process = process  # type: ignore[assignment]
    assert process.stdout is not None
    try:
        assert "is up" in process.stdout.readline()
        time.sleep(0.5)
        demo.seen |= demo.family()
        assert len(demo.seen) > 3
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert said == "quartier: interrupted before everything was ready.\n"
        # Python reports an interrupt that it was still busy with at its end as the signal itself.
        assert process.returncode in (130, -signal.SIGINT)
        assert demo.left_behind() == []
    finally:
        process.kill()
        Embedded(demo.data_dir / "postgres").destroy()


@pytest.mark.parametrize("words", [("demo",), ("serve",), ("provider", "list"), ("migrate",)])
def test_wrong_settings_are_told_one_per_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = quartier(tmp_path, *words, DATABASE_URL="mysql://a:hunter2@b/c", QUARTIER_PORT="x")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "quartier: DATABASE_URL must start with postgresql://; write it as postgresql://user:password@host:5432/name.",
        "quartier: QUARTIER_PORT must be a whole number from 1 to 65535.",
    ]


@pytest.mark.parametrize("words", [("demo", "--port", "8998"), ("serve", "--port", "8998"), ("provider", "list")])
def test_a_database_that_is_down_is_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
        done = quartier(tmp_path, *words, DATABASE_URL=f"postgresql://q:hunter2@127.0.0.1:{port}/q")
    sentence = f"The database q at 127.0.0.1:{port} does not answer. Is the server running?"
    assert (done.returncode, done.stderr) == (4, f"quartier: {sentence}\n")


def test_a_demo_is_not_started_on_production_settings(tmp_path: Path) -> None:
    done = quartier(tmp_path, "demo", QUARTIER_MODE="test")
    assert (done.returncode, done.stderr) == (
        2,
        "quartier: QUARTIER_MODE is test; quartier demo runs with demo only.\n",
    )


def test_an_unmigrated_database_is_not_served(tmp_path: Path, django_db_setup: None) -> None:
    done = quartier(tmp_path, "serve", "--port", "8997", DATABASE_URL=database("postgres").url())
    assert (done.returncode, done.stderr) == (1, "quartier: The database is empty. Run: quartier migrate\n")


@pytest.mark.parametrize(
    ("user", "name", "reason"),
    [
        ("stranger", "postgres", 'role "stranger" does not exist'),
        ("quartier", "nowhere", 'database "nowhere" does not exist'),
    ],
)
def test_a_login_the_server_does_not_know_is_a_wrong_setting(
    django_db_setup: None, user: str, name: str, reason: str
) -> None:
    with pytest.raises(SettingError) as caught:
        check(Database(name=name, user=user, host=str(SERVER.socket_dir)))
    assert caught.value.problems == (f"DATABASE_URL is refused by the server: {reason}.",)


def test_a_known_login_is_fine_and_silence_is_not(django_db_setup: None, tmp_path: Path) -> None:
    check(database(CLONE))
    with pytest.raises(DatabaseUnavailable, match=rf"^The database q at {tmp_path} does not answer\."):
        check(Database(name="q", user="q", host=str(tmp_path)))


def test_an_old_server_is_refused_and_the_oldest_supported_is_not() -> None:
    refuse_old(16)
    with pytest.raises(
        SettingError, match=r"^DATABASE_URL leads to PostgreSQL 15; Quartier needs PostgreSQL 16 or newer\.$"
    ):
        refuse_old(15)
