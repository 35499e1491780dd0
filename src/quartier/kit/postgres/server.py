"""The embedded server: made on first start, reused afterwards, repaired after a crash, stopped without a trace.

Below ``base``: ``data``, ``log`` and ``run`` (the socket), each open to the server's account alone. There is no
TCP port. Who may reach the socket's directory may log in; the application does so as an ordinary role.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from quartier.kit import processes
from quartier.kit.postgres import account as accounts
from quartier.kit.postgres.errors import DatabaseUnavailable

APP_ROLE = "quartier"
SUPERUSER = "postgres"
PORT = 5432
SOCKET_PATH_LIMIT = 107
START_LIMIT_S = 120.0
STOP_LIMIT_S = 30.0
LEFTOVER_LIMIT_S = 15.0
LOG_LIMIT = 1_000_000

OPTIONS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # A schema per provider means many tables; a dump locks them all at once.
    "max_locks_per_transaction": "256",
    # Below our own directory: a killed server leaves nothing in /dev/shm, and a small /dev/shm is no limit.
    "dynamic_shared_memory_type": "mmap",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and row details hold personal data; the log must not. "log" ranks above "error".
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
LEFTOVER_SIGN = "pre-existing shared memory block"


class Embedded:
    """One PostgreSQL server below ``base``. ``durable=False`` trades crash safety for speed: tests only."""

    port = PORT

    def __init__(self, base: Path, *, durable: bool = True) -> None:
        self.base = base.absolute()
        self.options = OPTIONS if durable else {**OPTIONS, **FORGETFUL}
        self.process: subprocess.Popen[bytes] | None = None
        self._use: IO[bytes] | None = None

    @property
    def home(self) -> Path:
        """Where ``base`` really is: a link to the store if the server's account cannot reach it here."""
        return self.base.resolve()

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says; without statements and row contents."""
        return self.home / "log" / "postgres.log"

    @property
    def socket_dir(self) -> Path:
        """Where the socket is: below ``base``, or in a short private directory if that path would be too long."""
        inside = self.base / "run"
        return inside if _fits(inside) else _short_directory(self.base)

    def conninfo(self, name: str = "postgres", *, user: str = SUPERUSER) -> dict[str, Any]:
        """Keyword arguments for ``psycopg.connect``."""
        return {"host": str(self.socket_dir), "port": self.port, "user": user, "dbname": name, "connect_timeout": "5"}

    def connect(self, name: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """An autocommit connection as the superuser: for making and dropping databases."""
        return psycopg.connect(**self.conninfo(name), autocommit=True)

    def process_id(self) -> int | None:
        """The running postmaster of this data directory, or None."""
        try:
            number = int((self.data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
        except (FileNotFoundError, NotADirectoryError, PermissionError, ValueError):
            return None
        return number if processes.works_in(number, self.data) else None

    def start(self, *, attached: bool = False) -> Embedded:
        """Serve: at once if the server runs already, after repair if it crashed, after creation on first use.

        ``attached`` ties the server's life to this process: it stops when we end, however we end.
        """
        with self._lock():
            if attached and self.process is None:
                self._end()
            number = self.process_id()
            if not (number and self._wait_ready(number)):
                self._create_data()
                self._launch_until_ready(attached=attached)
        return self

    def start_attached(self) -> subprocess.Popen[bytes]:
        """Serve as a child of this process that ends with it; a server that runs already is restarted as one.

        We count as a user from here on, so nobody who comes and goes stops the server under us.
        """
        self._prepare()
        if self._use is None:
            self._use = (self.base / "users.lock").open("ab")
            self._wait_for(self._use, "The database is in use by another command", limit=LEFTOVER_LIMIT_S)
        self.start(attached=True)
        fcntl.flock(self._use, fcntl.LOCK_SH)
        if self.process is None:
            raise DatabaseUnavailable(f"The database in {self.base} ended at once.", log=_last(self._log_text()))
        return self.process

    def stop(self) -> None:
        """End the server and wait until it is gone; open transactions are rolled back."""
        if self.base.exists():
            with self._lock():
                self._end()

    @contextmanager
    def serving(self) -> Iterator[Embedded]:
        """Use the server; the last user to leave stops it, whoever started it."""
        self._prepare()
        with (self.base / "users.lock").open("ab") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield self
            finally:
                if _try_lock(users):
                    self.stop()

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Create the database, owned by the application's role, from ``template`` if one is named."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(APP_ROLE))
        if template:
            statement += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        with self.connect() as connection:
            connection.execute(statement)

    def drop_database(self, name: str) -> None:
        """Drop the database if it exists, ending its connections."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def destroy(self) -> None:
        """Stop the server and remove everything it kept."""
        self.stop()
        home, outside = self.home, self.socket_dir
        if self.base.is_symlink():
            self.base.unlink()
        for directory in (home, outside):
            shutil.rmtree(directory, ignore_errors=True)

    def _prepare(self) -> None:
        """Make the directories; the account of the server can reach them, nobody else can."""
        account = accounts.server_account()
        self.base.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.base.exists():
            self._settle(account)
        try:
            account.share(self.home)
            for directory in (self.data.parent / "log", self.socket_dir):
                account.own(directory)
        except PermissionError as error:
            raise DatabaseUnavailable(f"The directory {error.filename} cannot be used: {error.strerror}.") from None
        if not account.can_enter(self.home):
            raise DatabaseUnavailable(
                f"The database in {self.home} is out of reach of its system account; move it or open the way there."
            )

    def _settle(self, account: accounts.Account) -> None:
        """Choose the place of a new database: ``base`` itself, or the store and a link to it."""
        if self.base.is_symlink():
            raise DatabaseUnavailable(f"{self.base} points to {self.base.readlink()}, which is gone; remove the link.")
        parent = self.base.parent
        if not account.can_enter(parent) and account.can_enter(parent.parent) and not parent.stat().st_mode & 0o077:
            account.share(parent)
        if account.can_enter(parent):
            self.base.mkdir(mode=0o700, exist_ok=True)
            return
        place = Path(tempfile.mkdtemp(prefix="data-", dir=accounts.store(account)))
        try:
            self.base.symlink_to(place)
        except FileExistsError:
            place.rmdir()

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self._prepare()
        with (self.base / "start.lock").open("ab") as file:
            self._wait_for(file, "Another start or stop of the database takes too long", limit=2 * START_LIMIT_S)
            yield

    def _wait_for(self, file: IO[bytes], complaint: str, *, limit: float) -> None:
        deadline = time.monotonic() + limit
        while not _try_lock(file):
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(f"{complaint} ({self.base}).")
            time.sleep(0.02)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        account = accounts.server_account()
        command = [str(accounts.server_programs(account, accounts.wheel_programs()) / program), *arguments]
        return subprocess.run(
            command, cwd=self.home, env=self._environment(), check=False, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, **account.identity,
        )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.home)}

    def _create_data(self) -> None:
        """Run initdb beside the final place and move it there: a half-made directory is never taken for a database."""
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text(encoding="ascii").strip()
            if found != str(accounts.SERVER_MAJOR):
                raise DatabaseUnavailable(
                    f"The database in {self.base} was written by PostgreSQL {found}; "
                    f"this version of Quartier brings PostgreSQL {accounts.SERVER_MAJOR}."
                )
            return
        draft = self.home / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        accounts.server_account().own(draft)
        made = self._run(
            "initdb", "--pgdata", str(draft), "--username", SUPERUSER, "--encoding=UTF8", "--auth=trust",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync",
        )  # fmt: skip
        if made.returncode:
            raise DatabaseUnavailable(f"The database in {self.base} could not be made.", log=_last(made.stderr))
        draft.rename(self.data)

    def _launch_until_ready(self, *, attached: bool) -> None:
        """Start the postmaster; wait for what a killed one left behind, but not for ever."""
        deadline = time.monotonic() + LEFTOVER_LIMIT_S
        while True:
            self._clear_traces()
            number = self._launch(attached=attached)
            if self._wait_ready(number):
                return
            log = _last(self._log_text())
            if LEFTOVER_SIGN not in log or time.monotonic() > deadline:
                raise DatabaseUnavailable(f"The database in {self.base} does not start.", log=log)
            time.sleep(0.1)

    def _clear_traces(self) -> None:
        """Remove lock files of a dead server: their process ids may be in use again and would stop this start."""
        socket = self.socket_dir / f".s.PGSQL.{self.port}"
        for path in (self.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
            path.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _launch(self, *, attached: bool) -> int:
        """Start the postmaster and return its process id; the shell only sends its words to the log."""
        account = accounts.server_account()
        options = {**self.options, "unix_socket_directories": f'"{self._socket_dir_for_server()}"'}
        command = [str(accounts.server_programs(account, accounts.wheel_programs()) / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        script = 'umask 077; exec "$@" >>"$0" 2>&1' if attached else 'umask 077; "$@" >>"$0" 2>&1 & echo $!'
        process = subprocess.Popen(
            ["/bin/sh", "-c", script, str(self.log), *command],
            cwd=self.home,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if attached else subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=processes.die_with_parent(signal.SIGINT) if attached else None,  # noqa: PLW1509
            **account.identity,
        )
        if attached:
            self.process = process
            return process.pid
        return int(process.communicate()[0])

    def _socket_dir_for_server(self) -> Path:
        """The socket's directory without links that only root can follow."""
        return self.socket_dir.resolve()

    def _wait_ready(self, number: int) -> bool:
        """True once the server answers and knows our role and database; False if it has ended instead."""
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            if self._says_ready() and self._furnish():
                return True
            if self.process is not None and self.process.poll() is not None:
                self.process = None
            if not processes.is_alive(number):
                return False
            time.sleep(0.01)
        raise DatabaseUnavailable(f"The database in {self.base} takes too long.", log=_last(self._log_text()))

    def _says_ready(self) -> bool:
        """The postmaster wrote ``ready`` as the last line of its process id file."""
        try:
            return (self.data / "postmaster.pid").read_text(encoding="ascii").rstrip().endswith("\nready")
        except FileNotFoundError:
            return False

    def _furnish(self) -> bool:
        """Make the application's role and database if they are missing; False if the server does not answer."""
        try:
            connection = self.connect()
        except psycopg.OperationalError:
            return False
        with connection:
            role = sql.Identifier(APP_ROLE)
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [APP_ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
        return True

    def _log_text(self) -> str:
        try:
            return self.log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def _end(self) -> None:
        """Fast stop, then ever harder; an attached server is also waited for, so no zombie stays."""
        number = self.process_id()
        steps = ((signal.SIGINT, STOP_LIMIT_S), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
        for signal_number, limit in steps:
            deadline = time.monotonic() + limit
            if number and processes.is_alive(number):
                os.kill(number, signal_number)
            while number and processes.is_alive(number) and time.monotonic() < deadline:
                if self.process is not None:
                    self.process.poll()
                time.sleep(0.01)
        if self.process is not None:
            self.process.wait()
            self.process = None


def _fits(directory: Path) -> bool:
    return len(os.fsencode(directory / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT


def _short_directory(base: Path) -> Path:
    """A private directory of this database with a short path, the same at every start."""
    name = f"quartier-{hashlib.sha256(os.fsencode(base)).hexdigest()[:16]}"
    runtime = "/run" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", "")
    for place in (runtime, tempfile.gettempdir(), "/tmp"):  # noqa: S108
        directory = Path(place) / name
        if place and os.access(place, os.W_OK | os.X_OK) and _fits(directory):
            return directory
    raise DatabaseUnavailable(f"The path {base} is too long for a socket; choose a shorter QUARTIER_DATA_DIR.")


def _try_lock(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _last(text: str, lines: int = 5) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])
