"""The engine for programs of partners: surveys are checked, calculated, drawn and read in, and nothing is kept.

What comes in is a survey in the published format of `aufmass`, whose JSON schema is an endpoint of its own. Keys are
made in the office for each partner; they need the scope `survey.engine`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aufmass.areas.standards import Standard
from aufmass.drawing.plan import Style
from aufmass.drawing.sheet import SCALES
from aufmass.importing.outlines import UNITS
from aufmass.writing import schema
from quartier.kit.api import (
    TEXT,
    YES,
    Binary,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    Problem,
    endpoint,
)
from quartier.modules.survey.services import engine

SCOPE: Final = "survey.engine"
MANY: Final = 100_000
LARGEST_FILE: Final = 10_000_000
TALLEST_MM: Final = 100_000
MEDIA: Final = {"svg": "image/svg+xml", "pdf": "application/pdf", "dxf": "image/vnd.dxf"}


class Measured:
    """A survey in the published format. Here only its top is looked at; the engine reads it and names every place."""

    def faults(self, value: Any, place: str) -> Iterator[tuple[str, str]]:
        """Refuse what is no object, or does not say which version of the format it has."""
        if not isinstance(value, dict):
            yield place, _now("This must be of the kind “%(kind)s”.") % {"kind": "object"}
        elif "aufmass" not in value:
            yield "aufmass", _now("This is missing.")

    def told(self, value: Any) -> Any:
        """Return the value."""
        return value

    def schema(self) -> dict[str, Any]:
        """Return the top of the format, and where all of it is."""
        whole = schema()
        words = {name: str(one["description"]) for name, one in whole["properties"].items()}
        told = {name: {"description": said, "x-purpose": said} for name, said in words.items()}
        return {
            "type": "object", "title": whole["title"], "properties": told, "required": whole["required"],
            "additionalProperties": False,
            "externalDocs": {"url": "/api/v1/aufmass/format", "description": "JSON Schema 2020-12"},
        }  # fmt: skip


SURVEY: Final = Measured()
REMARK: Final = Parts(
    Part("place", TEXT, _("Say where: a path into the survey, lists counted from 1")),
    Part("sentence", TEXT, _("Say what, for people")),
    Part("is_hint", YES, _("Tell what only asks for a second look from what forbids a result")),
)
CHECKED: Final = Parts(
    Part("possible", YES, _("Say whether results can be had")),
    Part("remarks", Listing(REMARK, MANY), _("Everything that is wrong, or else what is unusual")),
)
RESULT: Final = Parts(
    Part("standard", TEXT, _("Name the rule as it was asked for")),
    Part("title", TEXT, _("Name the rule for people")),
    Part("lines", Listing(TEXT, MANY), _("The calculation line by line with its paragraphs, for people")),
    Part("data", Binary("application/json"), _("The same for programs; areas are texts with two decimals")),
)
AREAS: Final = Parts(
    Part("name", TEXT, _("Say what was measured")),
    Part("basis", TEXT, _("Say what it rests on")),
    Part("disclaimer", TEXT, _("Say what nobody examined; empty for surveys of our own")),
    Part("results", Listing(RESULT, len(Standard)), _("One calculation for each rule")),
)
TAKEN: Final = Parts(
    Part("survey", Binary("application/json"), _("The survey in the published format")),
    Part("notes", Listing(TEXT, MANY), _("What was guessed or left out")),
)
WHICH: Final = Parts(
    Part("standards", Plain("string", longest=80), _("Name the rules with commas between; without it woflv"), False)
)
HOW: Final = Parts(
    Part("format", Plain("string", tuple(MEDIA)), _("Say what is drawn into; without it svg"), required=False),
    Part("storey", Plain("string", longest=80), _("Name the storey; without it the first"), required=False),
    Part("scale", Plain("string", tuple(map(str, SCALES))), _("Draw 1 to this; without it 100"), required=False),
    Part("style", Plain("string", tuple(one.value for one in Style)), _("Draw for whom"), required=False),
)
WHENCE: Final = Parts(
    Part("format", Plain("string", ("dxf", "ifc")), _("Say which kind of file it is")),
    Part("height", Plain("integer"), _("Clear height of a drawing's rooms in mm; a drawing has none"), required=False),
    Part("unit", Plain("string", tuple(sorted(UNITS))), _("Unit of a drawing that does not say it"), required=False),
    Part("layer", Plain("string", longest=80), _("Layer of the outlines, if not the usual one"), required=False),
)


@endpoint("GET", needs=SCOPE, summary=_("Read the format of surveys as JSON Schema"), gives=Binary("application/json"))
def form(request: Call) -> HttpResponse:
    """Tell the published format."""
    return JsonResponse(schema())


@endpoint("POST", needs=SCOPE, summary=_("Check a survey"), takes=SURVEY, gives=CHECKED)
def check(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell whether a survey is possible, with every fault, or else every hint."""
    told, _drawn = _asked(request, {"do": "check"})
    return told


@endpoint("POST", needs=SCOPE, summary=_("Calculate areas and volumes"), takes=SURVEY, asks=WHICH, gives=AREAS)
def areas(request: Call, asked: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Calculate under every rule that was asked for, each line with its paragraph."""
    named = [one.strip() for one in asked.get("standards", Standard.WOFLV.value).split(",")]
    if unknown := [one for one in named if one not in {*Standard}]:
        known = ", ".join(one.value for one in Standard)
        words = _now("Possible here: %(options)s.") % {"options": known}
        raise Problem(422, words, [("standards", words) for _one in unknown[:1]])
    told, _drawn = _asked(request, {"do": "areas", "standards": list(dict.fromkeys(named))})
    return told


@endpoint("POST", needs=SCOPE, summary=_("Draw the plan of a storey"), takes=SURVEY, asks=HOW, gives=Binary("*/*"))
def draw(request: Call, asked: Mapping[str, str], body: Mapping[str, Any]) -> HttpResponse:
    """Draw a storey as SVG, PDF or DXF."""
    how = {"format": "svg", "storey": "", "scale": "100", "style": Style.TECHNICAL.value, **asked}
    _told, drawn = _asked(request, {"do": "draw", **how})
    headers = {"Content-Disposition": f'attachment; filename="plan.{how["format"]}"'}
    return HttpResponse(drawn, content_type=MEDIA[how["format"]], headers=headers)


@endpoint("POST", needs=SCOPE, summary=_("Make a survey of a DXF or an IFC"), takes=Binary(), asks=WHENCE, gives=TAKEN)
def convert(request: Call, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take rooms out of a drawing or a model; nothing is given where the survey would be faulty."""
    height = asked.get("height", 0)
    if asked["format"] == "dxf" and not 0 < height <= TALLEST_MM:
        words = _now("A drawing does not say how high rooms are: give the clear height in millimetres.")
        raise Problem(422, words, [("height", words)])
    content = request.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Problem(413, _now("This file is larger than 10 MB."))
    how = {"unit": "", "layer": "", **asked, "height": height}
    told, _drawn = engine.answer({"do": "convert", **how}, content, asked_by=request.caller.actor.key)
    return told


def _asked(request: Call, question: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Hand the survey to the engine as it came: it reads numbers exactly."""
    return engine.answer(question, request.body, asked_by=request.caller.actor.key)
