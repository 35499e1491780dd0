"""Files of master data to hand in, and what came of them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from quartier.core.parties.models import Intake, Party
from quartier.core.parties.services import intake
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Sinan Kühn")
HEAD = (
    "Kd-Nr.;Anrede;Vorname;Nachname;geboren am;E-Mail;Straße;PLZ;Ort;Gesellschaft;Vertragsnr.;Vertragsart;Beginn;Ende"
)
ILSE = (
    "K 1;Frau;Ilse;Müller;23.4.1961;ilse@posthaus.example;Kampweg 51;44199;Emscherstadt;eg;W 7;Mietverhältnis;1.4.2019;"
)
EROL = "K 2;Herr;Erol;Şahin;;;Ahornweg 3;01067;Emscherstadt;eg;W 8;tenancy;2020-01-01;"


def sent(*lines: str, name: str = "kunden.csv", coding: str = "utf-8", chosen: dict[str, str] | None = None) -> Intake:
    """Hand in a file."""
    content = "\r\n".join(lines).encode(coding)
    return intake.receive(actor=CLERK, at=AT, file_name=name, content=content, chosen=chosen or {}, language="de")


def checked(*lines: str, **more: Any) -> Intake:
    """Hand in a file and have it checked."""
    return through(sent(*lines, **more))


def through(row: Intake) -> Intake:
    """Go on until there is nothing more to do."""
    while intake.advance(at=AT, intake_id=row.pk):
        pass
    row.refresh_from_db()
    return row


def taken(*lines: str, mode: str = "rows", **more: Any) -> Intake:
    """Hand in a file, have it checked and taken over."""
    row = checked(*lines, **more)
    return through(intake.apply(actor=CLERK, at=AT, intake_id=row.pk, mode=mode))


def verdicts(row: Intake) -> list[str]:
    """What came out for each row."""
    return list(row.rows.values_list("verdict", flat=True))


def customer(number: str) -> Party:
    """The customer of a number."""
    return Party.everything.get(number=number)


def everything() -> str:
    """All text of this provider's rows."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'emscher'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            found.append(str(cursor.fetchone()[0]))
    return "\n".join(found)


def book(rows: list[list[str]]) -> bytes:
    """A small XLSX; a cell that begins with # is a number, one with @ a day as Excel keeps it."""
    letters = "ABCDEFGHIJKLMN"

    def cell(place: str, text: str) -> str:
        if text.startswith(("#", "@")):
            style = ' s="1"' if text[0] == "@" else ""
            return f'<c r="{place}"{style}><v>{text[1:]}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    lines = "".join(
        f'<row r="{y}">{"".join(cell(f"{letters[x]}{y}", text) for x, text in enumerate(row))}</row>'
        for y, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{main}/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{main}/package/2006/relationships"><Relationship Id="a" '
        f'Type="{main}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{main}/package/2006/relationships"><Relationship Id="b" '
        f'Type="{main}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship '
        f'Id="c" Type="{main}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}/spreadsheetml/2006/main" xmlns:r="{main}/officeDocument/2006/'
        'relationships"><sheets><sheet name="Kunden" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}/spreadsheetml/2006/main"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return box.getvalue()


def received(content: bytes, name: str = "kunden.xlsx") -> Intake:
    """Hand in bytes."""
    return intake.receive(actor=CLERK, at=AT, file_name=name, content=content, chosen={}, language="de")
