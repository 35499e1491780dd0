"""What a PDF says about itself in terms of somebody's own: the file stays whole, and PDF/A knows the terms."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from quartier.kit.pdf import Press, Statements
from quartier.kit.pdf.statements import NotFromTypst, Statement, stated
from quartier.kit.tests.paper import is_accessible_archive, words
from quartier.kit.tests.test_pdf import TEMPLATE

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SPACE = "urn:example:terms#"
SAYS = Statements(
    schema="Example & Co", namespace=SPACE, prefix="ex",
    properties=(Statement("Kind", "What it <is>", "Brief & Anlage"), Statement("Größe", "How large", "klein")),
)  # fmt: skip


@pytest.fixture
def press(tmp_path: Path) -> Press:
    path = tmp_path / "sheet.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return Press(path)


def test_statements_stand_in_the_file_with_their_schema_and_nothing_else_moves(press: Press) -> None:
    data = {"title": "Ein Brief", "parts": ["Guten Tag"] * 80}
    plain, made = press.printed(data, at=AT), press.printed(data, at=AT, says=SAYS)
    assert made.pages == plain.pages
    assert words(made.content) == words(plain.content)
    assert is_accessible_archive(made.content)
    with pikepdf.open(io.BytesIO(made.content), attempt_recovery=False) as file:
        assert file.check_pdf_syntax() == []
        with file.open_metadata() as told:
            assert (told[f"{{{SPACE}}}Kind"], told[f"{{{SPACE}}}Größe"]) == ("Brief & Anlage", "klein")
        raw = file.Root.Metadata.read_bytes().decode()
    assert "<pdfaSchema:namespaceURI>urn:example:terms#</pdfaSchema:namespaceURI>" in raw
    assert "Example &amp; Co" in raw


def test_the_same_statements_give_the_same_bytes(press: Press) -> None:
    data = {"title": "Ein Brief", "parts": ["eins"]}
    assert press.printed(data, at=AT, says=SAYS) == press.printed(data, at=AT, says=SAYS)


def test_a_file_that_typst_did_not_make_is_left_alone(press: Press) -> None:
    made = press.printed({"title": "Ein Brief", "parts": []}, at=AT).content
    for broken in (b"%PDF-1.7", made.replace(b"pdfaExtension:schemas", b"pdfaExtension:other"), made[:-30],
                   made.replace(b"\nxref", b"\nXref")):  # fmt: skip
        with pytest.raises(NotFromTypst):
            stated(broken, SAYS)
