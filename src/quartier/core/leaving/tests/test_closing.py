"""A customer leaves by a click: the login dies at once, contracts go on, and they hear what stays and why."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.models import CalendarAddress
from quartier.core.inbox.models import OutgoingMail
from quartier.core.leaving import queries, services
from quartier.core.leaving.models import Leaving
from quartier.core.parties.models import Party, Relationship
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.law.bgb.form import FormLevel
from quartier.values.actor import SYSTEM, Actor, ActorKind

PASSWORD = "Quartier-Demo-2026"
OVERVIEW, CLOSE = "/konto/schliessen/", "/konto/schliessen/bestaetigen/"
CLERK = Actor(ActorKind.STAFF, "9", "Jette Brandis")


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


def own_party(world: Any, schema: str = "emscher") -> Any:
    """The customer whose login is printed."""
    enter_schema(schema)
    return Party.objects.get(user_id=world.people[schema]["customer"])


def log_in(client: Any, email: str) -> int:
    """Try to log in; returns the status: 302 leads on, everything else stays outside."""
    return int(client.post("/anmelden/", {"login": email, "password": PASSWORD}).status_code)


def close_by_click(client: Any, user_id: int) -> None:
    """Tick, give the password once more, look at the check page, confirm; nothing has happened before."""
    assert client.post(CLOSE, {}).status_code == 422
    asked = client.post(CLOSE, {"meant": "on"})
    assert asked.headers["Location"].startswith("/anmelden/bestaetigen/"), "the password once more"
    enter_schema("emscher")
    assert User.objects.filter(pk=user_id, is_active=True).exists()
    check = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True).content.decode()
    token = re.search(r'name="_shown" value="([^"]+)"', check)
    assert token is not None, check
    done = client.post(CLOSE, {"meant": "on", "_shown": token[1], "_step": "confirm"})
    assert "Ihr Zugang ist geschlossen" in done.content.decode()
    enter_schema("emscher")


@pytest.mark.req("SBV-84")
def test_a_click_closes_the_login_at_once_and_leaves_the_tenancy_as_it_is(world: Any) -> None:
    party = own_party(world)
    email, user_id = party.user.email, party.user_id
    contracts = list(Relationship.objects.filter(party=party).values())
    deadlines.open_address(actor=SYSTEM, at=clock.now(), user=party.user, name="Kalender")
    client = world.client("emscher", "visitor")
    assert log_in(client, email) == 302
    page = client.get(OVERVIEW).content.decode()
    assert "Was bleibt und warum" in page
    assert "Verträge und Mitgliedschaften" in page
    assert "/meine-rechte/anfrage/?kind=portability" in page

    close_by_click(client, user_id)
    party = Party.everything.get(pk=party.pk)
    assert (party.user_id, party.restricted_at, party.email) == (None, None, email), "a tenancy runs: all of it stays"
    assert list(Relationship.objects.filter(party=party).values()) == contracts
    assert not CalendarAddress.objects.filter(user_id=user_id).exists(), "what served the portal alone is gone"
    mail = OutgoingMail.objects.get(template="leaving.closed")
    assert mail.to_address == email
    assert "Verträge und Mitgliedschaften" in mail.text
    assert client.get("/uebersicht/").headers["Location"].startswith("/anmelden/")
    assert log_in(world.client("emscher", "visitor"), email) != 302
    enter_schema("emscher")
    assert Leaving.objects.get().way == "click"
    assert audit.confirmations_of(f"parties.party:{party.pk}")[0].form == "leaving.close"


def test_the_contract_over_the_portal_ends_that_day_and_its_deadline_with_it(world: Any) -> None:
    party = own_party(world)
    entity = party.relationships.all()[0].legal_entity_id
    row = Relationship.objects.create(
        party=party, legal_entity_id=entity, kind="portal", number="P 7", started_on=date(2024, 1, 1)
    )
    services.close(actor=SYSTEM, at=clock.now(), party_id=party.pk, shown={})
    row.refresh_from_db()
    assert row.ended_on == clock.today()
    with pytest.raises(services.NotInside):
        services.close(actor=SYSTEM, at=clock.now(), party_id=party.pk, shown={})


def test_where_the_contract_asks_for_a_letter_a_click_does_nothing_and_the_page_says_where_to_write(world: Any) -> None:
    party = own_party(world, "raumhafen")
    assert queries.form_needed(party, clock.today()) is FormLevel.WRITTEN_AGREED
    client = world.client("raumhafen", "customer")
    page = client.get(OVERVIEW).content.decode()
    assert "Neckarkai 8" in page
    assert CLOSE not in page
    enter_schema("raumhafen")
    common: dict[str, Any] = {"actor": CLERK, "at": clock.now(), "party_id": party.pk}
    with pytest.raises(services.FormTooLight):
        services.close(**common, shown={})
    letter: dict[str, Any] = {"declared_on": clock.today(), "note": "Ordner 4"}
    with pytest.raises(services.FormTooLight):
        services.close_on_writing(**common, form=FormLevel.TEXT, **letter)
    late = letter | {"declared_on": clock.today() + timedelta(days=1)}
    with pytest.raises(services.InTheFuture):
        services.close_on_writing(**common, form=FormLevel.WRITTEN_AGREED, **late)
    assert (Leaving.objects.count(), Party.objects.get(pk=party.pk).user_id) == (0, party.user_id)
    services.close_on_writing(**common, form=FormLevel.WRITTEN_AGREED, **letter)
    assert Leaving.objects.get().way == "letter"


def test_the_administrator_closes_the_account_for_all_and_a_reader_may_not(world: Any) -> None:
    enter_schema("emscher")
    user = User.objects.get(pk=world.people["emscher"]["administrator"])
    account = user.account
    party = Party.objects.get(account=account)
    assert world.client("emscher", "reader").get(OVERVIEW).status_code == 403
    assert world.client("emscher", "reader").post(CLOSE, {"meant": "on"}).status_code == 403
    enter_schema("emscher")
    services.close(actor=SYSTEM, at=clock.now(), party_id=party.pk, shown={})
    assert not User.objects.filter(account=account, is_active=True).exists()
    assert Party.everything.get(pk=party.pk).account_id is None
    assert OutgoingMail.objects.filter(template="leaving.closed").count() == 3, "the firm and both users"
    assert world.client("emscher", "administrator").get("/uebersicht/").headers["Location"].startswith("/anmelden/")


def test_staff_close_an_access_that_was_ended_in_writing(world: Any) -> None:
    party = own_party(world)
    path = f"/buero/kundschaft/{party.pk}/zugang-schliessen/"
    given = {"form": "text", "declared_on": f"{clock.today():%d.%m.%Y}", "note": "E-Mail vom Morgen"}
    assert world.client("emscher", "editor").post(path, given).status_code == 403
    assert world.client("emscher", "clerk").post(path, {**given, "note": ""}).status_code == 422
    enter_schema("emscher")
    assert Leaving.objects.count() == 0
    assert world.client("emscher", "clerk").post(path, given).status_code == 302
    enter_schema("emscher")
    fact = next(f for f in audit.about(f"parties.party:{party.pk}") if f.kind == "leaving.closed")
    assert fact.data["way"] == "letter"
