"""The embedded PostgreSQL: start, reuse, repair, stop, and who may reach it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from quartier.kit import processes
from quartier.kit.postgres import DatabaseUnavailable, Embedded, server_version
from quartier.kit.postgres.account import WHEEL, server_account, server_programs, wheel_programs

ROOT = Path(__file__).resolve().parents[2]
CYCLE = """
import sys
from pathlib import Path
from quartier.kit.postgres import Embedded
server = Embedded(Path(sys.argv[1]))
server.start()
with server.connect("quartier") as connection:
    print(connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = 'quartier'").fetchone()[0])
print(server.process_id() is not None, server.socket_dir)
server.stop()
print(server.process_id())
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A private directory in memory where there is one, else where temporary files go."""
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(prefix="quartier-", dir=memory if os.access(memory, os.W_OK) else None))
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def furnished(place: Path) -> Path:
    """A stopped database to copy, so that only tests of creation wait for it."""
    with Embedded(place / "furnished", durable=False).serving() as server:
        return server.base


@pytest.fixture
def server(place: Path, furnished: Path) -> Iterator[Embedded]:
    """A stopped server of this test, gone afterwards."""
    subprocess.run(["cp", "-a", str(furnished), str(place / "postgres")], check=True)
    made = Embedded(place / "postgres", durable=False)
    yield made
    made.destroy()


@pytest.fixture
def bare(place: Path) -> Iterator[Embedded]:
    """A server that was never started."""
    made = Embedded(place / "bare" / "postgres", durable=False)
    yield made
    made.destroy()


def children(number: int) -> list[int]:
    """Living processes whose parent is this one."""
    found = subprocess.run(["pgrep", "-P", str(number)], check=False, capture_output=True, text=True).stdout.split()
    return [int(child) for child in found]


def wait_for_end(numbers: list[int], limit_s: float = 10.0) -> list[int]:
    """Those of the processes that still live after a while."""
    deadline = time.monotonic() + limit_s
    while (alive := [n for n in numbers if processes.is_alive(n)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive


def test_the_first_start_makes_a_database_for_an_ordinary_role(bare: Embedded) -> None:
    bare.start()
    with psycopg.connect(**bare.conninfo("quartier", user="quartier")) as connection:
        facts = connection.execute(
            "SELECT usename, usesuper, current_setting('listen_addresses') FROM pg_user WHERE usename = user"
        ).fetchone()
    assert facts == ("quartier", False, "")
    assert server_version(bare.conninfo()) == 18


def test_a_later_start_keeps_rows_and_a_running_server(server: Embedded) -> None:
    server.start()
    with server.connect("quartier") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    number = server.start().process_id()
    assert Embedded(server.base, durable=False).start().process_id() == number
    with server.connect("quartier") as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_stopping_leaves_no_process_and_no_socket(server: Embedded) -> None:
    number = server.start().process_id()
    assert number is not None
    family = [number, *children(number)]
    assert len(family) > 3
    server.stop()
    assert wait_for_end(family, limit_s=1) == []
    assert list(server.socket_dir.iterdir()) == []
    server.stop()


def test_a_killed_server_starts_again_with_what_was_committed(server: Embedded) -> None:
    durable = Embedded(server.base)
    number = durable.start().process_id()
    assert number is not None
    with durable.connect("quartier") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(number, signal.SIGKILL)
    assert durable.start().process_id() not in (None, number)
    with durable.connect("quartier") as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_process_id_that_now_belongs_to_somebody_else_does_not_count_as_running(server: Embedded) -> None:
    server.start()
    lines = (server.data / "postmaster.pid").read_text().split("\n")
    server.stop()
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert server.process_id() is None
    assert server.start().process_id() not in (None, os.getpid())


def test_an_interrupted_creation_is_begun_anew(server: Embedded) -> None:
    server.data.rename(server.home / "draft")
    (server.home / "draft" / "pg_hba.conf").unlink()
    with server.start().connect("quartier") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_only_the_server_account_and_we_can_enter_its_directories(server: Embedded) -> None:
    server.start()
    account = server_account()
    for directory in (server.data, server.log.parent, server.socket_dir):
        facts = directory.stat()
        assert (stat.S_IMODE(facts.st_mode), facts.st_uid) == (0o700, account.uid)
    assert stat.S_IMODE(server.log.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.home.stat().st_mode) == (0o710 if account.switch else 0o700)
    assert server.home.stat().st_uid == os.geteuid()
    world = [path for path in server.home.rglob("*") if path.is_dir() and path.stat().st_mode & 0o007]
    assert world == []


def test_two_starts_at_once_make_one_server(bare: Embedded) -> None:
    servers = [Embedded(bare.base, durable=False) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda server: server.start().process_id(), servers))
    assert len(set(started)) == 1
    assert started[0] is not None


def test_the_last_user_to_leave_stops_the_server(server: Embedded) -> None:
    other = Embedded(server.base, durable=False)
    with server.serving():
        with other.serving():
            number = other.process_id()
        assert server.process_id() == number
    assert server.process_id() is None


def test_a_server_that_is_attached_to_somebody_is_not_stopped_by_a_visitor(server: Embedded) -> None:
    number = server.start_attached().pid
    with Embedded(server.base, durable=False).serving() as visitor:
        assert visitor.process_id() == number
    assert server.process_id() == number


def test_an_attached_server_ends_with_its_parent_even_by_kill(server: Embedded) -> None:
    code = "import sys,time;from pathlib import Path;from quartier.kit.postgres import Embedded;"
    code += "print(Embedded(Path(sys.argv[1])).start_attached().pid, flush=True);time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", code, str(server.base)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    family = [number, *children(number)]
    parent.kill()
    parent.communicate()
    assert wait_for_end(family) == []


def test_a_path_too_long_for_a_socket_gets_a_short_private_directory(tmp_path: Path) -> None:
    server = Embedded(tmp_path / ("long" * 25) / "postgres", durable=False)
    try:
        with server.start().connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert not server.socket_dir.is_relative_to(tmp_path)
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    finally:
        server.destroy()
    assert not server.socket_dir.exists()


def test_data_of_another_version_is_left_alone(server: Embedded) -> None:
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(DatabaseUnavailable, match=r"was written by PostgreSQL 17; .* brings PostgreSQL 18\.$"):
        server.start()


def test_a_server_that_does_not_start_says_why(server: Embedded) -> None:
    (server.data / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseUnavailable) as caught:
        server.start()
    assert caught.value.message == f"The database in {server.base} does not start."
    assert "could not find the database system" in caught.value.log


def test_a_server_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"^The database does not answer: .*No such file or directory"):
        server_version({"host": str(tmp_path), "port": 5432, "user": "quartier", "dbname": "quartier"})


def test_errors_are_logged_without_statement_and_row(server: Embedded) -> None:
    with server.start().connect("quartier") as connection:
        connection.execute("CREATE TABLE person (email text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('anna@alpha.example')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('anna@alpha.example')")
    assert "anna" not in server.log.read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can put data where its own system account cannot go")
def test_root_below_a_closed_directory_moves_the_data_to_the_store(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Embedded(closed / "checkout" / "var" / "postgres", durable=False)
    try:
        server.start()
        assert server.base.is_symlink()
        assert server.home.parent == Path("/var/lib/quartier")
        assert stat.S_IMODE(server.home.parent.stat().st_mode) == 0o710
        with server.connect("quartier") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.destroy()
    assert not server.base.is_symlink()
    assert not server.home.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs programs its system account can reach")
def test_programs_below_a_closed_directory_are_copied_with_tight_modes(tmp_path: Path) -> None:
    original = wheel_programs()
    packages = tmp_path / "site-packages"
    install = packages / WHEEL / original.parent.name
    shutil.copytree(original.parent, install, symlinks=True)
    shutil.copytree(original.parents[2] / f"{WHEEL}.libs", packages / f"{WHEEL}.libs")
    programs = server_programs(server_account(), install / "bin")
    try:
        assert programs.is_relative_to("/var/lib/quartier")
        assert not [
            path for path in programs.parents[2].rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o007
        ]
        command = [str(programs / "postgres"), "--version"]
        said = subprocess.run(command, check=True, capture_output=True, cwd="/", **server_account().identity).stdout
        assert said.startswith(b"postgres (PostgreSQL) 18.")
    finally:
        shutil.rmtree(programs.parents[2])


def unprivileged_python() -> list[str]:
    """A command that runs our Python code as an ordinary account, or a skip with the reason."""
    if os.geteuid() != 0:
        pytest.skip("this run is unprivileged itself")
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is not installed")
    site = Path(psycopg.__file__).parents[1]
    same = f"/usr/bin/python3.{sys.version_info.minor}"
    for python in (sys.executable, same):
        command = ["setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups", "env", "-i"]
        command += [f"PYTHONPATH={ROOT / 'src'}:{site}", "PYTHONDONTWRITEBYTECODE=1", "HOME=/nonexistent", python]
        if (
            subprocess.run(
                [*command, "-c", "import psycopg, quartier.kit"], check=False, capture_output=True
            ).returncode
            == 0
        ):
            return command
    pytest.skip("no Python of this version that an ordinary account can reach with our packages")


def test_an_ordinary_account_runs_the_server_as_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    command = unprivileged_python()
    daemon = pwd.getpwnam("daemon")
    home = Path(subprocess.run(["mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    os.chown(home, daemon.pw_uid, daemon.pw_gid)
    try:
        done = subprocess.run(
            [*command, "-c", CYCLE, str(home / "data" / "postgres")], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        is_superuser, running, after = done.stdout.splitlines()
        assert (is_superuser, running, after) == ("False", f"True {home}/data/postgres/run", "None")
        assert (home / "data" / "postgres").stat().st_uid == daemon.pw_uid
        with pytest.raises(DatabaseUnavailable, match="belongs to another account; start Quartier as that account"):
            Embedded(home / "data" / "postgres").start()
    finally:
        shutil.rmtree(home)
