"""Two tabs, broken lines, hostile input: nothing is lost, and nothing that cannot be read is kept."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from aufmass.model import Basis
from quartier.kit.schemas import enter_schema
from quartier.modules.survey.models import Survey, Version
from quartier.modules.survey.queries import reading
from quartier.modules.survey.rules import bounds
from quartier.modules.survey.services import refusals, surveys
from quartier.values.actor import VISITOR
from tests.matrix.objects_of_survey import MEASURED, ROOM, STOREY

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def measured(**room: Any) -> dict[str, Any]:
    """Measures of one room."""
    return {**MEASURED, "storeys": [{**STOREY, "rooms": [{**ROOM, **room}]}]}


def opened(content: Any = MEASURED) -> Survey:
    """A calculation of a visitor."""
    return surveys.open_survey(at=AT, title="Probe", content=content)[0]


def save(row: Survey, base: int, content: Any, client: str = "", at: datetime = AT) -> surveys.Saved:
    """Save an edit."""
    return surveys.save(actor=VISITOR, at=at, survey_id=row.pk, base=base, content=content, client=client)


def test_who_comes_second_is_put_aside_and_both_can_be_chosen(alpha: Any) -> None:
    row = opened()
    first, second = measured(name="Wohnzimmer"), measured(name="Salon")
    assert save(row, 1, first) == surveys.Saved(2)
    late = save(row, 1, second)
    assert (late.conflict, late.number) == (True, 2)
    row.refresh_from_db()
    assert row.content["storeys"][0]["rooms"][0]["name"] == "Wohnzimmer"
    surveys.choose(actor=VISITOR, at=AT, survey_id=row.pk, version_id=late.aside)
    row.refresh_from_db()
    assert (row.number, row.content["storeys"][0]["rooms"][0]["name"]) == (3, "Salon")
    assert not row.versions.filter(is_aside=True).exists()
    earlier = row.versions.get(number=2)
    surveys.choose(actor=VISITOR, at=AT, survey_id=row.pk, version_id=earlier.pk)
    row.refresh_from_db()
    assert (row.number, row.content["storeys"][0]["rooms"][0]["name"]) == (4, "Wohnzimmer")


def test_the_same_edit_sent_again_after_a_broken_line_counts_once(alpha: Any) -> None:
    row, client = opened(), str(uuid.uuid4())
    assert save(row, 1, measured(height=2600), client) == save(row, 1, measured(height=2600), client)
    aside = str(uuid.uuid4())
    assert save(row, 1, measured(height=2700), aside) == save(row, 1, measured(height=2700), aside)
    assert Version.objects.filter(survey=row).count() == 3
    assert save(row, 1, measured(height=2600)) == surveys.Saved(2), "what is the same is no conflict"


def test_faulty_geometry_is_kept_and_what_is_no_survey_is_refused(alpha: Any) -> None:
    row = opened()
    crossed = measured(outline=[[0, 0], [4000, 3000], [4000, 0], [0, 3000]])
    assert save(row, 1, crossed).number == 2
    for content in ({}, {"aufmass": 2}, measured(height="hoch"), measured(colour="red"), measured(use="moon")):
        with pytest.raises(refusals.NotReadable):
            save(row, 2, content)
    rooms = [{**ROOM, "id": str(number)} for number in range(bounds.MOST_ROOMS + 1)]
    many = {**MEASURED, "storeys": [{**STOREY, "rooms": rooms}]}
    ragged = measured(outline=[[n, n * n % 7919] for n in range(500)])
    for content in (many, ragged):
        with pytest.raises(refusals.TooLarge):
            save(row, 2, content)
    assert Version.objects.count() == 2


def test_a_calculation_is_kept_for_thirty_days_after_its_last_change(alpha: Any) -> None:
    row, token = surveys.open_survey(at=AT, title="Probe", basis=Basis.DOCUMENTS)
    assert row.expires_at == AT + timedelta(days=30)
    save(row, 1, MEASURED, at=AT + timedelta(days=20))
    end = AT + timedelta(days=50)
    assert reading.by_token(token, end - timedelta(seconds=1)) == row
    assert reading.by_token(token, end) is None
    assert list(reading.due(Survey.everything.all(), end - timedelta(seconds=1))) == []
    assert list(reading.due(Survey.everything.all(), end)) == [row]


def test_at_most_a_hundred_states_are_kept(alpha: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_VERSIONS", 3)
    row = opened()
    for number in range(1, 6):
        save(row, number, measured(height=2500 + number))
    assert sorted(row.versions.values_list("number", flat=True)) == [4, 5, 6]


def test_of_many_who_save_at_once_one_counts_and_the_others_are_put_aside(committed_db: None) -> None:
    enter_schema("alpha")
    row, saved = opened(), list[surveys.Saved]()

    def edit(height: int) -> None:
        try:
            enter_schema("alpha")
            saved.append(save(row, 1, measured(height=height)))
        finally:
            connection.close()

    threads = [Thread(target=edit, args=(2500 + number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.conflict for one in saved) == [False, True, True, True, True]
    row.refresh_from_db()
    assert (row.number, row.versions.filter(is_aside=True).count()) == (2, 4)


def test_content_is_plain_json_and_survives_a_round_trip(alpha: Any) -> None:
    row = opened(measured(slopes=[{"edge": 1, "knee": 1000, "pitch": "38.5"}]))
    assert json.loads(json.dumps(row.content)) == row.content
    assert save(row, 1, row.content) == surveys.Saved(1)
