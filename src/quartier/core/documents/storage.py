"""Where bytes lie: on the local disk, below one directory for each provider, found by their hash.

Nothing appears under its final name before it is complete and on the disk itself (fsync, then link). Names of people
or files never become part of a path. Directories are open to this account alone, files too.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from django.conf import settings
from django.db import connection

BLOCK: Final = 1 << 20
HASH: Final = re.compile(r"[0-9a-f]{64}")
INCOMING: Final = re.compile(r"[0-9a-f-]{36}")


class Digest(Protocol):
    """A running hash."""

    def update(self, block: bytes, /) -> None: ...


class Disk:
    """The files of one provider."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def incoming(self, key: object) -> Path:
        """Return where an upload lies until it is a document."""
        name = str(key)
        if not INCOMING.fullmatch(name):
            raise ValueError(f"no upload is called {name!r}")
        return self.root / "incoming" / name

    def kept(self, sha256: str) -> Path:
        """Return where the file with this hash lies."""
        if not HASH.fullmatch(sha256):
            raise ValueError("a file is found by its SHA-256")
        return self.root / "kept" / sha256[:2] / sha256

    def append(self, key: object, offset: int, blocks: Iterable[bytes], *, most: int, digest: Digest | None) -> int:
        """Write blocks behind `offset` and return how many bytes came, at most one more than `most`.

        When writing fails, what came is taken back: the file is as it was, or not there if it was not.
        """
        path = self.incoming(key)
        _make_directory(path.parent)
        is_new, count = not path.exists(), 0
        try:
            with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b", buffering=0) as file:
                file.truncate(offset)
                file.seek(offset)
                for block in blocks:
                    self.write(file, block)
                    count += len(block)
                    if count > most:
                        break
                    if digest is not None:
                        digest.update(block)
                os.fsync(file.fileno())
            if is_new:
                _sync_directory(path.parent)
        except BaseException:
            self.cut(key, offset)
            raise
        return count

    def write(self, file: BinaryIO, block: bytes) -> None:
        """Write a whole block: a disk that fills up may take a part of it."""
        rest = memoryview(block)
        while rest:
            rest = rest[file.write(rest) :]

    def cut(self, key: object, length: int) -> None:
        """Shorten an upload to what was there before; one of no length goes away."""
        path = self.incoming(key)
        if length == 0:
            path.unlink(missing_ok=True)
        elif path.exists():
            os.truncate(path, length)

    def digest(self, key: object) -> str:
        """Return the SHA-256 of an upload, read once more from the disk."""
        with self.incoming(key).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def keep(self, key: object, sha256: str) -> None:
        """Put an upload under its hash; it stays where it is as well, until it is dropped."""
        path = self.kept(sha256)
        _make_directory(path.parent)
        if not path.exists():
            os.link(self.incoming(key), path)
            _sync_directory(path.parent)

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept file for reading."""
        return self.kept(sha256).open("rb")

    def remove(self, sha256: str) -> None:
        """Delete a kept file; gone already is fine."""
        self.kept(sha256).unlink(missing_ok=True)

    def all_kept(self) -> Iterator[tuple[str, float]]:
        """Yield the hash of each kept file with the moment it was last linked, in seconds."""
        for path in self.root.glob("kept/*/*"):
            if HASH.fullmatch(path.name):
                yield path.name, path.stat().st_ctime

    def all_incoming(self) -> Iterator[tuple[str, float]]:
        """Yield the key of each upload with the moment it was last written to, in seconds."""
        for path in self.root.glob("incoming/*"):
            yield path.name, path.stat().st_ctime


def disk() -> Disk:
    """Return the files of the provider in whose schema the connection stands; there are none without one."""
    schema = str(getattr(connection, "schema_name", ""))
    if schema in ("", "public"):
        raise RuntimeError("documents belong to a provider")
    return Disk(Path(settings.MEDIA_ROOT) / schema)


def _make_directory(path: Path) -> None:
    """Make a directory that only this account enters, and its parents likewise."""
    for one in (*reversed(path.parents), path):
        if not one.exists():
            one.mkdir(mode=0o700, exist_ok=True)
            _sync_directory(one.parent)


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
