"""Papers of invoices, drawn from their records alone: a PDF that people read, with the XML that machines read inside.

What is drawn is PDF/A-3b and PDF/UA-1 and says that it is Factur-X (ZUGFeRD); the same record, day and brand give the
same bytes. See docs/adr/0031.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Final

from quartier.core.invoices import en16931
from quartier.core.invoices.models import Invoice
from quartier.core.invoices.rules.sheet import Head, sheet
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.providers.queries.letterhead import Letterhead, letterhead
from quartier.kit.errors import Refused
from quartier.kit.pdf import Press, Statements
from quartier.kit.pdf.statements import Statement

SHEET: Final = Path(__file__).parent.parent / "typst" / "invoice.typ"
# A compiler takes one order at a time and leaves Python free meanwhile: two of them keep two processors busy.
AT_ONCE: Final = 2
WORDS: Final = {InvoiceKind.FINAL: "Schlussrechnung", InvoiceKind.CANCELLATION: "Stornorechnung"}
FACTUR_X: Final = ("factur-x.xml", "EN 16931")
XRECHNUNG: Final = ("xrechnung.xml", "XRECHNUNG")


@dataclass(frozen=True, slots=True)
class Paper:
    """What one paper is drawn of."""

    invoice: en16931.Invoice
    head: Head
    at: datetime
    word: str = ""


def draw(row: Invoice) -> bytes:
    """Return the PDF of an invoice. Raises Unfit, PdfMissing, Unprintable and TemplateRefused."""
    return pressed(paper_of(row, head_of(letterhead(row.entity_id))))


def draw_many(rows: Sequence[Invoice]) -> Iterator[tuple[Invoice, bytes | Refused]]:
    """Yield invoices with their PDFs in their order, or with why one could not be drawn; the others go on."""
    heads = {pk: head_of(letterhead(pk)) for pk in {row.entity_id for row in rows}}
    papers = [paper_of(row, heads[row.entity_id]) for row in rows]
    yield from zip(rows, press_many(papers), strict=True)


def press_many(papers: Sequence[Paper]) -> Iterator[bytes | Refused]:
    """Yield the PDFs of papers in their order, or why one could not be drawn; no database is asked."""
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="papers") as pool:
        yield from pool.map(_tried, papers)


def xml_of(row: Invoice) -> bytes:
    """Return the XML of an invoice as it lies in its paper: what public bodies want to be sent. Raises Unfit."""
    return en16931.write_cii(en16931.from_json(row.record))


def paper_of(row: Invoice, head: Head) -> Paper:
    """Return what the paper of an invoice is drawn of; it is dated by when the invoice was issued."""
    word = WORDS.get(InvoiceKind(row.kind), "")
    return Paper(invoice=en16931.from_json(row.record), head=head, at=row.noted_at, word=word)


def head_of(found: Letterhead) -> Head:
    """Return how the papers of a company look."""
    brand = found.brand
    return Head(
        brand=brand.name, tagline=brand.tagline, colour=brand.colour, logo=_picture(found.logo, found.logo_type)
    )


def pressed(paper: Paper) -> bytes:
    """Return the PDF of a paper."""
    invoice = paper.invoice
    is_public = invoice.specification.startswith(en16931.Profile.XRECHNUNG)
    file, level = XRECHNUNG if is_public else FACTUR_X
    data = sheet(invoice, head=paper.head, xml=en16931.write_cii(invoice), file=file, word=paper.word)
    with _press() as press:
        return press.printed(data, at=paper.at, says=_factur_x(file, level)).content


def _tried(paper: Paper) -> bytes | Refused:
    try:
        return pressed(paper)
    except Refused as refusal:
        return refusal


# Compilers that have set a page are quick with the next one, so they are kept: as many as ever worked at once.
_idle: Final[LifoQueue[Press]] = LifoQueue()


@contextmanager
def _press() -> Iterator[Press]:
    """Lend a press to one thread at a time."""
    try:
        press = _idle.get_nowait()
    except Empty:
        press = Press(SHEET)
    try:
        yield press
    finally:
        _idle.put(press)


def _factur_x(file: str, level: str) -> Statements:
    """Return what a Factur-X file states about itself (Factur-X 1.0, 6.3)."""
    return Statements(
        schema="Factur-X PDFA Extension Schema",
        namespace="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
        prefix="fx",
        properties=(
            Statement("DocumentFileName", "The name of the embedded XML document", file),
            Statement("DocumentType", "The type of the hybrid document in capital letters", "INVOICE"),
            Statement("Version", "The actual version of the standard applying to the embedded XML document", "1.0"),
            Statement("ConformanceLevel", "The conformance level of the embedded XML document", level),
        ),
    )


def _picture(logo: bytes, media_type: str) -> str:
    """Return a logo as SVG text, which is how templates get pictures."""
    if not logo or media_type == "image/svg+xml":
        return logo.decode()
    data = base64.b64encode(logo).decode("ascii")
    image = f'<image href="data:{media_type};base64,{data}" width="40" height="20" preserveAspectRatio="xMinYMid"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{image}</svg>'
