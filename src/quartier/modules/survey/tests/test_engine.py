"""The engine for programs: what `aufmass` says, with places and sentences, in a process that can do no harm."""

from __future__ import annotations

import json
import subprocess
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from ezdxf.filemanagement import read as read_dxf

from aufmass.areas.living import living_area
from aufmass.areas.standards import Standard
from aufmass.example import example
from aufmass.sentences import ENGLISH
from aufmass.writing import data_of, schema
from quartier.core.api import services as api
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.modules.survey.rules.apart import answered
from quartier.modules.survey.services import engine
from quartier.modules.survey.views.programs_engine import SCOPE
from quartier.values.actor import SYSTEM

API = "/api/v1/aufmass/"
HOUSE: dict[str, Any] = data_of(example(ENGLISH))
CROSSED = [[0, 0], [4000, 4000], [4000, 0], [0, 4000]]


def told(do: str, content: bytes | None = None, language: str = "de", **how: Any) -> tuple[dict[str, Any], bytes]:
    """What the engine says, without a process."""
    given = content if content is not None else json.dumps(HOUSE).encode()
    return answered({"do": do, "language": language, **how}, given)


def broken(**changes: Any) -> bytes:
    """The house with a changed first room."""
    house = json.loads(json.dumps(HOUSE))
    house["storeys"][0]["rooms"][0].update(changes)
    return json.dumps(house).encode()


def test_a_good_survey_is_possible() -> None:
    assert told("check")[0]["possible"] is True


@pytest.mark.parametrize(("language", "word"), [("de", "kreuzt"), ("en", "crosses")])
def test_every_fault_names_its_place_in_the_language_of_the_caller(language: str, word: str) -> None:
    found, _drawn = told("check", broken(outline=CROSSED), language)
    assert found["possible"] is False
    fault = next(one for one in found["remarks"] if word in one["sentence"])
    assert fault["place"].startswith("storeys[1].rooms[1].outline")
    assert not fault["is_hint"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1", b'{"aufmass": 2}', b"\xff", broken(outline="x", colour="red")])
def test_what_is_no_survey_is_told_by_place(content: bytes) -> None:
    for do in ("check", "areas"):
        assert told(do, content, standards=["woflv"])[0]["faults"]
    if b"red" in content:
        places = {one["place"] for one in told("check", content)[0]["faults"]}
        assert places == {"storeys[1].rooms[1].outline", "storeys[1].rooms[1].colour"}


def test_areas_are_those_of_the_engine_with_their_paragraphs() -> None:
    found, _drawn = told("areas", standards=[one.value for one in Standard])
    assert [one["standard"] for one in found["results"]] == [one.value for one in Standard]
    living = found["results"][0]
    assert living["data"]["units"][0]["area"] == str(living_area(example(ENGLISH), Standard.WOFLV).units[0].area)
    assert any("§ 4" in line for line in living["lines"])
    assert told("areas", broken(outline=CROSSED), standards=["woflv"])[0]["faults"]


def test_a_storey_is_drawn_in_three_formats() -> None:
    how = {"storey": HOUSE["storeys"][-1]["id"], "scale": "100", "style": "technical"}
    drawn = {kind: told("draw", format=kind, **how)[1] for kind in ("svg", "pdf", "dxf")}
    assert drawn["svg"].startswith(b"<svg")
    assert drawn["pdf"].startswith(b"%PDF-")
    assert not read_dxf(StringIO(drawn["dxf"].decode())).audit().errors
    assert "DACH" in told("draw", format="svg", **{**how, "storey": "DACH"})[0]["faults"][0]["sentence"]
    again, _none = told("convert", drawn["dxf"], format="dxf", height=2500, unit="", layer="")
    names = {room["name"] for room in HOUSE["storeys"][-1]["rooms"]}
    assert {room["name"] for room in again["survey"]["storeys"][0]["rooms"]} == names


@pytest.mark.parametrize("kind", ["dxf", "ifc"])
def test_a_broken_file_is_told(kind: str) -> None:
    for content in (b"", b"\x00\xff" * 99, b"ISO-10303-21;\nHEADER;"):
        found, _drawn = told("convert", content, format=kind, height=2500, unit="mm", layer="")
        assert found["faults"], content


@pytest.fixture
def key(world: Any) -> str:
    """The key of a partner."""
    enter_schema("emscher")
    return api.issue(actor=SYSTEM, at=clock.now(), name="Partner", allowed=[SCOPE])[1]


def called(world: Any, key: str, path: str, body: Any = None, verb: str = "POST", media: str = "application/json",
           **more: Any) -> Any:  # fmt: skip
    """Call the API."""
    content = body if isinstance(body, bytes) else json.dumps(HOUSE if body is None else body).encode()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {key}", **more}
    answer = world.client("emscher", "visitor").generic(verb, API + path, content, media, secure=True, **headers)
    enter_schema("emscher")
    return answer


def test_partners_programs_use_the_engine(world: Any, key: str) -> None:
    assert called(world, key, "format", verb="GET").json() == schema()
    areas = called(world, key, "flaechen?standards=woflv,din-277").json()
    assert [one["standard"] for one in areas["results"]] == ["woflv", "din-277"]
    drawn = called(world, key, "zeichnung?format=dxf")
    assert drawn.headers["Content-Disposition"] == 'attachment; filename="plan.dxf"'
    file = "application/octet-stream"
    taken = called(world, key, "umwandeln?format=dxf&height=2500", drawn.content, media=file).json()
    assert called(world, key, "pruefen", taken["survey"]).json()["possible"] is True


def test_what_does_not_fit_is_a_problem_with_places(world: Any, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = called(world, key, "flaechen", broken(outline=CROSSED), HTTP_ACCEPT_LANGUAGE="en")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["place"].startswith("storeys[1].rooms[1]")
    for path, place in (("flaechen?standards=woflv,din-1", "standards"), ("zeichnung?scale=3", "scale"),
                        ("flaechen?rule=woflv", "rule")):  # fmt: skip
        refused = called(world, key, path)
        assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, place)
    file = "application/octet-stream"
    unsaid = called(world, key, "umwandeln?format=dxf", b"0", media=file)
    assert (unsaid.status_code, unsaid.json()["errors"][0]["place"]) == (422, "height")
    large = called(world, key, "umwandeln?format=ifc", b"0" * 10_000_001, media=file)
    assert large.status_code == 413
    monkeypatch.setattr(engine, "PATIENCE_S", 0.05)
    late = called(world, key, "pruefen")
    assert (late.status_code, late.json()["title"][:4]) == (422, "Das ")


def test_one_question_of_a_key_is_answered_at_a_time(world: Any, key: str) -> None:
    number = api.admit(_shown(key)).pk
    taken, over = threading.Event(), threading.Event()

    def hold() -> None:
        name = f"survey.engine:emscher:api:{number}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
            taken.set()
            over.wait(30)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert taken.wait(30)
    refused = called(world, key, "pruefen")
    over.set()
    other.join()
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")


def _shown(key: str) -> Any:
    """A call that shows a key."""
    return type("Shown", (), {"headers": {"Authorization": f"Bearer {key}"}, "now": clock.now()})()


def test_the_other_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch, alpha: Any) -> None:
    seen: dict[str, Any] = {}

    def run(words: list[str], **more: Any) -> Any:
        seen.update(more, words=words)
        return subprocess.CompletedProcess(words, 0, b'{"possible": true, "remarks": []}\n', b"")

    monkeypatch.setattr(subprocess, "run", run)
    assert engine.answer({"do": "check"}, b"{}", asked_by="api:1")[0]["possible"] is True
    assert seen["env"].keys() == {"PYTHONPATH", "LANG", "XDG_CACHE_HOME"}
    assert "shell" not in seen
    assert Path(seen["words"][0]).name.startswith("python")
