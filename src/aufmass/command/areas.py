"""`aufmass areas`: every rule line by line, as data, or as a sheet to sign."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from aufmass.areas.cubature import SOURCE as CUBATURE_SOURCE
from aufmass.areas.cubature import cubature
from aufmass.areas.din277 import balance
from aufmass.areas.gif import rental_area
from aufmass.areas.living import RULES, living_area
from aufmass.areas.standards import SOURCES, Standard
from aufmass.checking import ensure_possible
from aufmass.command.facts import add_facts, facts_of
from aufmass.command.files import read_survey, save
from aufmass.model import Survey
from aufmass.papers.area_sheet import area_sheet
from aufmass.sentences import Unusable, Voice
from aufmass.sentences import mark as _
from aufmass.telling import (
    balance_data,
    balance_lines,
    cubature_data,
    cubature_lines,
    disclaimer,
    headline,
    living_data,
    living_lines,
    rental_data,
    rental_lines,
)

STANDARDS: Final = [*(one.value for one in Standard), "all"]


def add_areas(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command to a parser."""
    areas = command("areas", _areas, "calculate areas and volumes, line by line")
    areas.add_argument("--json", action="store_true", help="for programs")
    areas.add_argument("--pdf", metavar="SHEET", help="write a sheet to sign, with the words below")
    areas.add_argument("--standard", action="append", choices=STANDARDS, metavar="NAME", help=", ".join(STANDARDS))
    areas.add_argument("--agreed", type=_square_metres, metavar="M2", help="area in the contract of the only unit")
    areas.add_argument("--overwrite", action="store_true", help="replace a sheet that is there already")
    add_facts(areas)


def _areas(words: argparse.Namespace, speak: Voice) -> int:
    survey = ensure_possible(read_survey(words.file))
    if words.agreed is not None:
        survey = _agreed(survey, words.agreed)
    named = words.standard or [Standard.WOFLV]
    standards = list(Standard) if "all" in named else [Standard(one) for one in named]
    if words.pdf:
        save(Path(words.pdf), area_sheet(survey, facts_of(words), speak, standards), overwrite=words.overwrite)
    elif words.json:
        head = {"name": survey.name, "basis": survey.basis.value, "disclaimer": disclaimer(survey, speak)}
        print(json.dumps({**head, **_data(survey, standards, speak)}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(headline(survey, speak)))
        for standard in standards:
            print("\n" + "\n".join(_lines(survey, standard, speak)))
    return 0


def _lines(survey: Survey, standard: Standard, speak: Voice) -> Iterator[str]:
    if standard in RULES:
        return living_lines(living_area(survey, standard), speak)
    if standard is Standard.DIN_277:
        return balance_lines(balance(survey), speak)
    if standard is Standard.GIF:
        return rental_lines(rental_area(survey), SOURCES[Standard.GIF], speak)
    return cubature_lines(cubature(survey), CUBATURE_SOURCE, speak)


def _data(survey: Survey, standards: list[Standard], speak: Voice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for standard in standards:
        if standard in RULES:
            found[standard.value] = living_data(living_area(survey, standard), speak)
        elif standard is Standard.DIN_277:
            found[standard.value] = balance_data(balance(survey))
        elif standard is Standard.GIF:
            found[standard.value] = rental_data(rental_area(survey))
        else:
            found[standard.value] = cubature_data(cubature(survey), speak)
    return found


def _agreed(survey: Survey, area: Decimal) -> Survey:
    """Return the survey with an agreed area for its only unit."""
    if len(survey.units) != 1:
        raise Unusable(_("An agreed area can be given for one unit only; write it into the file as “agreed”."))
    return replace(survey, units=(replace(survey.units[0], agreed=area),))


def _square_metres(text: str) -> Decimal:
    try:
        area = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"“{text}” is no area in square metres such as 120 or 98.5") from None
    if not area.is_finite() or not 0 < area < 1_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text} m² is no area of a building")
    return area
