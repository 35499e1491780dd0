"""What a paper says beside the survey: who made it for whom, what for, on which day, and what else has to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on every paper of one delivery; texts are printed as they are, empty ones are left out.

    `on` dates the paper, and the same survey, facts and day give the same bytes. `photo` is a JPEG or PNG.
    `licence` says who may use the result for what, `notes` are further sentences: that only structure and form were
    looked at, for example.
    """

    on: date
    author: str = ""
    recipient: str = ""
    purpose: str = ""
    address: str = ""
    photo: bytes = b""
    licence: str = ""
    notes: tuple[str, ...] = ()
