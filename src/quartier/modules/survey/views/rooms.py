"""One room: what slopes, stands in it or opens its walls, whether it counts, and to which unit it belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from aufmass.drawing.live import picture
from aufmass.model import Room
from aufmass.model import Survey as Measured
from aufmass.reading import from_data
from aufmass.writing import data_of
from quartier.core.privacy.extension import secret_path
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.components.markup import part
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE
from quartier.modules.survey.forms.calculator import RoomForm
from quartier.modules.survey.models import Survey
from quartier.modules.survey.queries import surveys as queries
from quartier.modules.survey.rules import parts
from quartier.modules.survey.services import surveys
from quartier.modules.survey.views.found import open_one

PLACE: Final = re.compile(r"([a-z]+)-(\d{1,3})-([a-z_]+)")
MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a part as it is drawn."""

    field: parts.Field
    name: str
    value: str
    fault: str
    label: str
    choices: list[tuple[str, str]]


@secret_path("survey_token")
@access(Audience.PUBLIC, feature="survey")
def room(request: Request, survey_token: str, room_no: int) -> HttpResponse:
    """Show one room with everything that is in it, and keep what is typed."""
    row = open_one(request, survey_token)
    measured = from_data(row.content)
    one = _numbered(measured, room_no)
    sent = request.POST if request.method == "POST" else None
    form = RoomForm(sent, initial=_initial(one), units=[(unit.id, unit.name) for unit in measured.units], room=one)
    typed = _typed(sent) if sent is not None else {}
    found, faults = _read(one, typed) if sent is not None else ({}, {})
    if sent is not None and form.is_valid() and not faults:
        after = parts.with_parts(_described(one, form.cleaned_data), found)
        _save(request, row, measured, after)
        where: HttpResponse = redirect(**_where(sent, survey_token, room_no))
        return where
    context = _context(request, row, measured, one, typed if sent is not None else None, faults)
    status = UNPROCESSABLE if form.errors or faults else 200
    return render(
        request, "survey/calculator/room.html", {**context, "form": form, "token": survey_token}, status=status
    )


def _where(sent: QueryDict, token: str, room_no: int) -> dict[str, Any]:
    common: dict[str, Any] = {"survey_token": token}
    if "weiter" in sent:
        return {"to": "survey:room", "room_no": room_no, **common}
    return {"to": "survey:editor", **common}


def _numbered(measured: Measured, room_no: int) -> Room:
    rooms = list(measured.rooms)
    if not 1 <= room_no <= len(rooms):
        raise Http404
    return rooms[room_no - 1]


def _initial(one: Room) -> dict[str, Any]:
    return {
        "unit": one.unit or "", "heatable": one.heatable, "enclosed": one.enclosed,
        "meets_building_law": one.meets_building_law, "share_reason": one.share_reason, "walls": parts.walls_said(one),
    }  # fmt: skip


def _described(one: Room, given: Mapping[str, Any]) -> Room:
    return replace(
        one, unit=given.get("unit", one.unit or "") or None, heatable=given["heatable"], enclosed=given["enclosed"],
        meets_building_law=given["meets_building_law"], share_reason=given.get("share_reason", one.share_reason),
        walls=parts.walls_of(given["walls"], one),
    )  # fmt: skip


def _typed(sent: QueryDict) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every kind as they were sent."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name in sent:
        if place := PLACE.fullmatch(name):
            found.setdefault(place[1], {}).setdefault(int(place[2]), {})[place[3]] = str(sent[name])[:500]
    return {kind: [rows[place] for place in sorted(rows)][:MOST] for kind, rows in found.items()}


def _read(
    one: Room, typed: Mapping[str, list[dict[str, str]]]
) -> tuple[dict[str, tuple[Any, ...]], dict[tuple[str, int, str], str]]:
    found, faults = dict[str, tuple[Any, ...]](), dict[tuple[str, int, str], str]()
    for kind in parts.KINDS:
        found[kind.name], wrong = parts.read_parts(kind, one, list(typed.get(kind.name, [])))
        for (place, field), sentence in wrong.items():
            faults[kind.name, place, field] = sentence.text(formats.voice())
    return found, faults


def _save(request: Request, row: Survey, measured: Measured, after: Room) -> None:
    storeys = tuple(
        replace(storey, rooms=tuple(after if one.id == after.id else one for one in storey.rooms))
        for storey in measured.storeys
    )
    content = data_of(replace(measured, storeys=storeys))
    surveys.save(actor=request.actor, at=request.now, survey_id=row.pk, base=row.number, content=content)


def _context(
    request: Request, row: Survey, measured: Measured, one: Room, typed: Mapping[str, list[dict[str, str]]] | None,
    faults: Mapping[tuple[str, int, str], str],
) -> dict[str, Any]:  # fmt: skip
    storey = next(storey for storey in measured.storeys if any(room.id == one.id for room in storey.rooms))
    alone = replace(storey, rooms=(one,), footprint=())
    groups = [(kind, formats.voice()(kind.label), _cells(kind, one, typed, faults)) for kind in parts.KINDS]
    return {
        "row": row, "room": one, "groups": groups, "edges": list(parts.edges_said(one)),
        "picture": part(picture)(measured, alone, queries.voice()),
        "result": queries.reckoned(measured, day_of(request.now)).of(one.id), "faults": faults,
    }  # fmt: skip


def _cells(
    kind: parts.Kind, one: Room, typed: Mapping[str, list[dict[str, str]]] | None,
    faults: Mapping[tuple[str, int, str], str],
) -> list[list[Cell]]:  # fmt: skip
    known = [parts.words_of(kind, piece, one) for piece in getattr(one, kind.name)]
    rows = [row for row in typed.get(kind.name, []) if not parts.is_empty(kind, row)] if typed is not None else known
    say, engine = formats.voice(), queries.voice()
    return [
        [
            Cell(
                field, f"{kind.name}-{place}-{field.name}", row.get(field.name, ""),
                faults.get((kind.name, place, field.name), ""), say(field.label),
                [(choice.value, engine(choice.label)) for choice in field.choices or ()],
            )
            for field in kind.fields
        ]
        for place, row in enumerate([*rows, {}])
    ]  # fmt: skip
