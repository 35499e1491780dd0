"""Requests carried out: data corrected, erased, restricted, taken along; advertising stopped; recipients told."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from django.apps import apps
from django.urls import reverse

from quartier.core.audit import queries as audit
from quartier.core.consents import queries as consents
from quartier.core.deadlines import services as running
from quartier.core.documents.models import Document
from quartier.core.documents.tests.files import filed
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries as parties
from quartier.core.parties.models import Party, Relationship
from quartier.core.privacy import queries as persons
from quartier.core.privacy import services as privacy
from quartier.core.processing import services as processing
from quartier.core.providers import queries as providers
from quartier.core.retention import queries as restrictions
from quartier.core.retention import services as retention
from quartier.core.rights import queries, services
from quartier.core.rights.models import DataRequest, RecipientNotice
from quartier.kit import clock
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
OFFICER = Actor(ActorKind.STAFF, "9", "Tilda Sommer")
GONE = date(2025, 1, 31)


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


def customer(world: Any) -> Party:
    """The customer with the login."""
    enter_schema("emscher")
    return Party.everything.get(user_id=world.people["emscher"]["customer"])


def received(party: Party, kind: str, **changes: Any) -> DataRequest:
    """A request that came by letter."""
    given = {"kind": kind, "way": "letter", "wish": "Bitte.", "identity": "Unterschrift verglichen", **changes}
    return services.receive(actor=OFFICER, at=given.pop("at", AT), party_id=party.pk, **given)


def told(page: Any) -> str:
    return unescape(page.content.decode())


def ask(client: Any, **sent: str) -> Any:
    """Send the form and confirm its check page."""
    page = client.post("/meine-rechte/anfrage/", {"wish": "", **sent})
    token = told(page).split('name="_shown" value="')[1].split('"')[0]
    again = {"wish": "", **sent, "_shown": token, "_step": "confirm"}
    return client.post("/meine-rechte/anfrage/", again, follow=True)


def messenger(party: Party) -> str:
    """A processor who got the name and contract of a person from the portal's own company."""
    entity = providers.entities()[0].pk
    if not party.relationships.filter(legal_entity_id=entity).exists():
        Relationship.objects.create(
            party=party, legal_entity_id=entity, kind="tenancy", number="W 9 999", started_on=date(2010, 1, 1)
        )
    values = {
        "name": "Messdienst Lippe GmbH", "kind": "processor", "task": "Liest Zähler ab", "purposes": ["metering"],
        "categories": ["name", "address", "contract"], "country": "DE", "ground": "",
    }  # fmt: skip
    row = processing.add_recipient(actor=OFFICER, at=AT, entity_id=entity, values=values)
    processing.add_contract(
        actor=OFFICER, at=AT, recipient_id=row.pk, title="Vertrag", valid_from=date(2026, 1, 1), valid_until=None
    )
    processing.disclose(
        actor=OFFICER, at=AT, recipient_key=row.key, purpose="metering", basis="contract",
        categories=["name", "contract"], subjects=[party.pk],
    )  # fmt: skip
    return row.name


def ended(party: Party) -> None:
    """Let every contract of a person be over, and everything else that says so."""
    party.relationships.update(ended_on=GONE)


@pytest.mark.req("SBV-91")
def test_the_report_holds_all_nine_parts_and_overdue_requests_are_listed(world: Any) -> None:
    party = customer(world)
    name = messenger(party)
    client = world.client("emscher", "customer")
    assert ask(client, kind="access").status_code == 200
    enter_schema("emscher")
    row = DataRequest.objects.filter(party=party, kind="access").latest("pk")
    key = next(one.key for one in providers.entities() if one.role == "principal")
    report = told(client.post(reverse("rights:data", args=[row.pk]), {"controller": key}))
    parts = {
        "purposes": "Vertragspartner kennen und erreichen",
        "categories": "<dt>Kategorie</dt>",
        "recipients": name,
        "third countries": "<dt>Drittländer</dt>",
        "retention": "<dt>Aufbewahrt</dt>",
        "rights": "Berichtigung, Löschung, Einschränkung",
        "complaint": "Aufsichtsbehörde",
        "source": "<dt>Quelle</dt>",
        "automated decisions": "Automatisierte Entscheidungen",
    }
    assert {part for part, words in parts.items() if words not in report} == set()
    assert "Hat Daten über Sie erhalten." in report
    late = received(party, "rectification", at=AT - timedelta(days=90))
    running.process(at=AT)
    page = told(world.client("emscher", "privacy").get("/buero/rechte/"))
    assert "Überfällig" in page
    assert reverse("rights:office_one", args=[late.pk]) in page.split("</ul>")[0] + page


@pytest.mark.req("SBV-92")
def test_a_second_copy_offers_a_fee_and_does_not_tell_about_a_co_tenant(world: Any) -> None:
    party = customer(world)
    home = party.relationships.order_by("pk")[0]
    other = Party.objects.create(given_name="Oskar", name="Wohlgemuth", sort_name="wohlgemuth", created_at=AT)
    Relationship.objects.create(
        party=other, legal_entity=home.legal_entity, kind=home.kind, number="W 8 888", subject=home.subject,
        started_on=date(2020, 1, 1),
    )  # fmt: skip
    assert home.subject
    first = received(party, "access", wish="Oskar Wohlgemuth wohnt auch hier, sagt Herr Wohlgemuth.")
    with pytest.raises(services.FeeNotAllowed):
        services.offer_fee(actor=OFFICER, at=AT, request_id=first.pk, fee=Decimal(5), text="Papier")
    services.answer(actor=OFFICER, at=AT, request_id=first.pk, text="Anbei.")
    subject = privacy_subject(party)
    copy = privacy.inform(actor=OFFICER, at=AT, subject=subject, controller=principal()).as_json()
    assert "Wohlgemuth" not in copy
    assert "[andere Person] wohnt auch hier, sagt Herr [andere Person]." in copy
    assert party.name in copy
    second = services.ask(
        actor=Actor(ActorKind.CUSTOMER, str(party.user_id), str(party)), at=AT + timedelta(days=30),
        party_id=party.pk, kind="access", wish="", shown={},
    )  # fmt: skip
    assert second.state == "open", "a person looks at it first"
    services.offer_fee(actor=OFFICER, at=AT, request_id=second.pk, fee=Decimal("4.50"), text="Papier und Porto")
    client = world.client("emscher", "customer")
    page = told(client.get(reverse("rights:one", args=[second.pk])))
    assert "4,50 €: Papier und Porto" in page.replace("\xa0", " ")
    assert client.post(reverse("rights:agree", args=[second.pk])).status_code == 302
    enter_schema("emscher")
    second.refresh_from_db()
    assert (second.state, second.fee_agreed_at is not None) == ("answered", True)


def privacy_subject(party: Party) -> Any:
    found = parties.person_numbered(party.pk)
    assert found is not None
    return found


def principal() -> Any:
    return next(one for one in persons.controllers() if one.is_principal)


@pytest.mark.req("SBV-93")
def test_a_name_is_corrected_with_old_and_new_on_record_and_the_recipients_listed(world: Any) -> None:
    party = customer(world)
    name, before = messenger(party), party.name
    row = received(party, "rectification", wish="Ich heiße Markgräfin.")
    officer = world.client("emscher", "privacy")
    where = reverse("rights:correct", args=[row.pk])
    unchanged = queries.correctable(row)
    refused = officer.post(where, unchanged)
    assert refused.status_code == 422
    assert "Nichts weicht von dem ab" in told(refused)
    assert officer.post(where, {**unchanged, "name": "Markgräfin"}).status_code == 302
    enter_schema("emscher")
    party.refresh_from_db()
    assert (party.name, party.sort_name.startswith("markgrafin")) == ("Markgräfin", True)
    fact = next(one for one in audit.about(parties.subject_of(party)) if one.kind == "party.corrected")
    assert fact.data == {"name": [before, "Markgräfin"]}
    notice = RecipientNotice.objects.get(request=row, recipient=name)
    assert (notice.recipient, notice.settled_at) == (name, None)
    assert name in told(officer.get(reverse("rights:office_one", args=[row.pk])))
    assert officer.post(reverse("rights:settle", args=[notice.pk]), {"told": "no", "text": ""}).status_code == 422
    assert (
        officer.post(reverse("rights:settle", args=[notice.pk]), {"told": "yes", "text": "E-Mail"}).status_code == 302
    )
    enter_schema("emscher")
    notice.refresh_from_db()
    assert (notice.was_told, notice.note, notice.settled_at is not None) == (True, "E-Mail", True)
    page = told(world.client("emscher", "customer").get(reverse("rights:one", args=[row.pk])))
    assert "Wir haben berichtigt: Name." in page
    assert f"{name}: unterrichtet" in " ".join(page.split())


@pytest.mark.req("SBV-94")
def test_an_erasure_erases_a_part_refuses_the_other_with_its_reason_and_asks_to_tell_who_published(world: Any) -> None:
    party = customer(world)
    name, address = messenger(party), party.email
    ended(party)
    row = received(party, "erasure")
    services.add_notice(actor=OFFICER, at=AT, request_id=row.pk, recipient="Wohnungsmarkt-Anzeiger (Link auf Bild)")
    page = told(world.client("emscher", "privacy").get(reverse("rights:erase", args=[row.pk])))
    assert "Was bleibt und warum" in page
    keys = [one.key for one in _known(party)]
    services.erase(actor=OFFICER, at=AT, request_id=row.pk, controllers=keys)
    party.refresh_from_db()
    assert (party.email, party.user_id, party.is_restricted) == ("", None, True)
    mail = next(one for one in inbox.about(parties.subject_of(party), 9) if one.template == "rights.answered")
    assert mail.to_address == address
    assert "Wir haben gelöscht, was gelöscht werden darf." in mail.text
    assert "§ 147 AO" in mail.text
    assert "bis 01.01.2034" in mail.text
    facts = [one.kind for one in audit.about(parties.subject_of(party))]
    assert "personal_data.erased" in facts
    assert "rights.notice_added" in facts
    assert name


def _known(party: Party) -> list[Any]:
    subject = privacy_subject(party)
    return [one for one in persons.controllers() if persons.knows(subject, one)]


def bill(party: Party) -> Document:
    """A bill of this year: the statement of operating costs."""
    owner = apps.get_model("accounts.User")._default_manager.filter(audience="staff").first()
    row: Document = filed(
        owner, kind="operating-statement", title="Betriebskosten 2025", party=party, visibility="customer"
    )
    Document.everything.filter(pk=row.pk).update(created_at=AT)
    return row


@pytest.mark.req("CC-61")
def test_the_profile_is_erased_this_years_invoice_is_restricted_and_the_answer_lists_it(world: Any) -> None:
    party = customer(world)
    document = bill(party)
    ended(party)
    row = received(party, "erasure")
    services.erase(
        actor=OFFICER, at=AT, request_id=row.pk, controllers=[one.key for one in _known(party)]
    )  # fmt: skip
    party.refresh_from_db()
    assert party.user_id is None
    assert not apps.get_model("accounts.User")._default_manager.filter(pk=world.people["emscher"]["customer"]).exists()
    document.refresh_from_db()
    assert document.restricted_at is not None
    mail = next(one for one in inbox.about(parties.subject_of(party), 9) if one.template == "rights.answered")
    assert "Dokumente: " in mail.text
    assert "bis 01.01.2035" in mail.text


def test_while_a_contract_runs_nothing_is_erased_and_the_request_stays_open(world: Any) -> None:
    enter_schema("emscher")
    party = Party.objects.get(user_id=world.people["emscher"]["other customer"])
    row = received(party, "erasure")
    before = audit.facts().count()
    with pytest.raises(privacy.StillKept):
        services.erase(actor=OFFICER, at=AT, request_id=row.pk, controllers=[one.key for one in _known(party)])
    row.refresh_from_db()
    assert (row.state, audit.facts().count()) == ("open", before)
    page = world.client("emscher", "privacy").post(
        reverse("rights:erase", args=[row.pk]), {"controllers": [one.key for one in _known(party)]}
    )
    assert page.status_code == 422
    assert "Diese Daten können noch nicht gelöscht werden." in told(page)


@pytest.mark.req("SBV-95")
def test_restricted_data_are_met_by_no_mailing_and_no_clerk_and_come_back_only_after_notice(world: Any) -> None:
    party = customer(world)
    row = received(party, "restriction", wish="Die Anschrift ist falsch.")
    officer, clerk = world.client("emscher", "privacy"), world.client("emscher", "clerk")
    assert officer.post(reverse("rights:restrict", args=[row.pk]), {"ground": "disputed"}).status_code == 302
    assert clerk.get(reverse("parties:customer", args=[party.pk])).status_code == 404
    assert str(party) not in told(clerk.get(reverse("parties:customers")))
    enter_schema("emscher")
    numbers = list(party.relationships.values_list("number", flat=True))
    lead = apps.get_model("accounts.User")(audience="staff", roles=["lead"])
    assert parties.relationships_numbered(lead, numbers) == {}, "what is published in batches goes by these numbers"
    restriction = restrictions.restrictions_of(party.pk).get()
    with pytest.raises(retention.NotTold):
        retention.lift_restriction(actor=OFFICER, at=AT, restriction_id=restriction.pk)
    retention.tell_of_end(actor=OFFICER, at=AT, restriction_id=restriction.pk, reason="Die Anschrift stimmt.")
    retention.lift_restriction(actor=OFFICER, at=AT, restriction_id=restriction.pk)
    assert clerk.get(reverse("parties:customer", args=[party.pk])).status_code == 200


@pytest.mark.req("SBV-96")
def test_the_file_to_take_along_fits_its_schema_and_holds_only_what_the_person_provided(world: Any) -> None:
    party = customer(world)
    row = received(party, "portability")
    services.answer(actor=OFFICER, at=AT, request_id=row.pk, text="Bereit.")
    client = world.client("emscher", "customer")
    schema = json.loads(client.get("/meine-rechte/schema.json").content)
    jsonschema.Draft202012Validator.check_schema(schema)
    key = principal_key(world)
    answer = client.post(reverse("rights:data", args=[row.pk]), {"controller": key})
    with ZipFile(io.BytesIO(answer.content)) as archive:
        data, inside = json.loads(archive.read("data.json")), json.loads(archive.read("schema.json"))
        table = list(csv.DictReader(io.StringIO(archive.read("party.csv").decode("utf-8-sig")), delimiter=";"))
    assert inside == schema
    jsonschema.validate(data, schema)
    [mine] = data["data"]["party"]
    assert (mine["name"], mine["email"]) == (party.name, party.email)
    assert table[0]["name"] == party.name
    assert not {"sort_name", "restricted_at", "address_state", "user", "sent"} & set(mine), "what others noted"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "data": {"party": [{**mine, "score": 7}]}}, schema)
    enter_schema("emscher")
    assert "personal_data.handed_over" in {one.kind for one in audit.about(parties.subject_of(party))}


def principal_key(world: Any) -> str:
    enter_schema("emscher")
    return str(principal().key)


@pytest.mark.req("SBV-97")
def test_advertising_stops_at_once_and_another_objection_restricts_until_it_is_decided(world: Any) -> None:
    party = customer(world)
    client = world.client("emscher", "customer")
    assert ask(client, kind="objection", about="marketing").status_code == 200
    enter_schema("emscher")
    row = DataRequest.objects.get(party=party, kind="objection")
    assert (row.state, row.answered_by) == ("answered", "Quartier")
    assert consents.objected(party.pk, clock.now())
    assert not restrictions.is_restricted(party.pk)
    other = received(party, "objection", wish="Gegen die Videoüberwachung.")
    assert restrictions.is_restricted(party.pk)
    with pytest.raises(Refused):
        services.decide_objection(actor=OFFICER, at=AT, request_id=other.pk, text=" ", uphold=False)
    services.decide_objection(
        actor=OFFICER, at=AT, request_id=other.pk, text="Die Kamera schützt vor Einbruch.", uphold=False
    )
    other.refresh_from_db()
    assert other.state == "refused"
    restriction = restrictions.restrictions_of(party.pk).get()
    assert restriction.told_at is not None
    retention.lift_restriction(actor=OFFICER, at=AT, restriction_id=restriction.pk)
    assert not restrictions.is_restricted(party.pk)


@pytest.mark.req("SBV-99")
def test_every_answer_and_the_page_of_the_request_name_the_authority_and_the_right_to_complain(world: Any) -> None:
    party = customer(world)
    authority = providers.authority().partition(",")[0]
    assert authority
    row = received(party, "rectification")
    services.answer(actor=OFFICER, at=AT, request_id=row.pk, text="Erledigt.")
    refused = received(party, "restriction")
    services.answer(actor=OFFICER, at=AT, request_id=refused.pk, text="Kein Fall.", refuse=True)
    late = received(party, "access")
    services.extend(actor=OFFICER, at=AT, request_id=late.pk, text="Viele Akten.")
    mails = [one for one in inbox.about(parties.subject_of(party), 20) if one.template.startswith("rights.")]
    assert len(mails) == 6
    assert [one.pk for one in mails if authority not in one.text or "beschweren" not in one.text] == []
    client = world.client("emscher", "customer")
    for where in ("/meine-rechte/", "/meine-rechte/anfrage/", reverse("rights:one", args=[row.pk])):
        page = told(client.get(where))
        assert authority in page
        assert "beschweren" in page
