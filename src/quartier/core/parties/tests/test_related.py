"""Related persons with their roles, and representatives who act within scope and time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings

from quartier.core.accounts import services as accounts
from quartier.core.audit.models import Fact
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries, services
from quartier.core.parties.models import Party, RelatedPerson, Relationship, Role
from quartier.core.privacy.extension import registry
from quartier.core.privacy.services import restrictable
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

CLERK = Actor(ActorKind.STAFF, "7", "Sinan Kühn")
ALL = services.Authority(rights=("write",), kinds=("*",))
ACTS = "/fuer-andere/"


def customer(world: Any) -> Party:
    """The customer with the login."""
    enter_schema("emscher")
    return Party.objects.get(user_id=world.people["emscher"]["customer"])


def other(world: Any) -> Party:
    """Another customer with a login."""
    enter_schema("emscher")
    return Party.objects.get(user_id=world.people["emscher"]["other customer"])


def noted(world: Any, **more: Any) -> RelatedPerson:
    """The other customer becomes the custodian of the first one."""
    person, today = other(world), clock.today()
    given: dict[str, Any] = {
        "customer_id": customer(world).pk, "who": services.Someone(number=str(person.number)), "role": "custodian",
        "source": "court", "evidence": "Betreuerausweis, Akte 7", "valid_from": today - timedelta(days=30),
        "authority": ALL,
    }  # fmt: skip
    return services.relate(actor=CLERK, at=clock.now(), **given | more)


def text_of(page: Any) -> str:
    return unescape(page.content.decode())


def test_every_role_is_noted_with_person_source_evidence_and_validity(world: Any) -> None:
    party, clerk = customer(world), world.client("emscher", "clerk")
    contract = party.relationships.all()[0]
    for role in Role:
        form = {
            "role": role, "relationship": contract.pk, "name": f"Beispiel {role}", "source": "contract",
            "evidence": "Anlage 2", "valid_from": "01.04.2026", "last_on": "31.12.2030",
        }  # fmt: skip
        assert clerk.post(f"/buero/kundschaft/{party.pk}/personen/neu/", form).status_code == 302
        enter_schema("emscher")
        row = RelatedPerson.objects.get(role=role)
        assert (row.customer, row.relationship, row.person.name) == (party, contract, f"Beispiel {role}")
        assert (row.source, row.evidence) == ("contract", "Anlage 2")
        assert (row.valid_from, row.valid_until) == (date(2026, 4, 1), date(2031, 1, 1))
    page = text_of(clerk.get(f"/buero/kundschaft/{party.pk}/personen/"))
    assert all(str(role.label) and f"Beispiel {role}" in page for role in Role)
    enter_schema("emscher")
    assert RelatedPerson.objects.get(role="contact").person.kind == "contact"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"who": services.Someone(number="gibt es nicht")}, services.NoSuchPerson),
        ({"who": services.Someone()}, services.PersonMissing),
        ({"role": "guarantor"}, services.NoActingRole),
        ({"evidence": " "}, services.EvidenceMissing),
        ({"authority": services.Authority(rights=("write",))}, services.ScopeMissing),
        ({"valid_until": date(2020, 1, 1)}, services.WrongPeriod),
    ],
)
def test_a_role_that_does_not_fit_is_refused_and_nothing_is_stored(
    world: Any, change: dict[str, Any], refusal: type[Refused]
) -> None:
    party = customer(world)
    before = RelatedPerson.objects.count(), Party.objects.count(), len(inbox.about(queries.subject_of(party), 99))
    with pytest.raises(refusal):
        noted(world, **change)
    after = RelatedPerson.objects.count(), Party.objects.count(), len(inbox.about(queries.subject_of(party), 99))
    assert before == after


def test_nobody_has_a_role_for_themselves_nor_the_same_twice(world: Any) -> None:
    party = customer(world)
    with pytest.raises(services.OwnRole):
        noted(world, who=services.Someone(number=str(number_of(party))))
    noted(world)
    with pytest.raises(services.AlreadyNoted):
        noted(world)
    assert RelatedPerson.objects.count() == 1


def number_of(party: Party) -> str:
    """Give the customer of the printed login a number."""
    Party.objects.filter(pk=party.pk).update(number="K 77")
    return "K 77"


@pytest.mark.req("SBV-50")
def test_roles_are_added_an_expired_one_gives_no_access_and_they_are_restricted_with_the_customer(world: Any) -> None:
    test_every_role_is_noted_with_person_source_evidence_and_validity(world)
    tie, today = noted(world), clock.today()
    user = other(world).user
    assert [row.pk for row in queries.mandates_of(user, today)] == [tie.pk]
    assert [row.pk for row in queries.mandates_of(user, today - timedelta(days=31))] == []
    services.end_role(
        actor=CLERK, at=clock.now(), customer_id=tie.customer_id, tie_id=tie.pk, valid_until=today + timedelta(days=5)
    )
    assert queries.mandates_of(user, today + timedelta(days=4)).exists()
    assert not queries.mandates_of(user, today + timedelta(days=5)).exists()

    Relationship.objects.filter(party=tie.customer_id).update(ended_on=date(2026, 3, 31))
    entry = registry["parties.RelatedPerson"]
    harvest = {e.model: rows for e, rows in restrictable(datetime(2026, 3, 30, tzinfo=UTC))}
    assert not harvest[entry.model].exists()
    over = {e.model: rows for e, rows in restrictable(datetime(2026, 4, 2, tzinfo=UTC))}
    assert tie.pk in over[entry.model].values_list("pk", flat=True)
    over[entry.model].update(restricted_at=clock.now())
    assert not RelatedPerson.objects.filter(customer=tie.customer_id).exists()
    assert not queries.mandates_of(user, today).exists()


@pytest.mark.req("SBV-51")
def test_a_representative_acts_under_both_names_and_is_refused_once_the_authority_is_over(world: Any) -> None:
    tie, party = noted(world), customer(world)
    mail = inbox.about(queries.subject_of(party), 1)[0]
    assert str(tie.person) in mail.subject
    person = world.client("emscher", "other customer")
    assert "Sie dürfen für andere handeln" in text_of(person.get("/uebersicht/"))
    assert person.post(f"{ACTS}{tie.pk}/").status_code == 302
    page = text_of(person.get("/uebersicht/"))
    assert f"Sie handeln für {party}" in page
    contract = party.relationships.all()[0]
    assert person.get(f"/vertraege/{contract.pk}/").status_code == 200

    form = {"email": party.email, "phone": "0231 5550-77", "street": "Kampweg 1", "postcode": "44199", "city": "Ort"}
    confirm = text_of(person.post("/meine-daten/", form))
    token = confirm.split('name="_shown" value="')[1].split('"')[0]
    assert person.post("/meine-daten/", form | {"_step": "confirm", "_shown": token}).status_code == 302
    enter_schema("emscher")
    assert Party.objects.get(pk=party.pk).phone == "0231 5550-77"
    fact = Fact.objects.filter(kind="party.contact_changed").latest("pk")
    assert (fact.actor_name, fact.behalf, fact.behalf_name) == (str(tie.person), queries.subject_of(party), str(party))
    shown = text_of(world.client("emscher", "lead").get(f"/buero/kundschaft/{party.pk}/"))
    assert f"{tie.person} für {party}" in shown

    enter_schema("emscher")
    RelatedPerson.objects.filter(pk=tie.pk).update(valid_until=clock.today())
    late = {"phone": "0231 5550-88", "_step": "confirm", "_shown": token}
    refused = person.post("/meine-daten/", form | late)
    assert (refused.status_code, refused.headers["Location"]) == (302, "/uebersicht/")
    own = text_of(person.get("/uebersicht/"))
    assert "Sie dürfen nicht mehr für diese Person handeln" in own
    assert f"Sie handeln für {party}" not in own
    assert person.get(f"/vertraege/{contract.pk}/").status_code == 404
    enter_schema("emscher")
    assert Party.objects.get(pk=party.pk).phone == "0231 5550-77"
    assert person.post(f"{ACTS}{tie.pk}/").status_code == 404


def test_rights_and_matters_are_those_of_the_authority_and_no_more(world: Any) -> None:
    tie = noted(world, authority=services.Authority(rights=(), kinds=("membership",)))
    party = customer(world)
    by_kind = {row.kind: row.pk for row in party.relationships.all()}
    person = world.client("emscher", "other customer")
    person.post(f"{ACTS}{tie.pk}/")
    assert person.get(f"/vertraege/{by_kind['membership']}/").status_code == 200
    assert person.get(f"/vertraege/{by_kind['tenancy']}/").status_code == 404
    page = text_of(person.get("/uebersicht/"))
    assert str(party.street) not in page
    for address in ("/meine-daten/", "/bankverbindung/", "/meine-rechte/", "/meine-vertretung/"):
        assert person.get(address).status_code in (403, 404)
    assert person.post("/fuer-andere/verlassen/").status_code == 302
    assert person.get("/meine-daten/").status_code == 200


def test_whoever_may_only_read_changes_nothing(world: Any) -> None:
    tie = noted(world, authority=services.Authority(rights=(), kinds=("*",)))
    person = world.client("emscher", "other customer")
    person.post(f"{ACTS}{tie.pk}/")
    assert person.get("/meine-daten/").status_code == 200
    assert person.post("/meine-daten/", {"phone": "1"}).status_code == 403
    assert person.get("/bankverbindung/aendern/").status_code == 403
    assert person.get("/meine-vertretung/").status_code == 403


def test_the_customer_ends_an_authority_at_once_within_one_request(world: Any) -> None:
    tie = noted(world)
    person, own = world.client("emscher", "other customer"), world.client("emscher", "customer")
    person.post(f"{ACTS}{tie.pk}/")
    assert "Sie handeln für" in text_of(person.get("/uebersicht/"))
    assert str(tie.person) in text_of(own.get("/meine-vertretung/"))
    end = f"/meine-vertretung/{tie.pk}/beenden/"
    assert "nicht mehr für Sie handeln?" in text_of(own.get(end))
    assert own.post(end).status_code == 302
    assert person.get("/vertraege/").status_code == 302
    assert "Sie handeln für" not in text_of(person.get("/uebersicht/"))
    assert "beendet am" in text_of(own.get("/meine-vertretung/"))
    assert own.post(end).status_code == 409
    enter_schema("emscher")
    assert "handelt nicht mehr für Sie" in inbox.about(queries.subject_of(customer(world)), 1)[0].subject


def test_strangers_neither_act_nor_end(world: Any) -> None:
    tie = noted(world)
    own = world.client("emscher", "customer")
    assert own.post(f"{ACTS}{tie.pk}/").status_code == 404
    assert world.client("emscher", "other customer").get(f"/meine-vertretung/{tie.pk}/beenden/").status_code == 404


def test_a_representative_without_contracts_has_a_page_to_start_from(world: Any) -> None:
    enter_schema("emscher")
    tie = noted(world, who=services.Someone(given_name="Ada", name="Vogt", email="ada@posthaus.example"))
    given: dict[str, Any] = {"email": "ada@posthaus.example", "name": "Ada Vogt", "password": "Quartier-Demo-2026"}
    user = accounts.open_account(actor=CLERK, at=clock.now(), audience=Audience.CUSTOMER, **given)
    Party.objects.filter(pk=tie.person_id).update(user=user)
    client = world.client("emscher", "visitor")
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    page = text_of(client.get("/uebersicht/"))
    assert "Sie dürfen für andere handeln" in page
    assert str(tie.customer) in text_of(client.get(ACTS))


def test_whoever_acts_for_nobody_pays_no_statement(world: Any) -> None:
    from django.db import connection  # noqa: PLC0415 – used once
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = world.client("emscher", "customer")
    client.get("/vertraege/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/vertraege/")
    assert not [one for one in asked if "relatedperson" in one["sql"]]
