"""Pages about deadlines: customers see their own, staff see and change those of their company."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

from django.urls import reverse

from quartier.core.deadlines import services
from quartier.core.deadlines.models import Deadline
from quartier.core.deadlines.rules import passed_at
from quartier.core.deadlines.tests.kinds import BROKEN, NOTED
from quartier.core.parties.models import Party
from quartier.core.providers import queries as providers
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.law.bgb.periods import Act, period_end
from quartier.values.actor import SYSTEM
from quartier.values.land import Land
from quartier.values.span import Span


def opened(world: Any, schema: str = "emscher", **changes: Any) -> Deadline:
    """A deadline of the customer with the login, a fortnight from now."""
    enter_schema(schema)
    party = Party.objects.get(user_id=world.people[schema]["customer"])
    today = clock.today()
    found = period_end(event_on=today, length=Span(days=14), act=Act.DECLARATION, land=Land.NW)
    known = {"kind": NOTED, "subject": "x.y:1", "holder": f"parties.party:{party.pk}", "last_on": found.value.ends_on}
    return services.open_deadline(actor=SYSTEM, at=clock.now(), derived=found, **{**known, **changes})


def told(page: Any) -> str:
    return unescape(page.content.decode())


def test_customers_see_their_own_deadlines_with_the_reason(world: Any) -> None:
    row = opened(world)
    opened(world, subject="x.y:2", holder="parties.party:999999", kind=BROKEN, source="§ 1 FremdG")
    page = told(world.client("emscher", "customer").get("/fristen/"))
    assert row.last_on is not None
    assert f"bis zum Ablauf des {row.last_on:%d.%m.%Y}" in page
    assert "zählt nicht mit" in page
    assert "§ 187 Abs. 1 BGB" in page
    assert "FremdG" not in page
    services.meet(actor=SYSTEM, at=clock.now(), deadline_id=row.pk)
    page = told(world.client("emscher", "customer").get("/fristen/"))
    assert "Für Sie läuft keine Frist." in page
    assert "eingehalten" in page


def test_the_calendar_shows_each_deadline_on_its_day(world: Any) -> None:
    row = opened(world, last_on=date(2027, 2, 26))
    client = world.client("emscher", "clerk")
    page = told(client.get("/buero/fristen/kalender/2027/2/"))
    day = page.split('datetime="2027-02-26"')[1].split("</td>")[0]
    assert reverse("deadlines:one", args=[row.pk]) in day
    assert page.count(reverse("deadlines:one", args=[row.pk])) == 1
    assert client.get("/buero/fristen/kalender/").url.endswith(f"/{clock.today().year}/{clock.today().month}/")
    assert client.get("/buero/fristen/kalender/2027/13/").status_code == 404


def test_staff_change_a_deadline_and_refusals_change_nothing(world: Any) -> None:
    row = opened(world)
    client, base = world.client("emscher", "clerk"), f"/buero/fristen/{row.pk}/"
    assert "Zählt" not in told(client.get("/buero/fristen/"))
    assert client.post(f"{base}pause/", {"reason": ""}).status_code == 422
    assert client.post(f"{base}pause/", {"reason": "Unterlagen fehlen"}).status_code == 302
    refused = client.post(f"{base}pause/", {"reason": "noch einmal"})
    assert (refused.status_code, "Diese Frist läuft nicht." in told(refused)) == (422, True)
    assert client.post(f"{base}resume/").status_code == 302
    assert row.last_on is not None
    too_early = client.post(f"{base}verlaengern/", {"last_on": f"{row.last_on:%d.%m.%Y}", "reason": "x"})
    assert "Wählen Sie einen Tag nach dem jetzigen Ende." in told(too_early)
    later = row.last_on + timedelta(days=7)
    assert client.post(f"{base}verlaengern/", {"last_on": f"{later:%d.%m.%Y}", "reason": "Bitte"}).status_code == 302
    assert client.post(f"{base}verlaengern/", {"last_on": "morgen", "reason": ""}).status_code == 422
    enter_schema("emscher")
    row.refresh_from_db()
    assert (row.last_on, row.due_at, row.state) == (later, passed_at(later), "running")
    assert client.post(f"{base}cancel/", {"reason": "entfallen"}).status_code == 302
    enter_schema("emscher")
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert "Frist aufheben" not in told(client.get(base))


def test_a_failed_effect_is_shown_and_can_be_tried_again(world: Any) -> None:
    at = clock.now()
    row = opened(world, kind=BROKEN, last_on=None, due_at=at + timedelta(minutes=1), data={"broken": True})
    services.process(at=at + timedelta(minutes=1))
    client, base = world.client("emscher", "clerk"), f"/buero/fristen/{row.pk}/"
    page = told(client.get(base))
    assert "Die Folge ist 1-mal gescheitert" in page
    assert "Folge gescheitert" in told(client.get("/buero/fristen/"))
    assert client.post(f"{base}retry/").status_code == 302
    assert client.post(f"{base}retry/").status_code == 422


def test_staff_of_a_partner_see_only_deadlines_of_their_company(world: Any) -> None:
    enter_schema("raumhafen")
    principal, partner = providers.entities()
    ours = opened(world, "raumhafen", entity_id=partner.pk)
    theirs = opened(world, "raumhafen", subject="x.y:2", entity_id=principal.pk)
    client = world.client("raumhafen", "partner")
    assert client.get(f"/buero/fristen/{ours.pk}/").status_code == 200
    assert client.get(f"/buero/fristen/{theirs.pk}/").status_code == 404
    assert client.post(f"/buero/fristen/{theirs.pk}/cancel/", {"reason": "x"}).status_code == 404
    listed = told(client.get("/buero/fristen/"))
    assert reverse("deadlines:one", args=[ours.pk]) in listed
    assert reverse("deadlines:one", args=[theirs.pk]) not in listed


def test_when_it_is_due_is_told_to_the_minute(world: Any) -> None:
    at = datetime(2027, 6, 30, 14, 30, tzinfo=clock.now().tzinfo)
    opened(world, last_on=None, due_at=at)
    assert "bis 30.06.2027, 16:30 Uhr" in told(world.client("emscher", "customer").get("/fristen/"))
