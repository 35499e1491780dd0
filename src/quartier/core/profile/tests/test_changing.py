"""What customers change reaches the back office with old and new value; names wait for somebody's approval."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from quartier.core.accounts import services as accounts
from quartier.core.api import services as api
from quartier.core.audit import queries as audit
from quartier.core.audit.models import Confirmation as Seen
from quartier.core.inbox.models import OutgoingMail
from quartier.core.profile import demo, services
from quartier.core.profile.models import ChangeNotice, IdentityChange, LostAddress
from quartier.core.profile.tests.conftest import AT, CLERK, Town
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

CONTACT = {
    "phone": "0231 5550-777", "mobile": "0231 5550-778", "street": "Neue Gasse 3", "postcode": "44299",
    "city": "Emscherdorf",
}  # fmt: skip


@pytest.mark.req("DWG-24")
def test_each_changed_field_is_a_fact_and_a_notice_and_an_unconfirmed_address_changes_no_login(town: Town) -> None:
    before = {field: getattr(town.party, field) for field in CONTACT}
    assert town.confirmed("/meine-daten/", **CONTACT).status_code == 302
    pairs = {field: [before[field], new] for field, new in CONTACT.items()}
    assert ChangeNotice.objects.get().changes == pairs
    fact = audit.about(f"parties.party:{town.party.pk}")[0]
    assert (fact.kind, fact.data) == ("party.contact_changed", pairs)
    page = town.get("clerk", "/buero/datenaenderungen/").content.decode()
    assert f"Straße und Hausnummer: {before['street']} → Neue Gasse 3" in page
    assert "1 Änderung einer Kundin oder eines Kunden zu übernehmen" in town.get("lead", "/buero/").content.decode()

    old, wanted = town.user.email, {"email": "neu@posthaus.example", "current": "Quartier-Demo-2026"}
    accounts.ask_for_address(actor=town.me, at=AT, user_id=town.user.pk, **wanted)
    town.user.refresh_from_db()
    assert (town.user.login, town.user.email, town.fresh().email) == (old, old, old)
    assert OutgoingMail.objects.filter(to_address=old, template="accounts.address_announced").count() == 1
    path = OutgoingMail.objects.get(to_address="neu@posthaus.example").text.partition("/konto/adresse/")[2].split()[0]
    accounts.confirm_address(actor=town.me, at=AT, key=path.strip("/"))
    town.user.refresh_from_db()
    assert (town.user.login, town.fresh().email) == ("neu@posthaus.example",) * 2
    assert ChangeNotice.objects.latest("pk").changes == {"email": [old, "neu@posthaus.example"]}

    services.ask_for_identity(
        actor=town.me, at=AT, party_id=town.party.pk, values={"name": "Neumann"}, reason="Heirat", shown={"Name": "N"}
    )
    assert "Neumann" in town.get("clerk", "/buero/datenaenderungen/namen/").content.decode()


def test_what_is_taken_over_is_taken_once_and_what_came_since_stays_open(town: Town) -> None:
    for number in range(2):
        services.hand_over(actor=town.me, at=AT, party_id=town.party.pk, changes={"phone": [str(number), "x"]})
    newest = ChangeNotice.objects.latest("pk").pk
    services.hand_over(actor=town.me, at=AT, party_id=town.party.pk, changes={"phone": ["x", "y"]})
    assert town.post("clerk", "/buero/datenaenderungen/uebernommen/", newest="x").status_code == 302
    assert ChangeNotice.objects.filter(taken_over_at=None).count() == 3
    assert town.post("clerk", "/buero/datenaenderungen/uebernommen/", newest=newest).status_code == 302
    assert [row.changes["phone"][1] for row in ChangeNotice.objects.filter(taken_over_at=None)] == ["y"]
    kinds = [fact.kind for fact in audit.about(f"parties.party:{town.party.pk}")]
    assert kinds.count("profile.taken_over") == 2
    rows = ChangeNotice.objects.all()
    assert [services.take_over(actor=CLERK, at=AT, rows=rows) for _time in range(2)] == [1, 0]


def test_the_list_goes_into_a_file_and_who_took_it_is_on_record(town: Town) -> None:
    services.hand_over(actor=town.me, at=AT, party_id=town.party.pk, changes={"city": ["Alt", "Neu"]})
    answer = town.world.client("emscher", "clerk").post("/buero/datenaenderungen/", {"export": "change_notices"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    enter_schema("emscher")
    assert "Ort: Alt → Neu" in text
    assert audit.about("parties.party:*")[0].data["rows"] == 1


def test_a_program_reads_what_is_open_and_says_what_it_has_taken_over(town: Town) -> None:
    services.hand_over(actor=town.me, at=AT, party_id=town.party.pk, changes={"city": ["Alt", "Neu"]})
    scopes = ["parties.read", "parties.write"]
    _key, secret = api.issue(actor=SYSTEM, at=AT, name="Bestand", allowed=scopes)
    client, head = town.world.client("emscher", "visitor"), {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    (row,) = client.get("/api/v1/datenaenderungen", secure=True, **head).json()["changes"]
    assert row["changes"] == [{"field": "city", "old": "Alt", "new": "Neu"}]
    body = json.dumps({"numbers": [row["number"]]})
    taken = [
        client.put("/api/v1/datenaenderungen/uebernommen", body, "application/json", secure=True, **head).json()
        for _time in range(2)
    ]
    assert taken == [{"taken_over": 1}, {"taken_over": 0}]
    assert client.get("/api/v1/datenaenderungen", secure=True, **head).json() == {"changes": []}


@pytest.mark.req("SBV-85")
def test_the_phone_changes_at_once_the_birthday_by_approval_and_both_are_on_record(town: Town) -> None:
    assert town.confirmed("/meine-daten/", **CONTACT).status_code == 302
    assert town.fresh().phone == "0231 5550-777"
    values = {"given_name": town.party.given_name, "name": town.party.name, "born_on": "23.4.1961", "reason": "Falsch"}
    assert town.confirmed("/meine-daten/name/", **values).status_code == 302
    wish = IdentityChange.objects.get()
    assert (wish.wanted, town.fresh().born_on) == ({"born_on": ["", "1961-04-23"]}, None)
    assert Seen.objects.filter(form="profile.identity").count() == 1
    assert "wird noch geprüft" in town.get("customer", "/meine-daten/").content.decode()
    assert town.confirmed("/meine-daten/name/", **values | {"name": "Andere"}).status_code == 409

    path = f"/buero/datenaenderungen/namen/{wish.pk}/"
    assert town.post("clerk", path, verdict="refuse", answer="").status_code == 422
    assert town.post("clerk", path, verdict="approve", answer="Urkunde gesehen").status_code == 302
    assert town.fresh().born_on == date(1961, 4, 23)
    facts = {fact.kind: fact for fact in audit.about(f"parties.party:{town.party.pk}")}
    assert facts["party.identity_changed"].data == {"born_on": ["", "1961-04-23"]}
    assert {"party.contact_changed", "profile.identity_asked", "profile.identity_approved"} <= facts.keys()
    assert ChangeNotice.objects.latest("pk").changes == {"born_on": ["", "1961-04-23"]}
    told = OutgoingMail.objects.get(template="profile.identity_decided")
    assert "Urkunde gesehen" in told.text
    assert town.post("clerk", path, verdict="refuse", answer="Doch nicht").status_code == 422


def test_a_refused_or_withdrawn_wish_changes_nothing_and_frees_the_way_for_another(town: Town) -> None:
    common: dict[str, Any] = {"actor": town.me, "at": AT, "party_id": town.party.pk, "shown": {}}
    name = town.party.name
    first = services.ask_for_identity(**common, values={"name": "Neumann"}, reason="Heirat")
    services.decide(actor=CLERK, at=AT, change_id=first.pk, approve=False, answer="Keine Urkunde.")
    second = services.ask_for_identity(**common, values={"name": "Neumann"}, reason="Heirat")
    assert town.post("customer", "/meine-daten/name/zuruecknehmen/").status_code == 302
    states = [row.state for row in IdentityChange.objects.order_by("pk")]
    assert (states, town.fresh().name) == (["refused", "withdrawn"], name)
    with pytest.raises(services.AlreadyDecided):
        services.decide(actor=CLERK, at=AT, change_id=second.pk, approve=True)
    assert ChangeNotice.objects.count() == 0


def test_the_name_of_the_account_follows_the_name_of_the_person(town: Town) -> None:
    wish = services.ask_for_identity(
        actor=town.me, at=AT, party_id=town.party.pk, values={"name": "Neumann"}, reason="Heirat", shown={}
    )
    services.decide(actor=CLERK, at=AT, change_id=wish.pk, approve=True)
    town.user.refresh_from_db()
    assert town.user.name == f"{town.party.given_name} Neumann" == str(town.fresh())


def test_the_demo_brings_a_change_a_wish_and_somebody_who_is_not_reached(town: Town) -> None:
    demo.seed(at=clock.now(), key="emscher")
    town = Town(town.world)
    assert (ChangeNotice.objects.count(), IdentityChange.objects.count(), LostAddress.objects.count()) == (1, 1, 1)
    assert LostAddress.objects.get().party_id != town.party.pk
