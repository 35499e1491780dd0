"""Imports in the office: send, assign columns, look, decide."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quartier.core.parties.models import Intake, IntakeColumn, Party
from quartier.core.parties.tests.files import EROL, HEAD, ILSE, checked, taken, through
from quartier.kit.schemas import enter_schema

PAGE = "/buero/kundschaft/import/"


def file(*lines: str, name: str = "kunden.csv") -> SimpleUploadedFile:
    """A file to send."""
    return SimpleUploadedFile(name, "\r\n".join(lines).encode())


def test_a_file_is_sent_looked_at_and_taken_over(world: Any) -> None:
    lead = world.client("emscher", "lead")
    answer = lead.post(
        PAGE, {"file": file(f"{HEAD};Religion", f"{ILSE};egal", f"{EROL.replace('01067', '1067')};egal")}
    )
    enter_schema("emscher")
    row = Intake.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}{row.pk}/")
    assert "0 von 2 Zeilen" in lead.get(f"{PAGE}{row.pk}/").content.decode()

    enter_schema("emscher")
    through(row)
    shown = lead.get(f"{PAGE}{row.pk}/").content.decode()
    assert "Religion" in shown
    assert "PLZ: Eine deutsche Postleitzahl hat fünf Ziffern." in shown
    assert "egal" not in shown
    assert "Import wartet auf Ihre Entscheidung" in lead.get("/buero/").content.decode()
    whole = lead.post(f"{PAGE}{row.pk}/", {"mode": "whole"})
    assert whole.status_code == 422
    assert "Einige Zeilen passen nicht" in whole.content.decode()
    assert lead.post(f"{PAGE}{row.pk}/", {"mode": "rows"}).status_code == 302
    enter_schema("emscher")
    assert through(row).state == "done"
    assert list(Party.everything.filter(number__startswith="K ").values_list("number", flat=True)) == ["K 1"]


def test_columns_that_nobody_knows_are_assigned_once(world: Any) -> None:
    lead = world.client("emscher", "lead")
    lines = ("Nr. im Altsystem;Wie heißt er?;Bemerkung", "K 1;Müller;mag Hunde")
    asked = lead.post(PAGE, {"file": file(*lines)})
    text = asked.content.decode()
    assert asked.status_code == 422
    assert "Was bedeuten die Spalten?" in text
    assert "mag Hunde" not in text
    enter_schema("emscher")
    assert not Intake.objects.exists()
    assert not IntakeColumn.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="(heading_\d)" value="([^"]+)"', text))
    assert list(hidden.values()) == ["Nr. im Altsystem", "Wie heißt er?", "Bemerkung"]

    said = {"column_0": "customer_number", "column_1": "name", "column_2": "-"}
    twice = lead.post(PAGE, {**hidden, **said, "column_2": "name", "file": file(*lines)})
    assert "Zwei Spalten stehen für dieselbe Angabe" in twice.content.decode()
    assert lead.post(PAGE, {**hidden, **said, "file": file(*lines)}).status_code == 302
    assert lead.post(PAGE, {"file": file(*lines)}).status_code == 302
    enter_schema("emscher")
    assert [row.left_out for row in Intake.objects.all()] == [["Bemerkung"], ["Bemerkung"]]
    assert lead.post(f"{PAGE}spalten/vergessen/").status_code == 302
    enter_schema("emscher")
    assert not IntakeColumn.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("kunden.pdf", b"%PDF", "Diese Art von Datei"), ("kunden.xlsx", b"PK", "nicht als Tabelle lesen")],
)
def test_a_file_that_is_no_table_is_explained(world: Any, name: str, content: bytes, sentence: str) -> None:
    answer = world.client("emscher", "lead").post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_import_is_stopped_resumed_and_discarded(world: Any) -> None:
    lead = world.client("emscher", "lead")
    lead.post(PAGE, {"file": file(HEAD, ILSE)})
    enter_schema("emscher")
    row = Intake.objects.get()
    for step, state in (
        ("anhalten", "stopped"),
        ("fortsetzen", "checking"),
        ("anhalten", "stopped"),
        ("verwerfen", "discarded"),
    ):
        assert lead.post(f"{PAGE}{row.pk}/{step}/").status_code == 302
        enter_schema("emscher")
        row.refresh_from_db()
        assert row.state == state
    assert lead.post(f"{PAGE}{row.pk}/verwerfen/").status_code == 409
    assert not row.rows.exists()


def test_the_sample_file_is_a_file_that_fits(home: Any) -> None:
    sample = home.client("emscher", "lead").get(f"{PAGE}vorlage.csv").content
    enter_schema("emscher")
    row = checked(*sample.decode("utf-8-sig").splitlines())
    assert (row.left_out, row.rows.get().faults, row.rows.get().verdict) == ([], [], "new")


def test_the_report_can_be_taken_as_a_file_without_formulas(home: Any) -> None:
    row = taken("Kundennummer;Name;PLZ", "K 1;=1+1;44199", "=cmd|;Weiß;1067")
    answer = home.client("emscher", "lead").post(f"{PAGE}{row.pk}/", {"export": "intake"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=cmd|" in text
    assert "PLZ: Eine deutsche Postleitzahl" in text


@pytest.mark.parametrize("role", ["clerk", "hotline", "privacy", "customer"])
def test_who_may_not_bring_master_data_in_does_not(world: Any, role: str) -> None:
    assert world.client("emscher", role).get(PAGE).status_code == 403


def test_a_partners_staff_bring_nothing_in(world: Any) -> None:
    assert world.client("raumhafen", "partner").get(PAGE).status_code == 403
