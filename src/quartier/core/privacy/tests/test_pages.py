"""The office pages of privacy: what they show, to whom, and what a refusal leaves."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_tenants.utils import schema_context

from quartier.core.audit.models import Fact
from quartier.core.parties.models import Party
from quartier.core.privacy.models import PageCount, RequestRecord
from quartier.core.privacy.services import writer
from quartier.kit.clock import now, today
from tests.plugins.world import World


@pytest.fixture
def keeper(world: World) -> Client:
    """The browser of whoever keeps data protection."""
    return world.client("emscher", "privacy")


def customer(world: World) -> int:
    with schema_context("emscher"):
        return int(Party.objects.get(user_id=world.people["emscher"]["customer"]).pk)


def facts(kind: str) -> list[dict[str, Any]]:
    with schema_context("emscher"):
        return list(Fact.objects.filter(kind=kind).order_by("pk").values_list("data", flat=True))


def test_the_log_shows_requests_and_no_address_past_its_days(world: World, keeper: Client) -> None:
    writer.flush()
    with schema_context("emscher"):
        RequestRecord.objects.all().delete()
        RequestRecord.objects.create(at=now() - timedelta(days=8), ip="203.0.113.8", page="/alt/")
        RequestRecord.objects.create(at=now() - timedelta(days=1), ip="203.0.113.1", page="/neu/")
    page = keeper.get("/buero/anfragen/", secure=True).content.decode()
    assert "/alt/" in page
    assert "203.0.113.8" not in page
    assert "203.0.113.1" in page


def test_the_log_cannot_be_taken_away_as_a_file(keeper: Client) -> None:
    assert keeper.post("/buero/anfragen/", {"export": "requests"}, secure=True).status_code == 405
    assert "CSV" not in keeper.get("/buero/anfragen/", secure=True).content.decode()


def test_the_use_of_pages_adds_up_the_days_of_the_chosen_period(world: World, keeper: Client) -> None:
    with schema_context("emscher"):
        PageCount.objects.all().delete()
        for days, views in ((0, 1), (6, 20), (7, 300), (29, 4000), (30, 50000)):
            PageCount.objects.create(day=today() - timedelta(days=days), page="providers:imprint", views=views)
    week = keeper.get("/buero/nutzung/", {"tage": "7"}, secure=True).content.decode()
    month = keeper.get("/buero/nutzung/", {"tage": "unsinn"}, secure=True).content.decode()
    assert ">21<" in week
    assert ">4.321<" in month


def test_information_is_told_to_the_keeper_and_written_down(world: World, keeper: Client) -> None:
    where = f"/buero/kundschaft/{customer(world)}/auskunft/"
    assert keeper.get(where, secure=True).status_code == 200
    assert facts("personal_data.told") == []
    answer = keeper.post(where, {"controller": "eg"}, secure=True)
    assert answer.status_code == 200
    assert "kunde@emscher.example" in answer.content.decode()
    assert facts("personal_data.told") == [{"controller": "eg", "as_processor": False}]


def test_information_comes_as_a_file_that_machines_read(world: World, keeper: Client) -> None:
    where = f"/buero/kundschaft/{customer(world)}/auskunft/"
    answer = keeper.post(where, {"controller": "eg", "file": "json"}, secure=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    report = json.loads(answer.content)
    assert report["person"] == "Ilse Markgraf"
    assert {"kind", "class", "purpose", "legal_basis", "retention", "source", "rows"} == set(report["data"][0])


def test_information_for_a_company_that_knows_nothing_is_refused(world: World, keeper: Client) -> None:
    where = f"/buero/kundschaft/{customer(world)}/auskunft/"
    answer = keeper.post(where, {"controller": "gibt-es-nicht"}, secure=True)
    assert answer.status_code == 422
    assert facts("personal_data.told") == []


def test_nobody_is_a_page_that_does_not_exist(keeper: Client) -> None:
    assert keeper.get("/buero/kundschaft/999999/auskunft/", secure=True).status_code == 404
    assert keeper.get("/buero/kundschaft/999999/loeschung/", secure=True).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("customer", 403), ("visitor", 302)])
def test_others_are_told_nothing(world: World, role: str, status: int) -> None:
    where = f"/buero/kundschaft/{customer(world)}/auskunft/"
    assert world.client("emscher", role).post(where, {"controller": "eg"}, secure=True).status_code == status
    assert facts("personal_data.told") == []


def test_erasing_says_what_must_be_kept_and_erases_nothing(world: World, keeper: Client) -> None:
    with schema_context("emscher"):
        # Whoever has stored nothing of their own: that could go while a contract runs.
        number = Party.objects.get(user_id=world.people["emscher"]["other customer"]).pk
    answer = keeper.post(f"/buero/kundschaft/{number}/loeschung/", {"controller": "eg", "erase": "yes"}, secure=True)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Diese Daten können noch nicht gelöscht werden." in page
    assert "Ein Vertrag läuft" in page
    assert 'name="erase"' not in page
    with schema_context("emscher"):
        assert Party.objects.filter(pk=number).exists()
    assert facts("personal_data.erased") == []


def test_erasing_asks_once_more_and_then_erases(world: World, keeper: Client) -> None:
    with schema_context("emscher"):
        party = Party.objects.create(name="Niemand", sort_name="niemand", created_at=now())
    where = f"/buero/kundschaft/{party.pk}/loeschung/"
    first = keeper.post(where, {"controller": "eg"}, secure=True)
    assert first.status_code == 200
    assert facts("personal_data.erased") == []
    assert keeper.post(where, {"controller": "eg", "erase": "yes"}, secure=True).status_code == 302
    with schema_context("emscher"):
        assert not Party.objects.filter(pk=party.pk).exists()
    [erased] = facts("personal_data.erased")
    assert (erased["controller"], erased["as_processor"]) == ("eg", False)
