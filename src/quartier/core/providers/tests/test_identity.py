"""Who a provider is: imprint, brand, data protection, published texts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quartier.core.audit import queries as audit
from quartier.core.inbox import queries as inbox
from quartier.core.parties.models import Party
from quartier.core.parties.services import open_relationship
from quartier.core.providers import queries, services
from quartier.core.providers.models import Branding, LegalEntity
from quartier.core.providers.rules import LogoRefused, checked_logo, contrast, unreadable_pair
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

WHO: dict[str, Any] = {"actor": SYSTEM}
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def page(host: str, path: str, **headers: str) -> str:
    """What a visitor reads."""
    return Client(HTTP_HOST=f"{host}.localhost").get(path, headers=headers).content.decode()


@pytest.mark.req("SBV-12")
def test_the_imprint_shows_every_field_and_an_empty_mandatory_one_blocks_publishing(world: Any) -> None:
    enter_schema("emscher")
    entity = LegalEntity.objects.get(key="eg")
    shown = page("emscher", "/impressum/")
    for field in ("name", "street", "postcode", "city", "phone", "fax", "email", "register_court", "register_number",
                  "tax_number", "tax_office", "responsible_person", "supervisory_authority", "audit_association",
                  "supervisory_board_chair", "represented_by", "vat_id"):  # fmt: skip
        value = getattr(entity, field)
        assert value, field
        assert value in shown, field
    for field in ("street", "register_number", "audit_association", "supervisory_board_chair", "responsible_person"):
        enter_schema("emscher")
        services.change_entity(**WHO, at=clock.now(), key="eg", values={field: ""})
        with pytest.raises(services.NotReady) as refusal:
            services.publish_provider(**WHO, at=clock.now(), key="emscher")
        assert any(entity.name in line for line in refusal.value.missing)
        services.change_entity(**WHO, at=clock.now(), key="eg", values={field: getattr(entity, field)})
    services.publish_provider(**WHO, at=clock.now(), key="emscher")


@pytest.mark.req("SBV-13")
def test_the_notices_stand_in_the_imprint_and_external_links_are_recognisable(world: Any) -> None:
    shown = page("emscher", "/impressum/")
    for words in ("Haftungshinweis", "Urheberrecht", "Verweise auf fremde Seiten", "weder bereit noch verpflichtet"):
        assert words in shown
    link = next(part for part in shown.split("<a ") if "gesetze-im-internet" in part).split("</a>")[0]
    rel = link.split('rel="')[1].split('"')[0].split()
    assert {"noopener", "noreferrer", "external"} <= set(rel)
    assert "↗" in link
    enter_schema("emscher")
    services.change_text(**WHO, at=clock.now(), kind="disclaimer", body="Neuer Haftungshinweis für alle.")
    assert "Neuer Haftungshinweis für alle." in page("emscher", "/impressum/")


@pytest.mark.req("SBV-20")
def test_a_new_officer_mailbox_is_in_the_policy_and_in_new_letters_at_once(world: Any) -> None:
    before = page("emscher", "/datenschutz/")
    assert "datenschutz@emscher.example" in before
    assert "Dr. Tilda Sommerfeld" in before
    assert "Landesbeauftragte für den Datenschutz des Landes NW" in before
    form = {"officer_name": "Dr. Tilda Sommerfeld", "mailbox": "neu@emscher.example", "authority_name": "Behörde"}
    client = world.client("emscher", "editor")
    assert client.post("/buero/einstellungen/datenschutz/", form).status_code == 302
    after = page("emscher", "/datenschutz/")
    assert "neu@emscher.example" in after
    assert "datenschutz@emscher.example" not in after
    enter_schema("emscher")
    party = Party.objects.exclude(email="").first()
    assert party is not None
    given: dict[str, Any] = {
        "kind": "tenancy",
        "number": "T 20",
        "started_on": clock.today(),
        "legal_entity_id": queries.entities()[0].pk,
    }
    open_relationship(**WHO, at=clock.now(), party=party, **given)
    letter = inbox.about(f"parties.party:{party.pk}", 1)[0].text
    assert "neu@emscher.example" in letter
    assert "datenschutz@emscher.example" not in letter


@pytest.mark.req("DWG-11")
def test_every_kind_of_page_links_to_an_imprint_with_the_address(world: Any) -> None:
    public = Client(HTTP_HOST="emscher.localhost")
    customer, staff = world.client("emscher", "customer"), world.client("emscher", "lead")
    pages = [
        *((public, path) for path in ("/", "/anmelden/", "/datenschutz/", "/cookies/", "/wohnungen/", "/gibtsnicht/")),
        *((customer, path) for path in ("/uebersicht/", "/vertraege/", "/meine-daten/", "/buero/")),
        *((staff, path) for path in ("/buero/", "/buero/kundschaft/", "/buero/protokoll/")),
    ]
    for client, path in pages:
        assert 'href="/impressum/"' in client.get(path).content.decode(), path
    shown = page("emscher", "/impressum/")
    enter_schema("emscher")
    for entity in LegalEntity.objects.all():
        assert entity.name in shown
        assert f"{entity.street}, {entity.postcode} {entity.city}" in shown


@pytest.mark.req("DWG-13")
def test_the_operator_is_named_as_processor_only_and_can_be_no_contracting_party(world: Any) -> None:
    from quartier.core.parties.models import Relationship  # noqa: PLC0415 – models load late

    enter_schema("emscher")
    operator = "Stadtwerk Digital Musterkreis"
    assert operator not in [entity.name for entity in queries.entities()]
    pointing = {f.related_model for f in Relationship._meta.get_fields() if f.is_relation and f.concrete}
    assert {model._meta.label for model in pointing if model} == {"parties.Party", "providers.LegalEntity"}
    shown = page("emscher", "/impressum/")
    section = shown.split('id="processor"')[1].split("</section>")[0]
    assert operator in section
    assert "nicht Vertragspartner" in section
    assert operator not in shown.split('id="processor"')[0]
    own = world.client("emscher", "customer")
    row = Relationship.objects.filter(party__user_id=world.people["emscher"]["customer"]).first()
    assert row is not None
    confirmation = own.get(f"/vertraege/{row.pk}/").content.decode()
    party_line = confirmation.split("Vertragspartner</dt><dd>")[1].split("</dd>")[0]
    assert row.legal_entity.name in party_line
    assert operator not in party_line


@pytest.mark.req("DWG-43")
def test_contract_texts_stay_german_whatever_the_browser_or_the_visitor_wants(world: Any) -> None:
    english_browser = page("emscher", "/nutzungsbedingungen/", **{"Accept-Language": "en"})
    assert "Nutzungsbedingungen" in english_browser
    assert "Anmelden" in english_browser
    assert "Es gilt deutsches Recht" in english_browser
    assert "Die Vertragssprache ist Deutsch." in english_browser

    client = world.client("emscher", "customer")
    client.post("/sprache/", {"language": "en", "next": "/"})
    terms = client.get("/nutzungsbedingungen/").content.decode()
    assert '<html lang="en">' in terms
    assert "Log out" in terms
    main = terms.split("<main")[1].split("</main>")[0]
    assert "Nutzungsbedingungen" in main
    assert "Es gilt deutsches Recht" in main
    assert "Law and venue" not in main
    link = re.search(r"/vertraege/\d+/", client.get("/vertraege/").content.decode())
    assert link is not None
    contract = client.get(link[0]).content.decode().split('<div lang="de"')[1].split("</main>")[0]
    assert "Vertragsbestätigung" in contract
    assert "Contract" not in contract


@pytest.mark.req("CC-91")
def test_place_of_performance_venue_and_law_of_the_policy_stand_under_the_terms(world: Any) -> None:
    services.create_from_preset(**WHO, at=clock.now(), key="werkstatt", preset="werkstatt")
    services.publish_provider(**WHO, at=clock.now(), key="werkstatt")
    shown = page("werkstatt", "/nutzungsbedingungen/")
    assert "Erfüllungsort ist Wupperfeld." in shown
    assert "Gerichtsstand für Kaufleute und juristische Personen des öffentlichen Rechts ist Wupperfeld." in shown
    assert "oder ist er unbekannt, ist Gerichtsstand Wupperfeld." in shown
    assert "Es gilt deutsches Recht unter Ausschluss des UN-Kaufrechts und des Internationalen Privatrechts." in shown


def test_placeholders_that_are_left_block_publishing(world: Any) -> None:
    enter_schema("emscher")
    services.change_text(**WHO, at=clock.now(), kind="disclaimer", body="Gilt ab [[Datum einsetzen]].")
    with pytest.raises(services.NotReady) as refusal:
        services.publish_provider(**WHO, at=clock.now(), key="emscher")
    assert "[[Datum einsetzen]]" in " ".join(refusal.value.missing)


def test_a_change_of_identity_is_audited_with_old_and_new_value(world: Any) -> None:
    enter_schema("emscher")
    services.change_entity(**WHO, at=clock.now(), key="eg", values={"fax": "0231 5550-001"})
    fact = audit.about("providers.legalentity:eg")[0]
    assert fact.kind == "entity.changed"
    assert fact.data == {"fax": ["0231 5550-509", "0231 5550-001"]}


@pytest.mark.parametrize(
    ("colour", "accent", "reason"),
    [
        ("#0f5c7a", "#0f5c7b", "hardly"),
        ("#ffffff", "#fefefe", "hardly"),
        ("blue", "#ffffff", "Write a colour"),
        ("#0F5C7A", "#ffffff", "Write a colour"),
    ],
)
def test_a_pair_of_colours_that_cannot_be_told_apart_is_refused_and_changes_nothing(
    world: Any, colour: str, accent: str, reason: str
) -> None:
    enter_schema("emscher")
    before = Branding.objects.values_list("colour", "accent").get(entity=None)
    with pytest.raises(services.UnreadableColours):
        services.change_brand(**WHO, at=clock.now(), values={"colour": colour, "accent": accent})
    assert Branding.objects.values_list("colour", "accent").get(entity=None) == before
    assert reason in unreadable_pair(colour, accent)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.542, abs=0.001)


@pytest.mark.parametrize(
    "data",
    [
        b"not a picture",
        b"GIF89a" + bytes(100),
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(http://fremd.example/x)"/></svg>',
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"<svg xmlns='http://www.w3.org/2000/svg'><rect",
        bytes(300_001),
    ],
)
def test_a_file_that_is_no_safe_picture_is_refused_as_logo(data: bytes) -> None:
    with pytest.raises(LogoRefused):
        checked_logo(data)


def test_pixels_are_drawn_anew_and_plain_shapes_pass() -> None:
    assert checked_logo(PNG)[1] == "image/png"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1" fill="#123456"/></svg>'
    data, media_type = checked_logo(svg)
    assert media_type == "image/svg+xml"
    assert b"circle" in data


def test_the_office_shows_a_refused_logo_at_its_field_and_keeps_what_was_typed(world: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 – used once

    client = world.client("emscher", "editor")
    upload = SimpleUploadedFile("logo.png", b"no picture")
    form = {"name": "Neuer Name", "colour": "#2c7a4b", "accent": "#f0b429", "logo": upload}
    answer = client.post("/buero/einstellungen/marke/", form)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Dieses Bild können wir nicht zeigen." in shown
    assert "Neuer Name" in shown
    enter_schema("emscher")
    assert Branding.objects.get(entity=None).name == "Emscher"


def test_a_portal_without_a_logo_shows_its_initial(world: Any) -> None:
    enter_schema("emscher")
    services.remove_logo(**WHO, at=clock.now())
    picture = Client(HTTP_HOST="emscher.localhost").get("/logo")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b">E</text>" in picture.content


def test_settings_are_for_those_who_may(world: Any) -> None:
    for role, status in (("lead", 200), ("editor", 200), ("clerk", 403), ("customer", 403), ("visitor", 302)):
        assert world.client("emscher", role).get("/buero/einstellungen/texte/").status_code == status, role
