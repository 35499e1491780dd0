"""What every storage does, and what it says when it cannot. Files are found by their hash, uploads by their key.

Names of people or files never become part of a place. Memory stays small, however large a file is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, Protocol

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused

BLOCK: Final = 1 << 20
HASH: Final = re.compile(r"[0-9a-f]{64}")
KEY: Final = re.compile(r"[0-9a-f-]{36}")
INCOMING, KEPT = "incoming", "kept"


class StorageDown(Refused):
    """The disk or the bucket gives no answer. Nothing has been stored; the same again works when it is back."""

    message = _("Files cannot be stored or opened at the moment. Nothing has changed. Please try again later.")
    field = "file"
    status = 503


class StorageFull(Refused):
    """There is no room left. What came of the file is taken back."""

    message = _("There is no room for this file at the moment. Nothing of it was stored. Please try again later.")
    field = "file"
    status = 507


class Incomplete(Refused):
    """Of an upload something is missing that once was there."""

    message = _("A part of this file is missing. Please discard it and send it again.")
    field = "file"


class Digest(Protocol):
    """A running hash."""

    def update(self, block: bytes, /) -> None: ...


class Storage(Protocol):
    """The files of one provider. Whatever is asked of it may raise StorageDown."""

    def append(self, key: object, offset: int, blocks: Iterable[bytes], *, most: int, digest: Digest | None) -> int:
        """Store blocks behind `offset` of an upload; return how many bytes came, more than `most` if more came.

        When it fails, the upload is as it was. Raises StorageFull; Incomplete, or `hashed` does, when something
        before `offset` is missing.
        """

    def hashed(self, key: object, size: int) -> str:
        """Return the SHA-256 of an upload of so many bytes that is all there. Raises Incomplete."""

    def content(self, key: object) -> BinaryIO:
        """Open an upload that is all there, to be read anywhere in it. Raises Incomplete when it is gone."""

    def drop(self, key: object) -> None:
        """Forget an upload; gone already is fine."""

    def keep(self, key: object, sha256: str) -> None:
        """Put an upload under its hash; it stays where it is as well, until it is dropped."""

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept file, to be read anywhere in it. Raises FileNotFoundError."""

    def remove(self, sha256: str) -> None:
        """Erase a kept file; gone already is fine."""

    def all_kept(self) -> Iterator[tuple[str, float]]:
        """Yield the hash of each kept file with the moment it was last put there, in seconds."""

    def all_incoming(self) -> Iterator[tuple[str, float]]:
        """Yield the key of each upload with the moment it was last written to, in seconds."""

    def names(self, below: str = "") -> Iterator[str]:
        """Yield the names of all files below a place, in order, without uploads: they do not outlive a backup."""

    def read(self, name: str) -> BinaryIO:
        """Open a file by its name. Raises FileNotFoundError."""

    def write(self, name: str, blocks: Iterable[bytes]) -> None:
        """Store a file under a name. Raises StorageFull."""

    def clear(self) -> None:
        """Erase everything."""


class Inflow:
    """Blocks on their way in, counted and hashed; it stops behind the block with which there are too many."""

    def __init__(self, blocks: Iterable[bytes], most: int, digest: Digest | None) -> None:
        self._blocks, self._most, self._digest = blocks, most, digest
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self.count += len(block)
            if self.count > self._most:
                return
            if self._digest is not None:
                self._digest.update(block)
            yield block


def place_of_upload(key: object) -> str:
    """Return the name below which an upload lies."""
    if not KEY.fullmatch(str(key)):
        raise ValueError(f"no upload is called {key!r}")
    return f"{INCOMING}/{key}"


def place_of_kept(sha256: str) -> str:
    """Return the name of the file with this hash."""
    if not HASH.fullmatch(sha256):
        raise ValueError("a file is found by its SHA-256")
    return f"{KEPT}/{sha256[:2]}/{sha256}"


def checked_name(name: str) -> str:
    """Return a name that stays below its storage; raises ValueError for any other."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name:
        raise ValueError(f"no file is called {name!r}")
    return str(path)


def is_upload(name: str) -> bool:
    """Tell whether a name, of a provider or with the provider in front, is that of an upload."""
    return INCOMING in PurePosixPath(name).parts[:2]


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in blocks and close it."""
    with file:
        while block := file.read(BLOCK):
            yield block


def digest_of(blocks: Iterable[bytes]) -> str:
    """Return the SHA-256 of blocks."""
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
