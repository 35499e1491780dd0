"""Whom mail does not reach is asked for another address; once a year everybody is asked whether all is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from quartier.core.accounts import services as accounts
from quartier.core.accounts.models import User
from quartier.core.audit.models import Confirmation as Seen
from quartier.core.inbox import services as inbox
from quartier.core.inbox.models import OutgoingMail
from quartier.core.inbox.tests.letters import Reading
from quartier.core.inbox.tests.reports import report
from quartier.core.profile import queries, services
from quartier.core.profile.extension import Reachability, reachability
from quartier.core.profile.models import AddressLink, Confirmation, LostAddress
from quartier.core.profile.rules import Occasion, digest_of
from quartier.core.profile.tests.conftest import Town
from quartier.kit import clock
from quartier.values.actor import SYSTEM

YEAR_AGO = timedelta(days=370)
START, REVIEW = "/uebersicht/", "/meine-daten/pruefen/"


def come_back(town: Town, times: int, later: timedelta = timedelta(hours=-1)) -> None:
    """Let mails to the customer come back."""
    for number in range(times):
        at = clock.now() + later + timedelta(seconds=number)
        mail = inbox.post(actor=SYSTEM, at=at, mail=Reading(), to=town.user.email)
        assert inbox.note_report(at=at, mail_id=mail.pk, raw=report())


def key_of_link() -> str:
    """The secret in the newest mail with a link."""
    text = OutgoingMail.objects.filter(template="profile.address_link").latest("pk").text
    return text.partition("/e-mail-bestaetigen/")[2].split("/")[0]


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    """What an app above hears."""
    told: list[tuple[str, int]] = []
    reachability.register(
        "test", Reachability(lambda key, _at: told.append(("lost", key)), lambda key, _at: told.append(("found", key)))
    )
    yield told
    reachability._entries.pop("test")


@pytest.mark.req("QX-24")
def test_who_is_not_reached_is_asked_at_the_login_and_listed_until_an_address_is_confirmed(
    town: Town, heard: list[tuple[str, int]]
) -> None:
    limit = 3
    come_back(town, limit - 1)
    assert not LostAddress.objects.exists()
    assert town.get("customer", START).status_code == 200
    come_back(town, 1, timedelta(minutes=-5))
    assert LostAddress.objects.get().address == town.user.email
    assert heard == [("lost", town.party.pk)]

    town.world.client("emscher", "customer").post("/meine-daten/spaeter/")
    town = Town(town.world)
    from django.conf import settings  # noqa: PLC0415 – a session of its own
    from django.test import Client  # noqa: PLC0415

    fresh = Client(HTTP_HOST="emscher.localhost", **{"wsgi.url_scheme": "https"})  # type: ignore[arg-type]
    fresh.force_login(town.user, settings.AUTHENTICATION_BACKENDS[0])
    assert fresh.get(START).headers["Location"] == REVIEW
    assert "Wir erreichen Sie nicht per E-Mail" in fresh.get(REVIEW).content.decode()
    assert fresh.post("/meine-daten/spaeter/").status_code == 302
    assert fresh.get(START).status_code == 200, "postponed for this session"
    listed = town.get("clerk", "/buero/datenaenderungen/unerreichbar/").content.decode()
    assert str(town.party) in listed

    accounts.ask_for_address(
        actor=town.me, at=clock.now(), user_id=town.user.pk, email="neu@posthaus.example", current="Quartier-Demo-2026"
    )
    assert LostAddress.objects.filter(ended_at=None).exists(), "asking alone clears nothing"
    text = OutgoingMail.objects.get(to_address="neu@posthaus.example").text
    accounts.confirm_address(
        actor=town.me, at=clock.now(), key=text.partition("/konto/adresse/")[2].split()[0].strip("/")
    )
    assert not LostAddress.objects.filter(ended_at=None).exists()
    assert heard[-1] == ("found", town.party.pk)
    assert str(town.party) not in town.get("clerk", "/buero/datenaenderungen/unerreichbar/").content.decode()


def test_an_address_that_works_again_is_proven_by_a_link_that_only_a_button_uses(town: Town) -> None:
    come_back(town, 3)
    assert town.post("customer", "/meine-daten/e-mail/erneut/").status_code == 302
    path = f"/e-mail-bestaetigen/{key_of_link()}/"
    for _look in range(2):
        assert town.get("visitor", path).status_code == 200
    assert LostAddress.objects.filter(ended_at=None).exists()
    assert town.post("visitor", path).status_code == 200
    assert not LostAddress.objects.filter(ended_at=None).exists()
    assert town.post("visitor", path).status_code == 410
    come_back(town, 2, timedelta(minutes=1))
    assert not LostAddress.objects.filter(ended_at=None).exists(), "what came back before counts no more"
    come_back(town, 1, timedelta(minutes=2))
    assert LostAddress.objects.filter(ended_at=None).exists()


def test_a_link_dies_with_time_and_with_the_next_one_and_means_nothing_elsewhere(town: Town) -> None:
    common: dict[str, Any] = {"actor": town.me, "party_id": town.party.pk, "email": "neu@posthaus.example"}
    services.ask_for_address(**common, at=clock.now())
    first = key_of_link()
    services.ask_for_address(**common, at=clock.now() + timedelta(seconds=1))
    second, before = key_of_link(), town.fresh().email
    assert first != second
    for at, key in ((clock.now(), first), (clock.now() + timedelta(days=3), second), (clock.now(), "x" * 43)):
        with pytest.raises(services.LinkDead):
            services.confirm_address(actor=SYSTEM, at=at, key=key)
    assert town.world.client("raumhafen", "visitor").post(f"/e-mail-bestaetigen/{second}/").status_code == 410
    town = Town(town.world)
    assert town.fresh().email == before
    services.confirm_address(actor=SYSTEM, at=clock.now() + timedelta(seconds=2), key=second)
    assert town.fresh().email == "neu@posthaus.example"
    assert second not in str(AddressLink.objects.values())
    with pytest.raises(services.AddressMissing):
        services.ask_for_address(**common | {"email": " "}, at=clock.now())


@pytest.mark.req("CC-58")
def test_contact_data_confirmed_more_than_a_year_ago_are_asked_about_at_the_login(town: Town) -> None:
    now = clock.now()
    assert not queries.needs_confirmation(town.party, now, since=town.user.created_at)
    User.objects.filter(pk=town.user.pk).update(created_at=now - YEAR_AGO)
    assert town.get("customer", START).headers["Location"] == REVIEW
    assert town.get("customer", "/vertraege/").headers["Location"] == REVIEW, "it is not dismissed by going elsewhere"
    assert town.get("customer", "/meine-daten/").status_code == 200
    page = town.get("customer", REVIEW).content.decode()
    assert town.party.street in page
    assert town.post("customer", "/meine-daten/bestaetigen/", digest="other").status_code == 409
    assert not Confirmation.objects.exists()
    digest = digest_of(queries.contact_of(town.party))
    assert digest in page
    assert town.post("customer", "/meine-daten/bestaetigen/", digest=digest).status_code == 302
    assert town.get("customer", START).status_code == 200
    assert town.party.street in str(Seen.objects.get(form="profile.contact").values)

    Confirmation.objects.update(confirmed_at=now - YEAR_AGO)
    assert queries.needs_confirmation(town.party, now, since=now - YEAR_AGO * 3), "older than twelve months"
    services.confirm_contact(actor=town.me, at=now, party_id=town.party.pk, digest=digest, occasion=Occasion.ORDER)
    assert Confirmation.objects.latest("confirmed_at").occasion == "order"
    assert not queries.needs_confirmation(town.party, now, since=now - YEAR_AGO * 3), "an order counts as well"
