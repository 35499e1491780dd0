"""What people see of changes: at login, on their pages, in the office; and whom it does not concern sees nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.changes import services
from quartier.core.changes.models import Announcement, Change
from quartier.core.changes.tests.people import CLERK, rows, tell_all
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties.models import Party
from quartier.core.providers.policies import TermsChangePolicy
from quartier.core.providers.services import policy
from quartier.core.terms import queries as texts
from quartier.core.terms import services as terms
from quartier.kit.clock import day_of, now
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from tests.plugins.world import row_hashes

READ = "/aenderungen/lesen/"
NEW = "# Bedingungen\n\n§ 1 Neu: Nachrichten bleiben zwei Jahre.\n"
PASSWORD = "Quartier-Demo-2026"


def decide(**entries: Any) -> None:
    """Let the provider's document say something about changes since long ago."""
    policy.decide(
        actor=SYSTEM, at=now(), valid_from=date(2020, 1, 1), reason="Test", concern=TermsChangePolicy,
        entries={f"terms_change.{key}": {"value": value, "origin": "stated"} for key, value in entries.items()},
    )  # fmt: skip


def own_party(world: Any) -> Any:
    """The customer whose login is printed."""
    enter_schema("emscher")
    return Party.objects.get(user_id=world.people["emscher"]["customer"])


def published() -> Any:
    """A new version of the terms."""
    text = texts.text_keyed("terms")
    row = terms.import_version(
        actor=SYSTEM, at=now(), text_id=text.pk, data=NEW.encode(), file_name="b.md", name="2.0", dated_on=day_of(now())
    )
    return terms.publish(actor=SYSTEM, at=now(), version_id=row.pk, reason="Test")


def drafted(**other: Any) -> Change:
    """A change of the terms to a new version."""
    given = {"grade": "adverse", "title": "Nachrichten bleiben länger", "summary": "Zwei Jahre.", "reason": "Gesetz"}
    return services.draft(
        actor=CLERK, at=now(),
        given=services.Draft(
            topic="text", reasonable="Nur die Aufbewahrung ändert sich.",
            effective_on=day_of(now()) + timedelta(days=60), version_id=published().pk, **{**given, **other},
        ),
    )  # fmt: skip


def tell(change: Change) -> None:
    """Announce a change now."""
    tell_all(change, day_of(now()))


def log_in(world: Any, email: str) -> Any:
    """A browser in which somebody has just logged in."""
    client = world.client("emscher", "visitor")
    assert client.post("/anmelden/", {"login": email, "password": PASSWORD}).status_code == 302
    return client


def accepted_first(party: Any) -> None:
    """The customer has accepted the terms as they were."""
    versions = texts.current_documents(("terms",))
    terms.accept(actor=SYSTEM, at=now(), user_id=party.user_id, documents=versions, occasion="registration")  # type: ignore[arg-type]


@pytest.mark.req("DWG-42")
def test_the_next_login_shows_what_changes_once_and_the_row_says_informed(world: Any) -> None:
    party = own_party(world)
    decide(channel=["login"])
    accepted_first(party)
    change = drafted()
    tell(change)
    row = Announcement.objects.get(party=party)
    assert (row.road, row.binding, row.received_on) == ("login", "inform", None)
    assert change.reasonable, "staff recorded why the change is reasonable"

    client = log_in(world, party.user.email)
    assert client.get("/uebersicht/").headers.get("Location") == READ
    page = client.get(READ).content.decode()
    assert "§ 1 Neu: Nachrichten bleiben zwei Jahre." in page or "Der ganze neue Text" in page
    enter_schema("emscher")
    assert Announcement.objects.get(pk=row.pk).seen_at is None, "looking is not going on"
    assert client.post(READ).status_code == 302
    enter_schema("emscher")
    row = Announcement.objects.select_related("change").get(pk=row.pk)
    assert (row.state, row.received_on, row.change.new_version_id) == ("received", day_of(now()), change.new_version_id)
    assert row.seen_at is not None
    assert row.objection_until is None, "the document grants no objection"
    assert log_in(world, party.user.email).get("/aenderungen/").status_code == 200, "the second login goes through"


def confirmed(client: Any, path: str, given: dict[str, str]) -> Any:
    """Fill a form, look at the check page, confirm."""
    check = client.post(path, given).content.decode()
    token = re.search(r'name="_shown" value="([^"]+)"', check)
    assert token is not None, check
    return client.post(path, {**given, "_shown": token[1], "_step": "confirm"})


def test_a_customer_objects_in_the_portal_and_hears_so_at_once(world: Any) -> None:
    party = own_party(world)
    decide(channel=["email"], objection={"within": {"days": 14}, "form": "text"})
    accepted_first(party)
    tell(drafted())
    row = Announcement.objects.get(party=party)
    client = log_in(world, party.user.email)
    page = f"/aenderungen/{row.pk}/"
    assert "Die Änderung braucht Ihre Zustimmung" in client.get(page).content.decode(), "consumers are asked"
    for _again in range(2):
        confirmed(client, f"{page}widersprechen/", {"words": "Zwei Jahre sind mir zu lang."})
        enter_schema("emscher")
    assert Announcement.objects.get(pk=row.pk).state == "objected"
    found = rows("declarations.Declaration").filter(kind="changes.object")
    assert [(one.state, one.channel, one.words) for one in found] == [
        ("effective", "portal-form", "Zwei Jahre sind mir zu lang.")
    ]
    assert OutgoingMail.objects.filter(to_address=party.user.email, template__startswith="declarations").count() == 1
    assert "widersprochen" in client.get(page).content.decode()


def test_a_customer_agrees_with_the_check_step_and_the_acceptance_names_the_version(world: Any) -> None:
    party = own_party(world)
    decide(channel=["email"], objection={"within": {"days": 14}, "form": "text"})
    accepted_first(party)
    change = drafted()
    tell(change)
    row = Announcement.objects.get(party=party)
    done = confirmed(log_in(world, party.user.email), f"/aenderungen/{row.pk}/zustimmen/", {"agreed": "on"})
    assert done.status_code == 302
    enter_schema("emscher")
    row = Announcement.objects.get(pk=row.pk)
    assert (row.state, row.effective_on) == ("consented", change.effective_on)
    accepted = rows("terms.Acceptance").filter(version=change.new_version_id, occasion="change")
    assert accepted.count() == 1


def test_strangers_find_nothing(world: Any) -> None:
    party = own_party(world)
    decide(channel=["email"])
    accepted_first(party)
    tell(drafted())
    row = Announcement.objects.get(party=party)
    before = row_hashes("emscher")
    for path in ("", "widersprechen/", "zustimmen/"):
        assert world.client("emscher", "other customer").get(f"/aenderungen/{row.pk}/{path}").status_code == 404
        assert world.client("raumhafen", "customer").get(f"/aenderungen/{row.pk}/{path}").status_code == 404
    assert world.client("emscher", "customer").get("/buero/aenderungen/").status_code in (302, 403, 404)
    assert row_hashes("emscher") == before


def test_the_office_prepares_checks_announces_and_watches(world: Any) -> None:
    enter_schema("emscher")
    accepted_first(own_party(world))
    version = published()
    client = world.client("emscher", "lead")
    day = day_of(now()) + timedelta(days=10)
    given = {
        "version": str(version.pk), "title": "Neue Bedingungen", "grade": "adverse", "summary": "Neu.",
        "reason": "Gesetz", "reasonable": "Üblich", "effective_on": f"{day:%d.%m.%Y}",
    }  # fmt: skip
    assert client.post("/buero/aenderungen/neu/text/", {**given, "reason": " "}).status_code == 422
    where = client.post("/buero/aenderungen/neu/text/", given).headers["Location"]
    page = client.get(where).content.decode()
    assert "Spricht dagegen" in page
    assert "frühestens" in page, "ten days are too short"
    assert client.post(f"{where}ankuendigen/").status_code == 409
    assert client.post(f"{where}absagen/", {"reason": "Zu früh"}).status_code == 302

    later = day_of(now()) + timedelta(days=30)
    where = client.post("/buero/aenderungen/neu/text/", {**given, "effective_on": f"{later:%d.%m.%Y}"}).headers[
        "Location"
    ]
    assert client.post(f"{where}ankuendigen/").status_code == 302
    assert "Die Ankündigung läuft" in client.get(where).content.decode()
    enter_schema("emscher")
    change = Change.objects.get(state="sending")
    while services.advance(at=now(), change_id=change.pk):
        pass
    assert Announcement.objects.filter(change=change).exists()


def test_the_office_watches_recipients_and_notes_a_receipt(world: Any) -> None:
    accepted_first(own_party(world))
    change = drafted()
    tell(change)
    client, where = world.client("emscher", "lead"), f"/buero/aenderungen/{change.pk}/"
    assert client.get(f"{where}?export=csv").status_code == 200
    assert client.get("/buero/aenderungen/nicht-zugestellt/").status_code == 200
    assert client.get("/buero/aenderungen/widersprueche/").status_code == 200
    row = Announcement.objects.filter(change=change).first()
    assert row is not None
    one = f"/buero/aenderungen/empfang/{row.pk}/"
    assert client.get(one).status_code == 200
    assert client.post(f"{one}zugang/", {"received_on": "1.1.2020", "how": "Bote"}).status_code == 409
    noted = client.post(f"{one}zugang/", {"received_on": f"{day_of(now()):%d.%m.%Y}", "how": "Bote"})
    assert noted.status_code == 302
    enter_schema("emscher")
    assert Announcement.objects.get(pk=row.pk).state == "received"
    assert User.objects.filter(audience="customer").exists()
