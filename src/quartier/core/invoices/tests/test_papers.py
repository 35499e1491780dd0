"""Papers of invoices: archivable and accessible, the XML inside, what the law wants said, sums carried over."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

import facturx
import pikepdf
import pytest

from quartier.core.invoices.en16931 import Address, Invoice, Note, Party, Profile, Reference, as_profile, write_cii
from quartier.core.invoices.rules.girocode import girocode, payload
from quartier.core.invoices.rules.sheet import Head
from quartier.core.invoices.rules.wording import KEEP, labour
from quartier.core.invoices.services.papers import Paper, press_many, pressed
from quartier.core.invoices.tests import kinds
from quartier.kit.pdf import TemplateRefused, Unprintable
from quartier.kit.tests.paper import is_accessible_archive, places, reader, words
from quartier.law.ustg.contents import Content, invoice_contents
from quartier.law.ustg.parties import Customer

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEAD = Head(brand="Rheinufer", tagline="Wohnungsgenossenschaft eG", colour="#0a5a6e")
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#0a5a6e"/></svg>'
every_kind = pytest.mark.parametrize("kind", kinds.EVERY, ids=lambda one: one.__name__)


def paper(invoice: Invoice, word: str = "", head: Head = HEAD) -> Paper:
    """The paper of an invoice."""
    return Paper(invoice=invoice, head=head, at=AT, word=word)


def printed(invoice: Invoice, word: str = "") -> str:
    """All words of its paper, with plain spaces."""
    return words(pressed(paper(invoice, word))).replace("\N{NO-BREAK SPACE}", " ")


@every_kind
def test_every_kind_is_an_accessible_archive_with_its_xml_inside(kind: Callable[[], Invoice]) -> None:
    invoice = kind()
    content = pressed(paper(invoice))
    assert is_accessible_archive(content)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.check_pdf_syntax() == []
        name = "xrechnung.xml" if invoice.specification else "factur-x.xml"
        (found,) = file.Root.AF
        assert (str(found.UF), str(found.AFRelationship), str(found.EF.F.Subtype)) == (
            name,
            "/Alternative",
            "/text/xml",
        )
        assert file.attachments[name].get_file().read_bytes() == write_cii(invoice)
        with file.open_metadata() as told:
            says = {key: told[f"{{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}}{key}"]
                    for key in ("DocumentFileName", "DocumentType", "Version", "ConformanceLevel")}  # fmt: skip
    assert says == {
        "DocumentFileName": name, "DocumentType": "INVOICE", "Version": "1.0",
        "ConformanceLevel": "XRECHNUNG" if invoice.specification else "EN 16931",
    }  # fmt: skip


def test_the_library_of_factur_x_finds_the_xml_in_our_file() -> None:
    invoice = kinds.business()
    assert facturx.get_facturx_xml_from_pdf(pressed(paper(invoice)), check_xsd=True) == (
        "factur-x.xml", write_cii(invoice))  # fmt: skip


@every_kind
def test_the_paper_shows_the_sums_of_its_xml(kind: Callable[[], Invoice]) -> None:
    invoice = kind()
    text, sums = printed(invoice), invoice.totals
    for amount in (*(line.net for line in invoice.lines), sums.net, sums.tax or Decimal(0), abs(sums.due)):
        shown = f"{amount:,.2f}".translate(str.maketrans(",.-", ".,−"))
        assert f"{shown} €" in text
    assert invoice.number in text
    assert all(tax.reason in text.replace("\n", " ") for tax in invoice.taxes)


def test_the_paper_says_what_it_is_and_what_it_is_about() -> None:
    assert "Rechnungskorrektur GS-2026-000003" in printed(kinds.credit_note())
    assert "Zur Rechnung RE-2026-000017 vom 22.11.2026." in printed(kinds.credit_note())
    assert "Betrag zu Ihren Gunsten" in printed(kinds.cancellation())
    assert "Stornorechnung" in printed(kinds.cancellation(), "Stornorechnung")
    assert "Anzahlungsrechnung" in printed(kinds.prepayment())
    assert "Schlussrechnung" in printed(kinds.final(), "Schlussrechnung")
    assert "Teilrechnung" in printed(kinds.partial())
    final = printed(kinds.final())
    assert "Bereits gezahlt" in final
    assert "−39,66 €" in final


def test_a_consumer_reads_the_notes_the_law_asks_for() -> None:
    text = printed(replace(kinds.consumer(), notes=(Note(text="Heben Sie diese Rechnung zwei Jahre auf."),)))
    assert "Heben Sie diese Rechnung zwei Jahre auf." in text
    assert "spätestens in Verzug" in printed(kinds.consumer()).replace("\n", " ")


# What the law lists, and how it shows on our paper.
SHOWN: dict[Content, Callable[[Invoice, str], bool]] = {
    Content.SUPPLIER: lambda made, text: _is_named(made.seller, text),
    Content.CUSTOMER: lambda made, text: _is_named(made.buyer, text),
    Content.TAX_NUMBER: lambda made, text: made.seller.tax_number in text,
    Content.SMALL_TAX_NUMBER: lambda made, text: made.seller.tax_number in text,
    Content.VAT_NUMBERS: lambda made, text: made.seller.vat_id in text and made.buyer.vat_id in text,
    Content.ISSUED_ON: lambda made, text: "Datum 22.11.2026" in text,
    Content.NUMBER: lambda made, text: f"Nummer {made.number}" in text,
    Content.ITEMS: lambda made, text: all(line.item.name in text for line in made.lines) and "Menge" in text,
    Content.SUPPLIED_ON: lambda _made, text: bool(re.search(r"Leistungs(datum|zeitraum) \d\d\.", text)),
    Content.NET: lambda _made, text: "Summe netto" in text,
    Content.RATE_AND_TAX: lambda _made, text: bool(re.search(r"Umsatzsteuer 19 % \d+,\d\d €", text)),
    Content.EXEMPTION: lambda made, text: made.taxes[0].reason in text,
    Content.SMALL_BUSINESS: lambda _made, text: "Kleinunternehmer (§ 19 UStG)" in text,
    Content.REVERSE_CHARGE: lambda _made, text: "Steuerschuldnerschaft des Leistungsempfängers" in text,
    Content.RETENTION: lambda _made, text: "zwei Jahre lang" in text,
    Content.DEPOSITS: lambda _made, text: "Bereits gezahlt −39,66 €" in text and "6,33 € Umsatzsteuer" in text,
    Content.REFERENCE: lambda _made, text: "Zur Rechnung RE-2026-000017 vom 22.11.2026." in text,
}


def _is_named(party: Party, text: str) -> bool:
    where = party.address or Address()
    return all(word in text for word in (party.name, where.line_one, f"{where.postcode} {where.city}"))


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (kinds.business, {"customer": Customer.BUSINESS}),
        (kinds.small_business, {"customer": Customer.CONSUMER, "small_business": True}),
        (kinds.rent, {"customer": Customer.CONSUMER, "exempt": True}),
        (kinds.reverse_charge, {"customer": Customer.BUSINESS, "reverse_charge": True}),
        (kinds.intra_community, {"customer": Customer.BUSINESS, "eu": True}),
        (kinds.final, {"customer": Customer.BUSINESS, "final": True}),
        (kinds.credit_note, {"customer": Customer.BUSINESS, "correction": True}),
        (partial(kinds.invoice, buyer=kinds.CONSUMER, notes=(Note(text=KEEP),)),
         {"customer": Customer.CONSUMER, "building": True}),
    ],
)  # fmt: skip
def test_the_paper_says_all_that_the_law_lists(kind: Callable[[], Invoice], facts: dict[str, Any]) -> None:
    made = kind()
    listed = invoice_contents(supplied_on=date(2026, 11, 20), **facts).value
    text = " ".join(printed(made).split())
    assert [one.content for one in listed if not SHOWN[one.content](made, text)] == []


def test_households_read_what_they_may_set_off() -> None:
    note = Note(text=labour(Decimal("1071.00")))
    assert "Fahrtkosten von 1.071,00 € einschließlich USt (§ 35a EStG)" in " ".join(
        printed(kinds.invoice(notes=(note,))).split())  # fmt: skip


def test_mixed_rates_stand_in_a_table_of_their_own() -> None:
    text = printed(kinds.mixed())
    assert re.search(r"19 %\s+104,90 €\s+19,93 €\s+124,83 €", text)
    assert re.search(r"7 %\s+50,00 €\s+3,50 €\s+53,50 €", text)


def test_a_collection_is_announced_with_mandate_creditor_and_the_end_of_the_account() -> None:
    text = printed(kinds.debit()).replace("\n", " ")
    assert "Wir ziehen 119,00 € am 06.12.2026 oder am nächsten Bankarbeitstag von Ihrem Konto DE… 6789 ein" in text
    assert "Mandatsreferenz M-000123" in text
    assert "DE98ZZZ09999999999" in text
    assert "DE79100000000123456789" not in text.replace(" ", "")


def test_long_invoices_carry_their_sums_over() -> None:
    nets = [Decimal(n) + Decimal(n) / 100 for n in range(1, 71)]
    invoice = kinds.invoice(*(kinds.line(str(net), n, name=f"Leistung {n}") for n, net in enumerate(nets, 1)))
    pages = [page.extract_text().replace("\N{NO-BREAK SPACE}", " ") for page in reader(pressed(paper(invoice))).pages]
    shown = [f"{so_far:,.2f}".translate(str.maketrans(",.", ".,")) for so_far in accumulate(nets)]
    assert len(pages) == 3
    for before, after in pairwise(pages):
        last = max(int(n) for n in re.findall(r"Leistung (\d+)", before))
        assert re.search(rf"Zwischensumme\s+{re.escape(shown[last - 1])} €", before)
        assert re.search(rf"Übertrag\s+{re.escape(shown[last - 1])} €", after)
    assert "Zwischensumme" not in pages[-1]
    assert "Seite 3 von 3" in pages[-1]


def test_the_address_stands_in_the_window_and_one_too_long_is_refused() -> None:
    found = {text: (x, y) for text, x, y in places(pressed(paper(kinds.business())))}
    x, y = found["Müller & Söhne „Bau“ GmbH"]
    assert 24.9 < x < 25.1
    assert 62.7 < y < 90
    far = Address(line_one="Weg " * 60, line_two="Hof " * 60, postcode="80331", city="München", country="DE")
    with pytest.raises(TemplateRefused):
        pressed(paper(kinds.invoice(buyer=replace(kinds.BUSINESS, address=far))))


def test_a_logo_stands_beside_the_name() -> None:
    assert is_accessible_archive(pressed(paper(kinds.business(), head=replace(HEAD, logo=LOGO))))


def test_the_same_record_gives_the_same_bytes_in_every_thread() -> None:
    papers = [paper(replace(kinds.business(), number=f"RE-{n % 3}")) for n in range(9)]
    found = list(press_many(papers))
    assert found[0] == found[3] == found[6] == pressed(papers[0])
    assert len({*found}) == 3


def test_a_paper_that_cannot_be_set_stops_no_other() -> None:
    broken = kinds.invoice(notes=(Note(text="漢"),))
    found = list(press_many([paper(kinds.business()), paper(broken), paper(kinds.rent())]))
    assert isinstance(found[1], Unprintable)
    assert all(isinstance(one, bytes) for one in (found[0], found[2]))


def test_an_invoice_for_public_bodies_says_xrechnung() -> None:
    made = as_profile(kinds.public(), Profile.XRECHNUNG)
    assert "04011000-12345-03" in printed(made)


# ---- the code for the banking app


def test_the_code_says_whom_how_much_and_why() -> None:
    assert payload(kinds.business()).split("\n") == [
        "BCD", "002", "1", "SCT", "BYLADEM1001", "Wohnungsgenossenschaft Rheinufer eG", "DE02120300000000202051",
        "EUR294.83", "", "", "RE-2026-000017",
    ]  # fmt: skip


def test_the_code_is_drawn_with_its_quiet_zone() -> None:
    drawn = girocode(kinds.business())
    size = int(re.search(r'viewBox="0 0 (\d+)', drawn)[1])  # type: ignore[index]
    corners = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", drawn)]
    assert (size - 8 - 17) % 4 == 0
    assert all(4 <= x < size - 4 and 4 <= y < size - 4 for x, y in corners)
    assert drawn.count("M4 4h7v1h-7z") == 1


@pytest.mark.parametrize("kind", [kinds.debit, kinds.credit_note, kinds.cancellation, kinds.nothing_due])
def test_nobody_is_asked_to_transfer_what_is_not_due(kind: Callable[[], Invoice]) -> None:
    text = printed(kind())
    assert "Bitte überweisen" not in text
    assert "Verwendungszweck" not in text


def test_references_without_a_day_stand_alone() -> None:
    assert "Zur Rechnung RE-1." in printed(replace(kinds.final(), preceding=(Reference(number="RE-1"),)))
