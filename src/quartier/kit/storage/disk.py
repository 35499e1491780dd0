"""Files on the local disk, below one directory for each provider.

Nothing appears under its final name before it is complete and on the disk itself (fsync, then link). Directories are
open to this account alone, files too.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from quartier.kit.storage.face import (
    HASH,
    KEY,
    Digest,
    Incomplete,
    Inflow,
    StorageDown,
    StorageFull,
    blocks_of,
    checked_name,
    digest_of,
    is_upload,
    place_of_kept,
    place_of_upload,
)

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
AWAY: Final = frozenset({errno.EIO, errno.EROFS, errno.ESTALE})


class Disk:
    """The files of one provider below a directory."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def append(self, key: object, offset: int, blocks: Iterable[bytes], *, most: int, digest: Digest | None) -> int:
        """Write blocks behind `offset`. When writing fails, what came is taken back."""
        path, inflow = self._incoming(key), Inflow(blocks, most, digest)
        with _told():
            _make_directory(path.parent)
            is_new = not path.exists()
            if (0 if is_new else path.stat().st_size) < offset:
                raise Incomplete
            try:
                _write(path, offset, inflow)
                if is_new:
                    _sync_directory(path.parent)
            except BaseException:
                self._cut(path, offset)
                raise
        return inflow.count

    def _cut(self, path: Path, length: int) -> None:
        if length == 0:
            path.unlink(missing_ok=True)
        elif path.exists():
            os.truncate(path, length)

    def hashed(self, key: object, size: int) -> str:
        """Return the SHA-256 of an upload, read once more from the disk."""
        with _told(), self.content(key) as file:
            if os.fstat(file.fileno()).st_size != size:
                raise Incomplete
            return digest_of(blocks_of(file))

    def content(self, key: object) -> BinaryIO:
        """Open an upload."""
        try:
            with _told():
                return self._incoming(key).open("rb")
        except FileNotFoundError:
            raise Incomplete from None

    def drop(self, key: object) -> None:
        """Delete an upload."""
        self._incoming(key).unlink(missing_ok=True)

    def keep(self, key: object, sha256: str) -> None:
        """Link an upload under its hash."""
        path = self.root / place_of_kept(sha256)
        with _told():
            _make_directory(path.parent)
            if not path.exists():
                _link(self._incoming(key), path)
                _sync_directory(path.parent)

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept file."""
        return self.read(place_of_kept(sha256))

    def remove(self, sha256: str) -> None:
        """Delete a kept file."""
        (self.root / place_of_kept(sha256)).unlink(missing_ok=True)

    def all_kept(self) -> Iterator[tuple[str, float]]:
        """Yield what is kept, with the moment it was last linked."""
        for path in self.root.glob("kept/*/*"):
            if HASH.fullmatch(path.name):
                yield path.name, path.stat().st_ctime

    def all_incoming(self) -> Iterator[tuple[str, float]]:
        """Yield what is on its way in."""
        for path in self.root.glob("incoming/*"):
            if KEY.fullmatch(path.name):
                yield path.name, path.stat().st_ctime

    def names(self, below: str = "") -> Iterator[str]:
        """Yield the names of all files; links are not followed and not yielded."""
        root = self.root / below
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and not path.is_symlink() and not is_upload(name):
                yield name

    def read(self, name: str) -> BinaryIO:
        """Open a file."""
        with _told():
            return (self.root / checked_name(name)).open("rb")

    def write(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write a file."""
        path = self.root / checked_name(name)
        with _told():
            _make_directory(path.parent)
            try:
                _write(path, 0, blocks)
            except BaseException:
                path.unlink(missing_ok=True)
                raise

    def clear(self) -> None:
        """Delete the whole directory."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _incoming(self, key: object) -> Path:
        return self.root / place_of_upload(key)


@contextmanager
def _told() -> Iterator[None]:
    """Say in a sentence that the disk is full or away; other errors are none of the disk's."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from error
        if error.errno in AWAY:
            raise StorageDown from error
        raise


def _write(path: Path, offset: int, blocks: Iterable[bytes]) -> None:
    """Write blocks behind `offset` and see that they are on the disk itself."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b", buffering=0) as file:
        file.truncate(offset)
        file.seek(offset)
        for block in blocks:
            # A disk that fills up may take a part of a block.
            rest = memoryview(block)
            while rest:
                rest = rest[file.write(rest) :]
        os.fsync(file.fileno())


def _link(source: Path, path: Path) -> None:
    try:
        os.link(source, path)
    except FileNotFoundError:
        raise Incomplete from None


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
