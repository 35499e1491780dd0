"""The engine in a process of its own, within bounds of time and memory: for whatever strangers send.

    python -m quartier.modules.survey.rules.apart < question > answer

A question is a line of JSON and, behind it, the survey or the file as it came; an answer is a line of JSON and, behind
it, the drawing if one was asked for. The line of an answer has `faults` where something does not fit.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from aufmass.areas.cubature import SOURCE as CUBATURE_SOURCE
from aufmass.areas.cubature import cubature
from aufmass.areas.din277 import balance
from aufmass.areas.gif import rental_area
from aufmass.areas.living import RULES, living_area
from aufmass.areas.standards import SOURCES, Standard
from aufmass.checking import check, ensure_possible
from aufmass.drawing.dxf import dxf
from aufmass.drawing.pdf import pdf
from aufmass.drawing.plan import Style
from aufmass.drawing.sheet import Sheet, sheet
from aufmass.drawing.svg import svg
from aufmass.faults import Fault, Unreadable
from aufmass.importing.dxf import rooms_from_dxf
from aufmass.importing.ifc import rooms_from_ifc
from aufmass.model import Survey
from aufmass.reading import read
from aufmass.sentences import Name, Unusable, Voice, voice
from aufmass.sentences import mark as _
from aufmass.telling import (
    balance_data,
    balance_lines,
    cubature_data,
    cubature_lines,
    disclaimer,
    living_data,
    living_lines,
    rental_data,
    rental_lines,
)
from aufmass.writing import data_of

CPU_S: Final = 10
MEMORY: Final = 2 << 30
LARGEST: Final = 64 << 20
DRAWN: Final[Mapping[str, Callable[[Sheet], bytes]]] = {
    "svg": lambda drawn: svg(drawn).encode(),
    "pdf": pdf,
    "dxf": lambda drawn: dxf(drawn).encode(),
}
Told = tuple[dict[str, Any], bytes]


def answered(question: Mapping[str, Any], content: bytes) -> Told:
    """Answer one question about a survey or a file; what does not fit is told as faults with their places."""
    speak = voice(str(question["language"]))
    try:
        return DOES[question["do"]](question, content, speak)
    except Unreadable as error:
        return {"faults": [_fault(one, speak) for one in error.faults]}, b""
    except Unusable as error:
        return {"faults": [{"place": "", "sentence": error.sentence.text(speak)}]}, b""


def _check(_question: Mapping[str, Any], content: bytes, speak: Voice) -> Told:
    found = check(read(content))
    remarks = [_fault(one, speak) | {"is_hint": one.is_hint} for one in found]
    return {"possible": all(one.is_hint for one in found), "remarks": remarks}, b""


def _areas(question: Mapping[str, Any], content: bytes, speak: Voice) -> Told:
    survey = ensure_possible(read(content))
    results = [_result(survey, Standard(one), speak) for one in question["standards"]]
    head = {"name": survey.name, "basis": survey.basis.value, "disclaimer": disclaimer(survey, speak)}
    return {**head, "results": results}, b""


def _result(survey: Survey, standard: Standard, speak: Voice) -> dict[str, Any]:
    """Return a calculation as lines for people and as data for programs."""
    if standard in RULES:
        living = living_area(survey, standard)
        lines, data = living_lines(living, speak), living_data(living, speak)
    elif standard is Standard.DIN_277:
        found = balance(survey)
        lines, data = balance_lines(found, speak), balance_data(found)
    elif standard is Standard.GIF:
        rental = rental_area(survey)
        lines, data = rental_lines(rental, SOURCES[standard], speak), rental_data(rental)
    else:
        volume = cubature(survey)
        lines, data = cubature_lines(volume, CUBATURE_SOURCE, speak), cubature_data(volume, speak)
    return {"standard": standard.value, "title": speak(standard.label), "lines": list(lines), "data": data}


def _draw(question: Mapping[str, Any], content: bytes, speak: Voice) -> Told:
    survey = ensure_possible(read(content))
    name = question["storey"]
    storey = next((one for one in survey.storeys if name in ("", one.id)), None)
    if storey is None:
        known = Name(", ".join(one.id for one in survey.storeys))
        raise Unusable(_("There is no storey “%(name)s”; there are: %(known)s."), name=Name(name), known=known)
    drawn = sheet(survey, storey, speak, int(question["scale"]), Style(question["style"]))
    return {}, DRAWN[question["format"]](drawn)


def _convert(question: Mapping[str, Any], content: bytes, speak: Voice) -> Told:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload.{question['format']}"
        path.write_bytes(content)
        given = {"height": question["height"], "unit": question["unit"] or None, "layer": question["layer"] or None}
        found = rooms_from_ifc(path) if question["format"] == "ifc" else rooms_from_dxf(path, **given)
    survey = ensure_possible(found.survey)
    return {"survey": data_of(survey), "notes": [one.text(speak) for one in found.notes]}, b""


def _fault(fault: Fault, speak: Voice) -> dict[str, Any]:
    return {"place": fault.place, "sentence": fault.text(speak)}


DOES: Final[Mapping[str, Callable[[Mapping[str, Any], bytes, Voice], Told]]] = {
    "check": _check, "areas": _areas, "draw": _draw, "convert": _convert,
}  # fmt: skip


def main() -> None:
    """Answer the question that is piped in, and end."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    question = json.loads(sys.stdin.buffer.readline())
    told, drawn = answered(question, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + drawn)


if __name__ == "__main__":
    main()
