"""What staff do in the office: keep recipients, hand data out once, read what went."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quartier.core.consents.models import Statement
from quartier.core.parties.models import Party
from quartier.core.processing.models import Disclosure, Recipient
from quartier.kit.schemas import enter_schema

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
METERS = "zahlerwacht-musterkreis-gmbh"


@pytest.fixture(autouse=True)
def _emscher(world: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    enter_schema("emscher")


def told(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_a_recipient_is_entered_with_contract_and_sub_processor(world: Any) -> None:
    client = world.client("emscher", "privacy")
    entity = Recipient.objects.all()[0].entity_id
    form: dict[str, Any] = {
        "name": "Putzdienst Weide GmbH", "kind": "processor", "task": "Reinigt Treppenhäuser", "purposes": ["repairs"],
        "categories": ["name", "address"], "country": "us", "entity": entity,
    }  # fmt: skip
    refused = client.post("/buero/empfaenger/neu/", form)
    assert (refused.status_code, "außerhalb von EU und EWR" in told(refused)) == (422, True)
    made = client.post("/buero/empfaenger/neu/", {**form, "country": "nl"}, follow=True)
    assert "keinen gültigen Vertrag" in told(made)
    enter_schema("emscher")
    number = Recipient.objects.get(name="Putzdienst Weide GmbH").pk
    contract = {
        "title": "AV",
        "valid_from": "01.01.2026",
        "valid_until": "",
        "paper": SimpleUploadedFile("av.pdf", PDF),
    }
    page = told(client.post(f"/buero/empfaenger/{number}/vertrag/", contract, follow=True))
    assert "keinen gültigen Vertrag" not in page
    assert "/buero/dokumente/" in page
    early = client.post(f"/buero/empfaenger/{number}/vertrag/", {**contract, "valid_until": "31.12.2025", "paper": ""})
    assert early.status_code == 422
    sub = {"name": "Server AG", "task": "Server", "country": "CH", "ground": ""}
    assert "Server AG" in told(client.post(f"/buero/empfaenger/{number}/unterauftrag/", sub, follow=True))
    changed = {**form, "country": "DE", "name": "Putzdienst Linde GmbH"}
    assert "Putzdienst Linde GmbH" in told(client.post(f"/buero/empfaenger/{number}/aendern/", changed, follow=True))
    assert client.post(f"/buero/empfaenger/{number}/beenden/").status_code == 302
    assert client.post(f"/buero/empfaenger/{number}/beenden/").status_code == 409
    assert "stillgelegt" in told(client.get(f"/buero/empfaenger/{number}/"))


def step(client: Any, path: str, form: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Send the form; return its check page and what confirms it."""
    check = client.post(path, form)
    token = told(check).split('name="_shown" value="')[1].split('"')[0]
    return check, {**form, "_shown": token, "_step": "confirm"}


def test_staff_search_check_and_take_the_file_once(world: Any) -> None:
    client = world.client("emscher", "privacy")
    party = Party.objects.get(user__email="kunde@emscher.example")
    path = "/buero/weitergabe/neu/?suche=Markgraf"
    assert str(party) in told(client.get(path))
    form: dict[str, Any] = {
        "subjects": [str(party.pk)], "recipient": METERS, "purpose": "metering", "basis": "contract",
        "categories": ["name", "address"], "reference": "", "requested_on": "", "decided_by": "",
    }  # fmt: skip
    enter_schema("emscher")
    before = Disclosure.objects.count()
    check, confirm = step(client, path, form)
    enter_schema("emscher")
    assert "Zählerwacht Musterkreis GmbH" in told(check)
    assert Disclosure.objects.count() == before
    file = client.post(path, confirm)
    assert file["Content-Disposition"].startswith("attachment")
    assert party.name in file.content.decode()
    assert party.email not in file.content.decode()
    enter_schema("emscher")
    assert Disclosure.objects.count() == before + 1
    assert client.post(path, confirm).status_code == 409
    enter_schema("emscher")
    assert Disclosure.objects.count() == before + 1
    listed = told(client.get("/buero/weitergabe/"))
    assert str(party) in listed
    half = client.post(path, {**form, "reference": "12 C 34/26"})
    assert (half.status_code, "Aktenzeichen, Tag und wer" in told(half)) == (422, True)
    assert "wurde niemand gefunden" in told(client.get("/buero/weitergabe/neu/?suche=Nirgendwer"))


def test_telephone_and_mail_go_out_with_consent_alone_and_no_longer_after_it_was_revoked(world: Any) -> None:
    client, customer = world.client("emscher", "privacy"), world.client("emscher", "customer")
    party = Party.objects.get(user__email="kunde@emscher.example")
    Recipient.objects.filter(key=METERS).update(categories=["name", "contact"])
    path = "/buero/weitergabe/neu/?suche=Markgraf"
    form: dict[str, Any] = {
        "subjects": [str(party.pk)], "recipient": METERS, "purpose": "metering", "basis": "consent",
        "categories": ["contact"], "reference": "", "requested_on": "", "decided_by": "",
    }  # fmt: skip
    _check, confirm = step(client, path, form)
    assert party.phone in client.post(path, confirm).content.decode()
    assert customer.post("/einwilligungen/sharing.contact/widerrufen/").status_code == 302
    enter_schema("emscher")
    assert Statement.objects.filter(party=party, said="revoked").count() == 1
    for basis in ("contract", "consent", "interest"):
        _check, confirm = step(client, path, {**form, "basis": basis})
        refused = client.post(path, confirm)
        assert (refused.status_code, "Nicht alle Gewählten haben eingewilligt" in told(refused)) == (409, True)
    _check, confirm = step(client, path, {**form, "categories": ["name"]})
    assert client.post(path, confirm).status_code == 409
    _check, confirm = step(client, path, {**form, "basis": "duty"})
    assert client.post(path, confirm).status_code == 200


def test_a_clerk_hands_out_and_keeps_no_register(world: Any) -> None:
    client = world.client("emscher", "clerk")
    assert client.get("/buero/weitergabe/neu/").status_code == 200
    for path in ("/buero/empfaenger/", "/buero/weitergabe/", "/buero/verzeichnis/"):
        assert client.get(path).status_code == 403


def test_the_lines_of_the_installation_stand_beside_the_recipients(world: Any, settings: Any) -> None:
    client = world.client("emscher", "privacy")
    assert "Von diesem Rechner geht nichts hinaus" in told(client.get("/buero/empfaenger/"))
    settings.CLAMD = "scanner.invalid.example:3310"
    assert "scanner.invalid.example" in told(client.get("/buero/empfaenger/"))
