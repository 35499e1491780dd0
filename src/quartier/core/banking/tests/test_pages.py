"""Pages of the bank in the office: a file is taken in, a question answered with one click, everything found again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tenants.utils import schema_context

from quartier.core.banking import services
from quartier.core.banking.tests.papers import IBAN, LATER, Paper, camt
from quartier.core.ledger.tests.books import claim, customer, rows
from tests.plugins.world import World, row_hashes

ACCOUNT = {"label": "Hauptkonto", "holder": "Emscher eG", "iban": IBAN, "place": "1"}


@pytest.fixture
def emscher(world: World) -> Iterator[World]:
    """The test town, seen from inside its first portal."""
    with schema_context("emscher"):
        yield world


def entity_of() -> Any:
    return rows("providers.LegalEntity").filter(issues_invoices=True).order_by("pk")[0]


def taken(client: Client, content: bytes) -> Any:
    """Take a file in as the page does, and do the work of the worker."""
    sent = client.post("/buero/bank/", {"file": SimpleUploadedFile("auszug.xml", content)})
    assert sent.status_code == 302, sent.content.decode()
    row = rows("banking.StatementFile").order_by("-pk")[0]
    services.run(at=LATER, file_id=row.pk)
    return row


def test_a_bookkeeper_takes_a_file_in_and_books_a_guess_with_one_click(emscher: World) -> None:
    client = emscher.client("emscher", "bookkeeper")
    entity, party = entity_of(), customer(email="zwickel@posthaus.example", name="Zwickelbart")
    item = claim(entity, party, "119.00", on=date(2026, 2, 1), key="RE-2026-000123")
    assert client.post("/buero/bank/konten/neu/", {**ACCOUNT, "entity": str(entity.pk)}).status_code == 302
    taken(
        client,
        camt([Paper("100.00", "Miete", name="Zwickelbart, Ida"), Paper("-4.90", "Entgelt", name="Bank", iban="")]),
    )
    page = client.get("/buero/bank/").content.decode()
    assert "95,10" in page
    queue = client.get("/buero/bank/offen/").content.decode()
    assert "der Name ist gleich" in queue
    first, fee = rows("banking.Entry").order_by("pk")
    address = f"/buero/bank/buchungen/{first.pk}/"
    assert "So buchen" in client.get(address).content.decode()
    assert client.post(f"{address}vorschlag/0/", {"weiter": "1"}).headers["Location"].endswith(f"/{fee.pk}/")
    item.refresh_from_db()
    assert item.open == 19
    # A second click changes nothing any more.
    before = row_hashes()
    assert client.post(f"{address}vorschlag/0/").status_code == 302
    assert {name for name, now in row_hashes().items() if now != before[name]} <= {"django_session", "insight_access"}
    assert client.post(f"/buero/bank/buchungen/{fee.pk}/als/bank_fee/").status_code == 302
    assert "Nichts wartet" in client.get("/buero/bank/offen/").content.decode()
    assert client.post(f"{address}aufheben/", {"reason": "Irrtum"}).status_code == 302
    wrong = client.post(f"{address}zuordnen/", {"whose_1": "gibt es nicht"})
    assert wrong.status_code == 422
    assert client.post(f"{address}zuordnen/", {"whose_1": "R RE-2026-000123"}).status_code == 302
    item.refresh_from_db()
    assert item.open == 19
    for wanted in ("R RE-2026-000123", "Zwickelbart", "gibt … nicht", "100,00", "Miete"):
        found = client.get("/buero/geld/suche/", {"q": wanted})
        assert found.status_code == 200
        assert ("Nichts gefunden" in found.content.decode()) is ("…" in wanted)
    again = client.post("/buero/bank/", {"file": SimpleUploadedFile("x.xml", b"<a/>")})
    assert again.status_code == 422
