"""Customers, their contracts, and whom they are bound to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from quartier.core.audit import queries as audit
from quartier.core.inbox import queries as inbox
from quartier.core.parties import services
from quartier.core.parties.models import Party, Relationship
from quartier.core.parties.rules import sort_key
from quartier.core.providers import queries as providers
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

WHO: dict[str, Any] = {"actor": SYSTEM}


def own_party(world: Any, schema: str = "emscher") -> Party:
    """The party of the customer with the login."""
    enter_schema(schema)
    return Party.objects.get(user_id=world.people[schema]["customer"])


def bind(party: Party, entity: Any, number: str, **more: Any) -> Relationship:
    """Note a contract."""
    given = {"kind": "tenancy", "started_on": date(2026, 4, 1), **more}
    return services.open_relationship(
        **WHO, at=clock.now(), party=party, legal_entity_id=entity.pk if entity else None, number=number, **given
    )


@pytest.mark.req("DWG-01")
def test_page_mail_and_letter_carry_the_one_contracting_entity_and_none_is_refused(world: Any, browser: Any) -> None:
    party = own_party(world)
    client = world.client("emscher", "customer")
    eg, gmbh = providers.entities()
    for entity, other in ((eg, gmbh), (gmbh, eg)):
        enter_schema("emscher")
        row = bind(party, entity, f"T {entity.key}")
        page = client.get(f"/vertraege/{row.pk}/").content.decode().split("<main")[1].split("</main>")[0]
        assert entity.name in page
        assert other.name not in page
        enter_schema("emscher")
        mail = inbox.about(f"parties.party:{party.pk}", 1)[0]
        assert entity.name in mail.subject
        assert mail.sender_name == entity.name
        assert entity.name in mail.text
        assert other.name not in mail.text
        letter = printed(browser, client.get(f"/vertraege/{row.pk}/brief/").content.decode())
        assert entity.name in letter
        assert other.name not in letter

    enter_schema("emscher")
    before = Relationship.objects.count(), len(inbox.about(f"parties.party:{party.pk}", 99))
    with pytest.raises(services.EntityMissing):
        bind(party, None, "T ohne")
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.create(party=party, kind="tenancy", number="T ohne", started_on=date(2026, 4, 1))
    assert (Relationship.objects.count(), len(inbox.about(f"parties.party:{party.pk}", 99))) == before


def printed(browser: Any, html: str) -> str:
    """What stands on the paper when this page is printed to PDF."""
    from io import BytesIO  # noqa: PLC0415 – used once

    from pypdf import PdfReader  # noqa: PLC0415 – a development tool

    css = (Path(__file__).parents[3] / "kit" / "static" / "kit" / "kit.css").read_text(encoding="utf-8")
    page = browser.new_page()
    page.set_content(re.sub(r"<(link|script)[^>]*>(</script>)?", "", html))
    page.add_style_tag(content=css)
    paper = PdfReader(BytesIO(page.pdf()))
    page.close()
    return " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())


def test_a_refusal_in_the_office_stands_at_the_field_and_keeps_what_was_typed(world: Any) -> None:
    party = own_party(world)
    form = {"legal_entity": "", "kind": "tenancy", "number": "T 77", "subject": "Hof", "started_on": "1.4.2026"}
    answer = world.client("emscher", "clerk").post(f"/buero/kundschaft/{party.pk}/vertrag/", form)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "das Vertragspartner wird" in shown
    assert 'value="T 77"' in shown
    enter_schema("emscher")
    assert not Relationship.objects.filter(number="T 77").exists()


def test_a_number_is_given_once_per_entity(world: Any) -> None:
    party = own_party(world)
    eg, gmbh = providers.entities()
    bind(party, eg, "T 1")
    bind(party, gmbh, "T 1")
    with pytest.raises(services.NumberTaken):
        bind(party, eg, "T 1")


@pytest.mark.req("DWG-44")
def test_the_venue_stands_in_the_terms_and_a_lost_address_is_settable_and_reported(world: Any) -> None:
    from django.test import Client  # noqa: PLC0415 – used once

    from quartier.core.providers import services as provision  # noqa: PLC0415 – models load late

    provision.create_from_preset(**WHO, at=clock.now(), key="rheinufer", preset="rheinufer")
    provision.publish_provider(**WHO, at=clock.now(), key="rheinufer")
    terms = Client(HTTP_HOST="rheinufer.localhost").get("/nutzungsbedingungen/").content.decode()
    assert "ins Ausland verlegt oder ist er unbekannt, ist Gerichtsstand Düsselau." in terms

    party = own_party(world)
    clerk = world.client("emscher", "clerk")
    address = f"/buero/kundschaft/{party.pk}/anschrift/"
    missing = clerk.post(address, {"state": "unknown", "since": ""})
    assert missing.status_code == 422
    assert "seit wann" in missing.content.decode()
    assert clerk.post(address, {"state": "abroad", "since": "3.11.2026"}).status_code == 302
    party.refresh_from_db()
    assert (party.address_state, party.address_state_since) == ("abroad", date(2026, 11, 3))
    report = clerk.get("/buero/kundschaft/?post=abroad").content.decode()
    assert str(party) in report
    assert str(party) not in clerk.get("/buero/kundschaft/?post=unknown").content.decode()
    assert "keine gültige Anschrift" in world.client("emscher", "customer").get("/uebersicht/").content.decode()
    enter_schema("emscher")
    assert audit.about(f"parties.party:{party.pk}")[0].data["state"] == ["known", "abroad"]


CONTACT = {
    "email": "neu@posthaus.example",
    "phone": "0211 5550-777",
    "street": "Neue Gasse 3",
    "postcode": "44199",
    "city": "Emscherstadt",
}


@pytest.mark.req("DWG-46")
def test_without_the_check_step_nothing_is_stored_with_it_values_and_instant_are(world: Any) -> None:
    party = own_party(world)
    before = party.street
    client = world.client("emscher", "customer")
    direct = client.post("/meine-daten/", {**CONTACT, "_step": "confirm"})
    assert direct.status_code == 409
    assert "Noch ist nichts gespeichert" in direct.content.decode()
    party.refresh_from_db()
    assert party.street == before

    shown = client.post("/meine-daten/", CONTACT)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Neue Gasse 3" in text
    party.refresh_from_db()
    assert party.street == before
    token = re.search(r'name="_shown" value="([^"]+)"', text)
    assert token is not None

    other = client.post("/meine-daten/", {**CONTACT, "street": "Andere 9", "_shown": token[1], "_step": "confirm"})
    assert other.status_code == 409
    party.refresh_from_db()
    assert party.street == before

    instant = clock.now()
    assert client.post("/meine-daten/", {**CONTACT, "_shown": token[1], "_step": "confirm"}).status_code == 302
    party.refresh_from_db()
    assert (party.street, party.phone) == ("Neue Gasse 3", "0211 5550-777")
    enter_schema("emscher")
    kept = audit.confirmations_of(f"parties.party:{party.pk}")[0]
    assert kept.values["Straße und Hausnummer"] == "Neue Gasse 3"
    assert 0 <= (kept.confirmed_at - instant).total_seconds() < 60
    again = client.post("/meine-daten/", {**CONTACT, "_shown": token[1], "_step": "confirm"})
    assert again.status_code == 409


def test_staff_read_what_a_customer_has_changed_with_old_and_new_value(world: Any) -> None:
    party, client = own_party(world), world.client("emscher", "customer")
    before, form = party.street, {**CONTACT, "mobile": "0231 5550-999"}
    token = re.search(r'name="_shown" value="([^"]+)"', client.post("/meine-daten/", form).content.decode())
    assert token is not None
    assert client.post("/meine-daten/", {**form, "_shown": token[1], "_step": "confirm"}).status_code == 302
    shown = world.client("emscher", "lead").get(f"/buero/kundschaft/{party.pk}/").content.decode()
    assert f"Straße und Hausnummer: {before} → Neue Gasse 3" in shown
    assert "Mobiltelefon: – → 0231 5550-999" in shown
    enter_schema("emscher")
    assert "phone" in audit.about(f"parties.party:{party.pk}")[0].data


def test_wrong_contact_details_are_explained_and_kept(world: Any) -> None:
    client = world.client("emscher", "customer")
    answer = client.post("/meine-daten/", {**CONTACT, "postcode": "vier", "phone": "ruf an"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "zum Beispiel 40299" in shown
    assert "Neue Gasse 3" in shown


def test_a_strangers_contract_is_not_there(world: Any) -> None:
    party = own_party(world)
    row = bind(party, providers.entities()[0], "T 5")
    stranger = world.client("emscher", "other customer")
    for path in (f"/vertraege/{row.pk}/", f"/vertraege/{row.pk}/brief/"):
        assert stranger.get(path).status_code == 404
        assert world.client("emscher", "customer").get(path).status_code == 200


@pytest.mark.parametrize("role", ["editor", "customer"])
def test_who_may_not_see_customers_does_not(world: Any, role: str) -> None:
    assert world.client("emscher", role).get("/buero/kundschaft/").status_code == 403


def test_taking_the_list_as_a_file_is_recorded(world: Any) -> None:
    clerk = world.client("emscher", "clerk")
    answer = clerk.post("/buero/kundschaft/", {"export": "customers"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    enter_schema("emscher")
    fact = audit.about("parties.party:*")[0]
    assert fact.kind == "party.list_exported"
    assert fact.data["rows"] == len(lines) - 1 == Party.objects.count()


def test_facts_and_confirmations_cannot_be_changed_or_deleted(world: Any) -> None:
    enter_schema("emscher")
    for statement in ("update(kind='x')", "delete()"):
        rows = audit.facts()
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(kind="x") if statement.startswith("update") else rows.delete()


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["Zebra", "Äpfel", "Bach"], ["Äpfel", "Bach", "Zebra"]),
        (["Weiß", "Weis", "Weißner"], ["Weis", "Weiß", "Weißner"]),
        (["Yıldız", "Yilmaz", "Çelik"], ["Çelik", "Yıldız", "Yilmaz"]),
    ],
)
def test_names_sort_as_in_a_german_phone_book(names: list[str], order: list[str]) -> None:
    assert sorted(names, key=lambda name: sort_key(name, "")) == order


def test_a_relationship_without_an_entity_does_not_validate() -> None:
    with pytest.raises(ValidationError):
        Relationship(kind="tenancy", number="1", started_on=date(2026, 1, 1)).full_clean(exclude=["party"])
