"""What a German Excel writes is read; what is no table, or too much of one, is refused and stores nothing."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction

from quartier.core.parties.models import Intake, IntakeRow
from quartier.core.parties.services import intake
from quartier.core.parties.services.intake import reading
from quartier.core.parties.tests.files import (
    AT,
    CLERK,
    EROL,
    HEAD,
    ILSE,
    book,
    checked,
    everything,
    received,
    sent,
    through,
)
from quartier.kit.errors import Refused


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_of_every_coding_arrive(home: Any, coding: str) -> None:
    row = checked(HEAD, ILSE, coding=coding)
    assert row.rows.get().values["name"] == "Müller"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator_is_understood(home: Any, separator: str) -> None:
    row = checked(*(line.replace(";", separator) for line in (HEAD, ILSE)), name="kunden.txt")
    assert row.rows.get().faults == []
    assert (row.rows.get().values["city"], row.rows.get().verdict) == ("Emscherstadt", "new")


def test_quoted_cells_and_a_line_that_names_the_separator_are_understood(home: Any) -> None:
    row = checked("sep=;", "Kundennummer;Name", '"K ""1""";"Müller; Sohn"', ";;", "'-K 2;Weiß")
    assert [r.values["customer_number"] for r in row.rows.all()] == ['K "1"', "-K 2"]
    assert row.rows.all()[0].values["name"] == "Müller; Sohn"


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (["Ort;Straße", "Hier;Dort"], intake.ColumnsMissing),
        (["Kundennummer;Name;Nachname", "K 1;A;B"], intake.SaidTwice),
        (["Kundennummer;Name;name", "K 1;A;B"], intake.NoHeadings),
        ([";;", ";;"], intake.NoHeadings),
        (["Kundennummer;Name"], intake.NoRows),
        (["Kundennummer;Name", '"' + "x" * 200_000], intake.NotReadable),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_understood_stores_nothing(home: Any, lines: list[str], refusal: type[Refused]) -> None:
    with pytest.raises(refusal), transaction.atomic():
        sent(*lines)
    assert not Intake.objects.exists()
    assert not IntakeRow.objects.exists()


def test_too_many_rows_are_refused(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert sent(HEAD, ILSE, EROL).rows_total == 2
    with pytest.raises(intake.TooManyRows), transaction.atomic():
        sent(HEAD, ILSE, EROL, ILSE)


def test_what_columns_mean_is_said_once_and_remembered(home: Any) -> None:
    odd = "Nr. im Altsystem;Wie heißt er?"
    with pytest.raises(intake.ColumnsMissing) as refused, transaction.atomic():
        sent(odd, "K 1;Müller")
    assert refused.value.headings == ["Nr. im Altsystem", "Wie heißt er?"]
    assert intake.meanings(["Nr. im Altsystem"]) == {"Nr. im Altsystem": ""}
    chosen = {"Nr. im Altsystem": "customer_number", "Wie heißt er?": "name"}
    assert sent(odd, "K 1;Müller", chosen=chosen).headings == {v: k for k, v in chosen.items()}
    assert checked(odd, "K 2;Weiß").rows.get().values == {"customer_number": "K 2", "name": "Weiß"}
    with pytest.raises(intake.UnknownField), transaction.atomic():
        sent(odd, "K 1;Müller", chosen={"Wie heißt er?": "password"})
    intake.forget_columns(actor=CLERK, at=AT)
    with pytest.raises(intake.ColumnsMissing), transaction.atomic():
        sent(odd, "K 1;Müller")


def test_a_spreadsheet_is_read_like_its_text(home: Any) -> None:
    rows = [["Kundennummer", "Name", "PLZ", "geboren am"], ["#10234", "Müller", "#44199", "@22394"], ["K 2", "Weiß"]]
    row = through(received(book(rows)))
    first, second = row.rows.all()
    assert first.values == {"customer_number": "10234", "name": "Müller", "postcode": "44199", "born_on": "1961-04-23"}
    assert (second.verdict, second.values["postcode"]) == ("new", "")


def test_a_spreadsheet_that_unpacks_to_a_flood_is_refused(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = book([["Kundennummer", "Name"], ["K 1", "x" * 100_000]])
    monkeypatch.setattr(reading, "UNPACKED", 50_000)
    with pytest.raises(intake.NotReadable), transaction.atomic():
        received(content)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 kaputt", b"<html>", b"\x00" * 64])
def test_what_is_no_spreadsheet_is_refused(home: Any, content: bytes) -> None:
    with pytest.raises(intake.NotReadable), transaction.atomic():
        received(content)
    assert not Intake.objects.exists()


def test_a_spreadsheet_cannot_read_files_of_the_machine(home: Any, tmp_path: Any) -> None:
    (tmp_path / "secret").write_text("geheim-4713")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    content, box = book([["Kundennummer", "Name"], ["K 1", "A&e;"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(box, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, entity + text if name.endswith("sheet1.xml") else text)
    with suppress(Refused), transaction.atomic():
        received(box.getvalue())
    assert "geheim-4713" not in everything()
