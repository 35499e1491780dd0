"""Which format a file has, and what a ZIP of many holds: sizes are looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Final

from quartier.core.banking.rules import camt, mt940
from quartier.core.banking.rules.reading import Parts, Unreadable
from quartier.values.sentences import mark as _

LARGEST: Final = 1_000_000_000
MOST_FILES: Final = 2_000
HEAD: Final = 4_096
UNKNOWN: Final = _("This file is no account statement: CAMT (XML), MT940 or a ZIP of them is expected.")
TOO_LARGE: Final = _("This file is too large when unpacked.")


def members(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files in a ZIP by name, or the file itself under "". Raises Unreadable."""
    start = file.read(4)
    file.seek(0)
    if start != b"PK\x03\x04":
        yield "", file
        return
    try:
        with zipfile.ZipFile(file) as archive:
            inner = [one for one in archive.infolist() if not one.is_dir()]
            if len(inner) > MOST_FILES or sum(one.file_size for one in inner) > LARGEST:
                raise Unreadable(TOO_LARGE)
            for one in sorted(inner, key=lambda info: info.filename):
                with archive.open(one) as content:
                    yield one.filename, content
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise Unreadable(UNKNOWN) from None


def reader_of(file: IO[bytes]) -> Callable[[IO[bytes]], Parts]:
    """Return what reads a file, by how it begins. Raises Unreadable."""
    start = file.read(HEAD)
    file.seek(0)
    bare = start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\x01")
    if bare.startswith(b"<"):
        return camt.read
    if b":20:" in start or b":60" in start or b":25:" in start:
        return mt940.read
    raise Unreadable(UNKNOWN)


def read(file: IO[bytes]) -> Parts:
    """Yield what stands in one file that is no ZIP. Raises Unreadable."""
    yield from reader_of(file)(file)
