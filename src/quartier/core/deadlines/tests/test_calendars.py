"""Deadlines in calendar programs: by a secret address, as far as its owner may see, until it is revoked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from icalendar import Calendar

from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.deadlines import services
from quartier.core.deadlines.models import CalendarAddress, Deadline
from quartier.core.deadlines.services.subscribing import MOST_ADDRESSES
from quartier.core.deadlines.tests.kinds import NOTED, PLAIN
from quartier.core.deadlines.tests.test_pages import opened
from quartier.core.deadlines.views.feed import MOST_IN_WINDOW
from quartier.core.privacy.models import RequestRecord
from quartier.core.privacy.services.log import writer
from quartier.core.providers import queries as providers
from quartier.kit import clock
from quartier.kit.roles import StaffRole
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM


@pytest.fixture(autouse=True)
def _no_one_has_asked_yet() -> None:
    cache.clear()


def address(world: Any, role: str, schema: str = "emscher", name: str = "Telefon") -> str:
    """The path of a new calendar address of somebody."""
    enter_schema(schema)
    user = User.objects.get(pk=world.people[schema][role])
    return f"/fristen/abonnement/{services.open_address(actor=SYSTEM, at=clock.now(), user=user, name=name).token}.ics"


def read(world: Any, path: str, schema: str = "emscher", **headers: str) -> Any:
    """What a program without any login gets."""
    return world.client(schema, "visitor").get(path, secure=True, headers=headers)


def events(answer: Any) -> list[Any]:
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content)
    assert found.errors == []
    return list(found.walk("VEVENT"))


def test_customers_read_their_own_deadlines_and_nothing_about_people(world: Any) -> None:
    row = opened(world, subject="x.y:4711")
    opened(world, subject="x.y:2", holder="parties.party:999999")
    answer = read(world, address(world, "customer"))
    (event,) = events(answer)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event.decoded("DTSTART") == row.last_on
    assert str(event["SUMMARY"]) == NOTED
    assert str(event["URL"]) == "https://emscher.localhost/fristen/"
    text = answer.content.decode()
    assert not any(word in text for word in ("4711", "Markgraf", "VALARM", "parties.party"))


def test_staff_read_what_they_may_see_at_the_moment_they_ask(world: Any) -> None:
    enter_schema("raumhafen")
    Deadline.objects.all().delete()
    principal, partner = providers.entities()
    at = datetime(2027, 1, 15, 13, 30, tzinfo=clock.now().tzinfo)
    ours = opened(world, "raumhafen", subject="x.y:41", entity_id=partner.pk, last_on=None, due_at=at)
    opened(world, "raumhafen", subject="x.y:42", entity_id=principal.pk)
    path = address(world, "partner", "raumhafen")
    (event,) = events(read(world, path, "raumhafen"))
    assert str(event["SUMMARY"]) == f"{NOTED}, Nr. 41, bis 14:30 Uhr"
    assert event.decoded("DTSTART") == date(2027, 1, 15)
    assert str(event["URL"]).endswith(f"/buero/fristen/{ours.pk}/")
    enter_schema("raumhafen")
    person = User.objects.filter(pk=world.people["raumhafen"]["partner"])
    person.update(entity=None)
    assert len(events(read(world, path, "raumhafen"))) == 2
    enter_schema("raumhafen")
    person.update(roles=[StaffRole.EDITOR])
    assert events(read(world, path, "raumhafen")) == []
    enter_schema("raumhafen")
    person.update(roles=[StaffRole.CLERK], is_active=False)
    assert events(read(world, path, "raumhafen")) == []


def test_a_calendar_holds_what_ends_within_a_year_under_the_same_name_for_ever(world: Any) -> None:
    row, paused = opened(world), opened(world, kind=PLAIN)
    opened(world, subject="x.y:3", last_on=clock.today() + timedelta(days=500))
    services.pause(actor=SYSTEM, at=clock.now(), deadline_id=paused.pk, reason="x")
    path = address(world, "customer")
    (before,) = events(read(world, path))
    enter_schema("emscher")
    assert row.last_on is not None
    later = row.last_on + timedelta(days=9)
    services.extend(actor=SYSTEM, at=clock.now(), deadline_id=row.pk, reason="x", last_on=later)
    (after,) = events(read(world, path))
    assert (before["UID"], after.decoded("DTSTART")) == (after["UID"], later)
    enter_schema("emscher")
    services.meet(actor=SYSTEM, at=clock.now(), deadline_id=row.pk)
    assert events(read(world, path)) == []


def test_an_unchanged_calendar_is_not_sent_again_and_nobody_keeps_it(world: Any) -> None:
    row, path = opened(world), address(world, "customer")
    first = read(world, path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-store"
    again = read(world, path, **{"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    enter_schema("emscher")
    services.meet(actor=SYSTEM, at=clock.now(), deadline_id=row.pk)
    assert read(world, path, **{"If-None-Match": tag}).status_code == 200


def test_a_revoked_or_invented_address_opens_nothing_and_neither_does_one_of_another_provider(world: Any) -> None:
    path = address(world, "customer")
    assert read(world, path).status_code == 200
    assert read(world, path, "raumhafen").status_code == 404
    assert read(world, path.replace(".ics", "x.ics")).status_code == 404
    enter_schema("emscher")
    services.revoke_address(actor=SYSTEM, at=clock.now(), address_id=CalendarAddress.objects.get().pk)
    assert read(world, path).status_code == 404
    enter_schema("emscher")
    kinds = [fact.kind for fact in audit.facts().order_by("-pk")[:2]]
    assert kinds == ["deadline.calendar_revoked", "deadline.calendar_opened"]


def test_the_secret_is_in_no_row_and_in_no_line_of_the_log(world: Any) -> None:
    path = address(world, "customer")
    token = path.rpartition("/")[2].removesuffix(".ics")
    assert read(world, path).status_code == 200
    writer.flush()
    enter_schema("emscher")
    pages = set(RequestRecord.objects.values_list("page", flat=True))
    assert "/fristen/abonnement/***.ics" in pages
    assert not any(token in page for page in pages)
    assert token not in str(list(CalendarAddress.objects.values()))
    assert token not in str([fact.data for fact in audit.facts()])


def test_the_last_use_is_told_to_the_hour(world: Any) -> None:
    enter_schema("emscher")
    user, at = User.objects.get(pk=world.people["emscher"]["customer"]), clock.now()
    new = services.open_address(actor=SYSTEM, at=at, user=user, name="Telefon")
    for minutes, noted in ((1, 1), (60, 1), (61, 61)):
        services.note_use(at=at + timedelta(minutes=minutes), address=new.row)
        new.row.refresh_from_db()
        assert new.row.last_used_at == at + timedelta(minutes=noted)


def test_whoever_asks_too_often_has_to_wait_and_guessing_stops_nobody_else(world: Any) -> None:
    path, other = address(world, "customer"), address(world, "other customer")
    answers = [read(world, path).status_code for _ in range(MOST_IN_WINDOW + 1)]
    assert answers == [200] * MOST_IN_WINDOW + [429]
    assert read(world, path).headers["Retry-After"] == "3600"
    guesses = [read(world, f"/fristen/abonnement/{n}.ics").status_code for n in range(MOST_IN_WINDOW + 1)]
    assert guesses == [404] * MOST_IN_WINDOW + [429]
    assert read(world, other).status_code == 200


def test_customers_make_an_address_after_a_check_see_it_once_and_revoke_it_after_a_question(world: Any) -> None:
    client = world.client("emscher", "customer")
    check = client.post("/fristen/kalender/", {"name": "Telefon"}, secure=True)
    page = unescape(check.content.decode())
    assert "Wer die Adresse hat, kann Ihre Fristen lesen." in page
    enter_schema("emscher")
    assert not CalendarAddress.objects.exists()
    token = page.split('name="_shown" value="')[1].split('"')[0]
    made = client.post("/fristen/kalender/", {"name": "Telefon", "_step": "confirm", "_shown": token}, secure=True)
    shown = unescape(made.content.decode())
    path = shown.split("<code>https://emscher.localhost")[1].split("</code>")[0]
    assert read(world, path).status_code == 200
    listed = unescape(client.get("/fristen/kalender/", secure=True).content.decode())
    assert path not in listed
    assert "zuletzt abgerufen am" in listed
    enter_schema("emscher")
    row = CalendarAddress.objects.get()
    where = f"/fristen/kalender/{row.pk}/widerrufen/"
    stranger = world.client("emscher", "other customer")
    assert stranger.post(where, secure=True).status_code == 404
    assert "Kalenderadresse „Telefon“ widerrufen?" in unescape(client.get(where, secure=True).content.decode())
    assert read(world, path).status_code == 200
    assert client.post(where, secure=True).status_code == 302
    assert read(world, path).status_code == 404


def test_staff_make_and_revoke_addresses_of_their_own_only(world: Any) -> None:
    client = world.client("emscher", "clerk")
    made = client.post("/buero/fristen/abonnements/", {"name": "Tisch"}, secure=True)
    assert "wird nicht noch einmal gezeigt" not in unescape(client.get("/buero/fristen/abonnements/").content.decode())
    path = unescape(made.content.decode()).split("<code>https://emscher.localhost")[1].split("</code>")[0]
    assert read(world, path).status_code == 200
    again = client.post("/buero/fristen/abonnements/", {"name": "Tisch"}, secure=True)
    assert again.status_code == 422
    assert "Sie haben schon eine Kalenderadresse mit diesem Namen." in unescape(again.content.decode())
    enter_schema("emscher")
    row = CalendarAddress.objects.get()
    where = f"/buero/fristen/abonnements/{row.pk}/widerrufen/"
    assert world.client("emscher", "lead").post(where, secure=True).status_code == 404
    assert client.post(where, secure=True).status_code == 302
    assert read(world, path).status_code == 404


def test_nobody_has_any_number_of_addresses(world: Any) -> None:
    for number in range(MOST_ADDRESSES):
        address(world, "customer", name=f"Gerät {number}")
    with pytest.raises(services.TooManyAddresses):
        address(world, "customer", name="noch eins")
    assert CalendarAddress.objects.count() == MOST_ADDRESSES
