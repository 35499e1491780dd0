"""Where copies lie: below one directory for each provider and plan. A copy is there complete and proven, or not at all.

Names of people or files never become part of a path. Directories and files are open to this account alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from quartier.core.backups.models import Fault
from quartier.kit.schemas import current_schema


class Spoiled(Exception):
    """No copy came about; the fault says why in words, the detail for whoever mends it."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        self.fault, self.detail = fault, detail
        super().__init__(f"{fault}: {detail}")


@dataclass(frozen=True, slots=True)
class Copy:
    """What lies there."""

    file_name: str
    size: int
    sha256: str


def is_configured() -> bool:
    """Tell whether there is a place for backups at all."""
    return settings.BACKUP_DIR is not None


def copy(plan_id: int, file_name: str, blocks: Iterable[bytes], is_whole: Callable[[Path], bool]) -> Copy:
    """Write a copy, read it again and compare; it appears under its name only then. Raises Spoiled."""
    place = _directory(plan_id) / file_name
    part = place.with_name(f".{file_name}.part")
    try:
        written = _written(part, blocks)
        with _at_the_target():
            found = _read_again(part)
            if found != written or not is_whole(part):
                raise Spoiled(Fault.DIFFERENT)
            part.rename(place)
            _sync(place.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return Copy(file_name, *written)


def remove(plan_id: int, file_name: str) -> None:
    """Delete a copy; gone already is fine. Raises Spoiled when the place cannot be reached."""
    with _at_the_target():
        (_directory(plan_id) / file_name).unlink(missing_ok=True)


def _directory(plan_id: int) -> Path:
    if settings.BACKUP_DIR is None:
        raise Spoiled(Fault.NO_TARGET)
    return Path(settings.BACKUP_DIR) / current_schema() / str(plan_id)


@contextmanager
def _at_the_target() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Spoiled(Fault.TARGET, error.strerror or type(error).__name__) from error


def _written(path: Path, blocks: Iterable[bytes]) -> tuple[int, str]:
    """Write what comes, down to the disk itself; what the source raises goes on as it is."""
    digest, size = hashlib.sha256(), 0
    with _at_the_target():
        for directory in reversed(path.parents):
            if not directory.exists():
                directory.mkdir(mode=0o700, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        for block in blocks:
            digest.update(block)
            size += len(block)
            rest = memoryview(block)
            while rest:
                with _at_the_target():
                    rest = rest[os.write(file, rest) :]
        with _at_the_target():
            os.fsync(file)
    finally:
        os.close(file)
    return size, digest.hexdigest()


def _read_again(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), found


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
