"""What is inside a file, looked at before it is kept: the type, archives, pictures. Memory stays small."""

from __future__ import annotations

import stat
import struct
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from PIL import Image, UnidentifiedImageError

from quartier.core.documents.rules import types
from quartier.core.documents.rules.limits import Limits
from quartier.core.documents.rules.names import ending_of

BLOCK: Final = 1 << 20
# The end of a zip's list of contents, and how far from the end of the file it can stand (its comment is that long).
LIST_END: Final = struct.Struct("<4s4H2LH")
LIST_MARK: Final = b"PK\x05\x06"
LONGEST_COMMENT: Final = 0xFFFF
ENTRY_BYTES: Final = 1_000
UNKNOWN_COUNT: Final = 0xFFFF
# Below this size a high ratio is a small text and no bomb.
HARMLESS: Final = 10_000_000
ENCRYPTED: Final = 0x1
ARCHIVES: Final = frozenset({".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz", ".zst", ".jar", ".iso"})


class Fault(StrEnum):
    """Why a file is not taken."""

    NAME = "name"
    KIND = "kind"
    CONTENT = "content"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    BOMB = "bomb"
    LINK = "link"
    PATH = "path"
    NESTED = "nested"
    LOCKED = "locked"
    PIXELS = "pixels"


class Unfit(ValueError):
    """A file that is not taken, with the reason."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def looked_into(file: BinaryIO, name: str, limits: Limits) -> str:
    """Return the media type of an open file whose content is what its name says and does no harm; raises Unfit."""
    expected = types.ENDINGS.get(ending_of(name))
    if expected is None:
        raise Unfit(Fault.KIND)
    found = types.sniffed(file.read(types.HEAD))
    if expected in types.TEXTS:
        _check_text(file, found)
    elif found != (types.ZIP if expected in types.ZIPPED else expected):
        raise Unfit(Fault.CONTENT)
    elif expected in types.ZIPPED:
        _check_zip(file, expected, limits)
    elif expected in types.PICTURES:
        _check_picture(file, expected, limits)
    return expected


def _check_text(file: BinaryIO, found: str) -> None:
    if found:
        raise Unfit(Fault.CONTENT)
    file.seek(0)
    while block := file.read(BLOCK):
        if not types.is_text(block):
            raise Unfit(Fault.CONTENT)


def _check_picture(file: BinaryIO, expected: str, limits: Limits) -> None:
    """Read the head of a picture only: nothing is unpacked to learn how large it is."""
    file.seek(0)
    try:
        with Image.open(file, formats=[types.PICTURES[expected]]) as picture:
            width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(Fault.PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Unfit(Fault.DAMAGED) from None
    if width * height > limits.pixels:
        raise Unfit(Fault.PIXELS)


def _check_zip(file: BinaryIO, expected: str, limits: Limits) -> None:
    """Look at an archive's list of contents; its size is checked before it is read into memory."""
    _check_list(file, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            for entry in entries:
                _check_entry(entry)
            size = file.seek(0, 2)
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > limits.unpacked or (unpacked > HARMLESS and unpacked > limits.ratio * size):
                raise Unfit(Fault.BOMB)
            if expected != types.ZIP and _document_type(archive) != expected:
                raise Unfit(Fault.CONTENT)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, struct.error):
        raise Unfit(Fault.DAMAGED) from None


def _check_list(file: BinaryIO, limits: Limits) -> None:
    size = file.seek(0, 2)
    file.seek(max(size - LONGEST_COMMENT - LIST_END.size, 0))
    tail = file.read()
    place = tail.rfind(LIST_MARK)
    if place < 0 or len(tail) - place < LIST_END.size:
        raise Unfit(Fault.DAMAGED)
    _mark, _disk, _start, _here, count, length, _at, _comment = LIST_END.unpack_from(tail, place)
    if count > limits.entries or count == UNKNOWN_COUNT or length > limits.entries * ENTRY_BYTES:
        raise Unfit(Fault.BOMB)
    file.seek(0)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse what would leave the folder it is unpacked into, what cannot be scanned, and boxes inside boxes."""
    name = entry.orig_filename
    if name.startswith(("/", "\\")) or "\\" in name or "\0" in name or ":" in name[:2] or ".." in name.split("/"):
        raise Unfit(Fault.PATH)
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unfit(Fault.LINK)
    if entry.flag_bits & ENCRYPTED:
        raise Unfit(Fault.LOCKED)
    if PurePosixPath(name.lower()).suffix in ARCHIVES:
        raise Unfit(Fault.NESTED)


def _document_type(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        with archive.open("mimetype") as said:
            return said.read(100).decode("ascii", "replace").strip()
    return next((kind for name, kind in types.INSIDE.items() if name in names), "")
