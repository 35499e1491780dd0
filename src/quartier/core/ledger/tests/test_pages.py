"""The books in the office, files for others, and accounts as customers see them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django_tenants.utils import schema_context
from lxml import etree

from quartier.core.ledger import queries, services
from quartier.core.ledger.rules import datev
from quartier.core.ledger.rules.mirror import read
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, money, noon, rows
from tests.matrix import objects_of_ledger as objects
from tests.plugins.world import World, row_hashes

D = Decimal
FILE = (
    "Vertragsnummer;Buchungsdatum;Text;Betrag;Belegnummer\r\n"
    "{n};01.11.2026;Miete November;812,40;B1\r\n{n};03.11.2026;Zahlung;-800,00;B2\r\n"
    "{n};05.11.2026;Gebühr;1.000,00;B3\r\n"
)


@pytest.fixture
def emscher(world: World) -> Iterator[World]:
    """The test town, seen from inside its first portal."""
    with schema_context("emscher"):
        yield world


def customer_of(world: World) -> tuple[Client, Any]:
    """A logged-in customer of the first portal and a tie of theirs."""
    user_id = world.people["emscher"]["customer"]
    return world.client("emscher", "customer"), objects._tie(user_id)


@pytest.mark.req("DWG-07")
def test_a_customer_sees_balance_bookings_and_day_of_the_rent_account(emscher: World) -> None:
    client, tie = customer_of(emscher)
    rows("ledger.Mirror").filter(relationship=tie).delete()
    reading = read(FILE.format(n=tie.number))
    given: Any = {"entity_id": tie.legal_entity_id, "bookings": reading.bookings}
    assert services.mirror(actor=KEEPER, at=noon(date(2026, 11, 20)), as_of=date(2026, 11, 19), **given) == 3
    assert services.mirror(actor=KEEPER, at=noon(date(2026, 11, 21)), as_of=date(2026, 11, 20), **given) == 0
    mirror = rows("ledger.Mirror").get(relationship=tie)
    page = client.get(f"/mietkonto/{mirror.pk}/").content.decode()
    assert "1.012,40" in page  # 812.40 − 800.00 + 1,000.00
    assert "Rückstand" in page
    assert "20.11.2026" in page
    assert all(text in page for text in ("Miete November", "Zahlung", "Gebühr", "−800,00"))


@pytest.mark.req("DWG-07")
def test_an_account_without_bookings_is_zero_and_a_credit_says_so(emscher: World) -> None:
    client, tie = customer_of(emscher)
    rows("ledger.Mirror").filter(relationship=tie).delete()
    given: Any = {"actor": KEEPER, "at": noon(date(2026, 11, 20)), "as_of": date(2026, 11, 19)}
    services.mirror(entity_id=tie.legal_entity_id, bookings=(), empty=(tie.number,), **given)
    mirror = rows("ledger.Mirror").get(relationship=tie)
    page = client.get(f"/mietkonto/{mirror.pk}/").content.decode()
    assert "0,00" in page
    assert "beglichen" in page
    text = f"Vertragsnummer;Buchungsdatum;Text;Betrag\n{tie.number};01.11.2026;Gutschrift;-10,00\n"
    services.mirror(entity_id=tie.legal_entity_id, bookings=read(text).bookings, **given)
    assert "Guthaben" in client.get(f"/mietkonto/{mirror.pk}/").content.decode()


def test_a_file_with_a_fault_is_not_taken_over_and_says_which_line(emscher: World) -> None:
    lead = emscher.client("emscher", "lead")
    before = row_hashes("emscher")
    text = "Vertragsnummer;Buchungsdatum;Text;Betrag\nX 1;32.11.2026;Miete;1,00\nX 1;01.11.2026;Miete;viel\n"
    upload = io.BytesIO(text.encode())
    upload.name = "konten.csv"
    entity_id = rows("providers.LegalEntity").filter(issues_invoices=True).order_by("pk")[0].pk
    given = {"entity_id": entity_id, "as_of": "19.11.2026", "file": upload}
    answer = lead.post("/buero/buchhaltung/uebernahme/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Zeile 2" in page
    assert "Zeile 3" in page
    upload = io.BytesIO(FILE.format(n="Gibt es nicht").encode())
    upload.name = "konten.csv"
    answer = lead.post("/buero/buchhaltung/uebernahme/", {**given, "file": upload})
    assert "Gibt es nicht" in answer.content.decode()
    changed = {name for name, found in row_hashes("emscher").items() if before[name] != found}
    assert changed == set()


def test_another_customers_account_and_another_portals_are_not_found(emscher: World) -> None:
    client, tie = customer_of(emscher)
    other = rows("parties.Relationship").exclude(party=tie.party).order_by("pk")[0]
    mirror = rows("ledger.Mirror").create(
        relationship=other, as_of=date(2026, 11, 1), imported_at=noon(date(2026, 11, 2))
    )
    assert client.get(f"/mietkonto/{mirror.pk}/").status_code == 404


def test_an_entry_of_many_lines_becomes_pairs_that_add_up_for_datev() -> None:
    parts = [datev.Part("1200", D("119.00"), 7, date(2026, 4, 1)), datev.Part("4400", D("-100.00")),
             datev.Part("3806", D("-19.00"))]  # fmt: skip
    pairs = datev.two_sided(parts)
    assert [(one.account, other.account, amount) for one, other, amount in pairs] == [
        ("1200", "4400", D("100.00")), ("1200", "3806", D("19.00")),
    ]  # fmt: skip


def test_the_file_for_datev_has_header_columns_and_one_line_for_each_pair(alpha: Any) -> None:
    entity, party = company(), customer()
    claim(entity, party, "119.00", on=date(2026, 3, 2), due=date(2026, 3, 16))
    money(entity, party, "119.00", on=date(2026, 3, 20))
    wish = services.DatevWish(
        entity=entity, from_on=date(2026, 3, 1), until_on=date(2026, 3, 31), consultant=1001, client=12
    )
    text = b"".join(services.datev(actor=KEEPER, at=noon(date(2026, 4, 1)), wish=wish)).decode("cp1252")
    lines = text.splitlines()
    assert lines[0].startswith('"EXTF";700;21;"Buchungsstapel";13;20260401120000000;')
    assert ";1001;12;20260101;4;20260301;20260331;" in lines[0]
    assert len(lines[0].split(";")) == 31
    assert len(lines[1].split(";")) == len(datev.COLUMNS) == 125
    billed, paid = (line.split(";") for line in lines[2:])
    assert billed[:3] + billed[6:11] == [
        "119,00", '"S"', '"EUR"', str(10_000 + party.pk), "4100", '"40"', "0203", '"R1"',
    ]  # fmt: skip
    assert billed[datev.AT["Fälligkeit"]] == "16032026"
    assert paid[6:8] == ["1800", str(10_000 + party.pk)]
    assert rows("audit.Fact").filter(kind="ledger.exported").count() == 1


def test_the_books_for_an_audit_are_described_and_whole(alpha: Any) -> None:
    entity, party = company(), customer()
    claim(entity, party, "119.00", on=date(2026, 3, 2))
    days = {"from_on": date(2026, 1, 1), "until_on": date(2026, 12, 31)}
    held = services.journal_files(actor=KEEPER, at=noon(date(2026, 4, 1)), entity=entity, **days)
    archive = zipfile.ZipFile(io.BytesIO(held))
    found = etree.fromstring(archive.read("index.xml"))
    assert [one.text for one in found.iter("URL")] == ["journal.csv", "konten.csv", "posten.csv", "ausgleich.csv"]
    for table in found.iter("Table"):
        name = table.findtext("URL") or ""
        first = archive.read(name).decode("utf-8-sig").splitlines()[0]
        assert first.split(";") == [column.findtext("Name") for column in table.iter("VariableColumn")]
    assert len(archive.read("journal.csv").decode().splitlines()) == 3
    assert "119,00" in archive.read("posten.csv").decode()


def test_the_statement_as_of_a_day_knows_what_was_before_and_what_came_later(alpha: Any) -> None:
    entity, party = company(), customer()
    claim(entity, party, "100.00", on=date(2025, 12, 30), key="a")
    claim(entity, party, "50.00", on=date(2026, 2, 1), key="b")
    money(entity, party, "100.00", on=date(2026, 3, 1))
    found = queries.statement(party.pk, date(2026, 1, 1), date(2026, 2, 15))
    assert (found.before, found.balance, len(found.rows)) == (D(100), D(150), 1)
    assert [balance for _day, balance in queries.months(party.pk, date(2026, 3, 5), 4)] == [100, 100, 150, 50]
    ages = queries.ages(entity.pk, date(2026, 3, 5))
    assert (ages.claims, ages.ahead, ages.month, ages.two, ages.credit) == (D(150), D(0), D(50), D(100), D(-100))


def test_a_bookkeeper_settles_undoes_reverses_and_closes_on_the_pages(emscher: World) -> None:
    lead, user_id = emscher.client("emscher", "lead"), emscher.people["emscher"]["lead"]
    party_id = objects.debtor(user_id)
    credit = rows("ledger.Item").filter(party_id=party_id, open__lt=0).latest("pk")
    owed = rows("ledger.Item").filter(party_id=party_id, open__gt=0).latest("pk")
    page = f"/buero/buchhaltung/kunden/{party_id}/"
    assert "5,00" in lead.get(page).content.decode()
    given = {"credit_id": credit.pk, "claim_id": owed.pk, "amount": "9,00", "because": "Überweisung vom 3."}
    refused = lead.post(f"{page}ausgleichen/", given)
    assert (refused.status_code, "Überweisung vom 3." in refused.content.decode()) == (409, True)
    assert lead.post(f"{page}ausgleichen/", {**given, "amount": "5,00"}).status_code == 302
    done = rows("ledger.Allocation").latest("pk")
    assert lead.post(f"/buero/buchhaltung/ausgleich/{done.pk}/aufheben/", {"because": "Irrtum"}).status_code == 302
    posting = owed.line.posting_id
    reversal = {"on": "30.11.2026", "text": "doppelt"}
    assert lead.post(f"/buero/buchhaltung/journal/{posting}/stornieren/", reversal).status_code == 302
    owed.refresh_from_db()
    assert owed.open == 0
    assert lead.post(f"/buero/buchhaltung/abschluss/{owed.entity_id}/", {"until_on": "31.10.2026"}).status_code == 302
    assert queries.closed_through(owed.entity_id) == date(2026, 10, 31)
    assert queries.faults() == {}


def test_two_accounts_never_have_one_number(emscher: World) -> None:
    lead, user_id = emscher.client("emscher", "lead"), emscher.people["emscher"]["lead"]
    row_id = objects.account(user_id)
    item = objects._book(user_id, "3.00")
    taken = item.line.account.number
    answer = lead.post(f"/buero/buchhaltung/konten/{row_id}/aendern/", {"number": taken, "name": "Handkasse"})
    assert (answer.status_code, "Handkasse" in answer.content.decode()) == (409, True)
    answer = lead.post(f"/buero/buchhaltung/konten/{row_id}/aendern/", {"number": "1610", "name": "Handkasse"})
    assert answer.status_code == 302
    assert str(rows("ledger.Account").get(pk=row_id)) == "1610 Handkasse"
