"""The office records, matches and closes declarations; customers and their programs read their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quartier.core.contracts import services as contracts
from quartier.core.declarations.models import Declaration
from quartier.core.parties.models import Party, Relationship
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from quartier.values.zone import BERLIN

LIST, NEW = "/buero/erklaerungen/", "/buero/erklaerungen/neu/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def contract(world: Any) -> Any:
    """A free contract of the customer whose login is printed, concluded a week ago."""
    enter_schema("emscher")
    party = Party.objects.get(user_id=world.people["emscher"]["customer"])
    entity_id = Relationship.objects.filter(party=party)[0].legal_entity_id
    at = clock.now() - timedelta(days=7)
    given = contracts.Conclusion(
        scope=Scope.FREE, standing="consumer", is_paid=False, formed_by=Moment.ACTIVATION, instructed_at=at,
        party=party, entity_id=entity_id, kind="service", number="E-4711", subject="Newsletter",
    )  # fmt: skip
    return contracts.conclude(actor=SYSTEM, at=at, given=given)


def written(days_ago: int, **more: Any) -> dict[str, Any]:
    """What is typed in about a letter."""
    today = clock.now().astimezone(BERLIN).date()
    common = {
        "kind": "withdrawal.withdraw",
        "channel": "letter",
        "name": "Unbekannt",
        "contact": "Am Hang 3, Emscherstadt",
    }
    return {
        **common, "received_on": f"{today:%d.%m.%Y}", "dispatched_on": f"{today - timedelta(days=days_ago):%d.%m.%Y}",
        "about": "mein Vertrag", "ends_on": "", "words": "<b>Ich widerrufe.</b>", **more,
    }  # fmt: skip


@pytest.mark.req("DWG-40")
def test_a_letter_is_recorded_with_scan_and_dispatch_matched_and_answered(world: Any) -> None:
    row = contract(world)
    client = world.client("emscher", "clerk")
    paper = SimpleUploadedFile("widerruf.pdf", PDF, "application/pdf")
    answer = client.post(NEW, {**written(2), "paper": paper})
    assert answer.status_code == 302, answer.content.decode()
    enter_schema("emscher")
    said = Declaration.objects.latest("pk")
    assert said.evidence is not None
    assert (said.state, said.evidence.file_name, said.channel) == ("unclear", "widerruf.pdf", "letter")
    page = client.get(f"{LIST}{said.pk}/?suche=E-4711").content.decode()
    assert "E-4711" in page
    assert "<b>Ich widerrufe" not in page
    address = f"{LIST}{said.pk}/zuordnen/"
    assert client.post(address, {"subject": "contracts.contract:0"}).status_code == 422
    subject = f"contracts.contract:{row.pk}"
    assert client.post(f"{address}?suche=E-4711", {"subject": subject, "dispatched_on": ""}).status_code == 302
    enter_schema("emscher")
    said.refresh_from_db()
    row.refresh_from_db()
    assert (said.state, said.answer, row.state) == ("effective", "mail", "withdrawn")
    assert client.post(f"{address}?suche=E-4711", {"subject": subject}).status_code == 422, "once"
    assert "widerruf.pdf" in client.get(f"{LIST}{said.pk}/").content.decode()


def test_without_effect_is_answered_with_the_reason_and_by_letter_where_no_mail_is_known(world: Any) -> None:
    client = world.client("emscher", "clerk")
    assert client.post(NEW, written(2)).status_code == 302
    enter_schema("emscher")
    said = Declaration.objects.latest("pk")
    waiting = client.get(LIST).content.decode()
    assert "Unbekannt" in waiting
    assert client.post(f"{LIST}{said.pk}/abschliessen/", {"reason": ""}).status_code == 422
    assert client.post(f"{LIST}{said.pk}/abschliessen/", {"reason": "Kein Vertrag."}).status_code == 302
    page = client.get(f"{LIST}{said.pk}/").content.decode()
    assert "Kein Vertrag." in page
    assert "Brief" in page
    assert client.post(f"{LIST}{said.pk}/brief/").status_code == 302
    assert client.post(f"{LIST}{said.pk}/brief/").status_code == 409
    enter_schema("emscher")
    said.refresh_from_db()
    assert (said.state, said.answer) == ("rejected", "letter")


def test_future_receipt_and_late_dispatch_are_refused(world: Any) -> None:
    client = world.client("emscher", "clerk")
    enter_schema("emscher")
    before = Declaration.objects.count()
    tomorrow = clock.now().astimezone(BERLIN).date() + timedelta(days=1)
    assert client.post(NEW, written(0, received_on=f"{tomorrow:%d.%m.%Y}")).status_code == 422
    assert client.post(NEW, written(-1)).status_code == 422
    enter_schema("emscher")
    assert Declaration.objects.count() == before


def test_customers_read_their_own_and_nobody_elses(world: Any) -> None:
    row = contract(world)
    client = world.client("emscher", "clerk")
    given = written(1, name=str(row.party), contact=row.party.email, about="E-4711")
    assert client.post(f"{NEW}{row.party_id}/", given).status_code == 302
    mine = world.client("emscher", "customer").get("/meine-erklaerungen/").content.decode()
    other = world.client("emscher", "other customer").get("/meine-erklaerungen/").content.decode()
    assert ("E-4711" in mine, "E-4711" in other) == (True, False)
    assert "Widerruf" in mine


def test_a_partners_staff_see_declarations_to_their_company_only(world: Any) -> None:
    row = contract(world)
    client = world.client("emscher", "clerk")
    client.post(f"{NEW}{row.party_id}/", written(1, name=str(row.party), contact=row.party.email, about="E-4711"))
    enter_schema("emscher")
    said = Declaration.objects.latest("pk")
    partner = world.client("raumhafen", "partner")
    assert partner.get(f"{LIST}{said.pk}/").status_code in (403, 404)
