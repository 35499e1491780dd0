"""Files to send: small true ones of every kind, and the bad ones that must be refused."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

from quartier.core.documents import services
from quartier.core.documents.models import Document, Upload
from quartier.kit import storage
from quartier.values.actor import SYSTEM

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TEXT = "Zählerstand am 1. März: 4711\n".encode()


def picture(width: int = 3, height: int = 2) -> bytes:
    """The beginning of a PNG that says it is so large, with a single empty block of data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 20)) + chunk(b"IEND", b"")


def archive(entries: dict[str, bytes], *, packed: bool = False) -> bytes:
    """A zip with these entries."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return box.getvalue()


def archive_with_link() -> bytes:
    """A zip whose entry is a symbolic link out of the folder."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as made:
        entry = zipfile.ZipInfo("harmless.txt")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    return box.getvalue()


def locked_archive() -> bytes:
    """A zip whose entry says that it is encrypted."""
    plain = bytearray(archive({"a.txt": b"a"}))
    plain[6] |= 1
    plain[plain.index(b"PK\x01\x02") + 8] |= 1
    return bytes(plain)


def sent(owner: Any, name: str, content: bytes, *, size: int | None = None) -> Upload:
    """An upload in one go."""
    return services.receive(
        at=AT, owner=owner, file_name=name, size=len(content) if size is None else size, blocks=[content]
    )


def filed(owner: Any, content: bytes = PDF, name: str = "Brief.pdf", **given: Any) -> Document:
    """A document that an account brings in."""
    said = {"kind": "letter", "title": "Ein Brief", "party": getattr(owner, "party", None), **given}
    return services.file(actor=SYSTEM, at=AT, upload=sent(owner, name, content), given=services.Given(**said))


def lying() -> tuple[list[str], list[str]]:
    """What lies on the disk of this provider: uploads, kept files."""
    place = storage.here()
    return sorted(key for key, _at in place.all_incoming()), sorted(sha256 for sha256, _at in place.all_kept())
