"""A photo as a template takes it: an SVG around the very bytes, as large as the photo says it is."""

from __future__ import annotations

import base64
from typing import Final
from zlib import crc32

from aufmass.sentences import Unusable
from aufmass.sentences import mark as _

MOST_BYTES: Final = 12_000_000
MOST_PIXELS: Final = 50_000_000
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8"
END_OF_JPEG: Final = b"\xff\xd9"
NO_FRAME: Final = frozenset({0xC4, 0xC8, 0xCC})  # markers between C0 and CF that begin no frame
FIRST_FRAME, LAST_FRAME = 0xC0, 0xCF


def framed(photo: bytes) -> str:
    """Return a photo as SVG text, nothing for nothing; raises Unusable for what is no photo or too large a one."""
    if not photo:
        return ""
    size = _png(photo) if photo.startswith(PNG) else _jpeg(photo) if photo.startswith(JPEG) else None
    if size is None or not all(size):
        raise Unusable(_("The photo cannot be read; JPEG and PNG can be printed."))
    width, height = size
    if len(photo) > MOST_BYTES or width * height > MOST_PIXELS:
        raise Unusable(_("The photo is too large; 12 MB and 50 million pixels can be printed."))
    kind = "png" if photo.startswith(PNG) else "jpeg"
    data = base64.b64encode(photo).decode("ascii")
    image = f'<image href="data:image/{kind};base64,{data}" width="{width}" height="{height}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{image}</svg>'


def _png(photo: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG whose every part is there and sound."""
    place = len(PNG)
    while place + 12 <= len(photo):
        length, kind = int.from_bytes(photo[place : place + 4]), photo[place + 4 : place + 8]
        end = place + 8 + length
        if crc32(photo[place + 4 : end]) != int.from_bytes(photo[end : end + 4]):
            return None
        if kind == b"IEND":
            return int.from_bytes(photo[16:20]), int.from_bytes(photo[20:24])
        place = end + 4
    return None


def _jpeg(photo: bytes) -> tuple[int, int] | None:
    """Return width and height from the first frame of a JPEG that has its end."""
    if not photo.rstrip(b"\x00").endswith(END_OF_JPEG):
        return None
    place = 2
    while place + 9 < len(photo) and photo[place] == 0xFF:  # noqa: PLR2004
        marker, length = photo[place + 1], int.from_bytes(photo[place + 2 : place + 4])
        if FIRST_FRAME <= marker <= LAST_FRAME and marker not in NO_FRAME:
            return int.from_bytes(photo[place + 7 : place + 9]), int.from_bytes(photo[place + 5 : place + 7])
        place += 2 + max(length, 2)
    return None
