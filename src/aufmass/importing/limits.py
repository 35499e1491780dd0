"""What an import takes at most: bytes, rooms, seconds. Files of others may be broken, huge or meant to do harm."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from aufmass.reading import MOST_ROOMS
from aufmass.sentences import Name, Unusable
from aufmass.sentences import mark as _

DXF_BYTES: Final = 32_000_000
IFC_BYTES: Final = 256_000_000
SECONDS: Final = 120
LARGEST: Final = 10_000_000.0  # mm from the origin: ten kilometres; beyond it millimetres mean nothing
MEGABYTE: Final = 1_000_000


class Limits:
    """Watches over the reading of one file; every step asks whether it may go on."""

    def __init__(self, path: Path, *, most_bytes: int, seconds: float = SECONDS) -> None:
        self.name, self.seconds = Name(path.name), seconds
        self._until = time.monotonic() + seconds
        try:
            size = path.stat().st_size
        except OSError:
            size = 0  # whoever opens it says why it cannot be read
        if size > most_bytes:
            sentence = _("%(file)s is larger than %(most)s MB; export the rooms alone.")
            raise Unusable(sentence, file=self.name, most=most_bytes // MEGABYTE)

    def passed(self, count: int) -> None:
        """Raise Unusable when there are too many rooms, or too much time has passed."""
        if count > MOST_ROOMS:
            raise Unusable(
                _("%(file)s holds more than %(most)s rooms; export them storey by storey."),
                file=self.name,
                most=MOST_ROOMS,
            )
        if time.monotonic() > self._until:
            sentence = _("Reading %(file)s takes longer than %(seconds)s seconds; export the rooms alone.")
            raise Unusable(sentence, file=self.name, seconds=int(self.seconds))


def is_near(*numbers: float) -> bool:
    """Tell whether coordinates in millimetres are numbers, and of this world."""
    return all(-LARGEST <= number <= LARGEST for number in numbers)
