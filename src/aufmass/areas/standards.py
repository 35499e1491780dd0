"""The rules this engine knows: what they are called, where they stand, from when to when they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from aufmass.sentences import Choice
from aufmass.sentences import mark as _


class Standard(Choice):
    """A rule by which areas or volumes are calculated."""

    WOFLV = "woflv", _("Living area under the WoFlV")
    II_BV = "ii-bv", _("Living area under the II. BV")
    DIN_283 = "din-283", _("Living area under DIN 283")
    DIN_277 = "din-277", _("Areas and volumes under DIN 277")
    CUBATURE = "cubature", _("Cubic content under the II. BV")
    GIF = "gif", _("Rental area of commercial premises, in brief")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands, since when it holds, until when it did; `verified` means read in its own words."""

    standard: Standard
    text: str
    valid_from: date
    last_on: date | None = None
    verified: bool = True
    note: str = ""


SOURCES: Final = {
    Standard.WOFLV: Source(
        Standard.WOFLV,
        _("Wohnflächenverordnung of 25 November 2003 (BGBl. I p. 2346), §§ 2 to 4"),
        date(2004, 1, 1),
        note=_("Each room is rounded half up to 0.01 m², then the rooms are added; the regulation names no rounding."),
    ),
    Standard.II_BV: Source(
        Standard.II_BV,
        _("Zweite Berechnungsverordnung as published on 12 October 1990 (BGBl. I p. 2178), §§ 42 to 44"),
        date(1990, 10, 12),
        date(2003, 12, 31),
        verified=False,
        note=_("Areas calculated until the end of 2003 stay as they are (§ 5 WoFlV)."),
    ),
    Standard.DIN_283: Source(
        Standard.DIN_283,
        _("DIN 283 part 2 of February 1962, withdrawn in August 1983"),
        date(1962, 2, 1),
        date(1983, 8, 31),
        verified=False,
        note=_("Used only where a contract or local custom names it; have it checked before you rely on it."),
    ),
    Standard.DIN_277: Source(
        Standard.DIN_277,
        _("DIN 277:2021-08"),
        date(2021, 8, 1),
        verified=False,
        note=_("The categories of uses follow the tables as commonly applied; a room may name its own."),
    ),
    Standard.CUBATURE: Source(
        Standard.CUBATURE,
        _("Zweite Berechnungsverordnung, Anlage 2 (cubic content), nos. 1.1 and 1.2"),
        date(1957, 11, 1),
        note=_("Outer stairs, canopies and the like (nos. 1.3 and 1.4) are not part of a survey."),
    ),
    Standard.GIF: Source(
        Standard.GIF,
        _("Richtlinie zur Berechnung der Mietfläche für gewerblichen Raum (MF/G) of 1 May 2012"),
        date(2012, 5, 1),
        verified=False,
        note=_("A summary by the categories of DIN 277, no certificate under the guideline."),
    ),
}


def for_calculation_on(day: date) -> Standard:
    """Return the rule for a living area calculated on a day: from 2004 the WoFlV, before it the II. BV (§ 5 WoFlV)."""
    return Standard.WOFLV if day >= SOURCES[Standard.WOFLV].valid_from else Standard.II_BV
