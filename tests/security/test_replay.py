"""What lets somebody in at one provider is nothing at another: sessions, links, devices, passkeys (cross-provider)."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client

from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts import services
from quartier.core.accounts.models import Device, MailLink, User
from quartier.core.inbox.models import OutgoingMail
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

HERE, THERE = "emscher", "raumhafen"


def browser(schema: str) -> Client:
    """A browser at a portal."""
    given: dict[str, Any] = {"HTTP_HOST": f"{schema}.localhost", "wsgi.url_scheme": "https"}
    return Client(**given)


def person_at(schema: str) -> User:
    """The customer of the demo; leaves the connection in the schema."""
    enter_schema(schema)
    return User.objects.get(email=f"kunde@{schema}.example")


def key_in(template: str) -> str:
    """The key in the last mail of a kind."""
    text = OutgoingMail.objects.filter(template=template).order_by("-pk")[0].text
    return next(line for line in text.splitlines() if line.startswith("http")).rstrip("/").rpartition("/")[2]


def same_number(here: User) -> User:
    """Somebody at the other provider with the same number: nothing may lean on the number alone."""
    enter_schema(THERE)
    name = "doppel@posthaus.example"
    given: dict[str, Any] = {"email": name, "name": "Doppel", "audience": "customer", "created_at": clock.now()}
    return User.objects.create(pk=here.pk, login=name, password=here.password, **given)


def test_a_session_and_a_device_stay_at_home(world: Any) -> None:
    here = person_at(HERE)
    services.set_up_second_factor(actor=SYSTEM, at=clock.now(), user=here, secret="JBSWY3DPEHPK3PXP")
    key = services.new_key()
    services.remember(at=clock.now(), user=here, key=key, name="Firefox")
    services.trust(actor=SYSTEM, at=clock.now(), user=here, key=key)
    assert services.is_trusted(at=clock.now(), key=key, user=here)
    there = same_number(here)
    assert not services.is_trusted(at=clock.now(), key=key, user=there)
    assert services.device_of(key, there.login) is None
    assert Device.objects.filter(user=there).count() == 0
    thief = browser(THERE)
    thief.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[HERE, "customer"]
    assert thief.get("/konto/").status_code == 302


@pytest.mark.parametrize("purpose", ["reset", "address"])
def test_a_link_by_mail_means_nothing_elsewhere(world: Any, purpose: str) -> None:
    here = person_at(HERE)
    if purpose == "reset":
        services.ask_for_reset(at=clock.now(), login=here.login)
        services.send_reset(at=clock.now(), link_id=MailLink.objects.get().pk)
        path = f"/passwort/neu/{key_in('accounts.reset')}/"
    else:
        asked: dict[str, Any] = {"email": "neu@posthaus.example", "current": PASSWORD}
        services.ask_for_address(actor=SYSTEM, at=clock.now(), user_id=here.pk, **asked)
        path = f"/konto/adresse/{key_in('accounts.new_address')}/"
    there = same_number(here)
    form = {"password": "Herbstlaub 9 Kastanien", "again": "Herbstlaub 9 Kastanien"}
    for verb in ("get", "post"):
        assert getattr(browser(THERE), verb)(path, form).status_code == 410
    enter_schema(THERE)
    there.refresh_from_db()
    assert (there.email, there.password) == ("doppel@posthaus.example", here.password)
    assert browser(HERE).get(path).status_code == 200


def test_a_passkey_is_made_for_one_host_and_known_in_one_schema(world: Any) -> None:
    here = person_at(HERE)
    Authenticator.objects.create(user=here, type="webauthn", data={"name": "Telefon"})
    same_number(here)
    assert Authenticator.objects.count() == 0
    hosts = set()
    for schema in (HERE, THERE):
        options = browser(schema).get("/anmelden/passkey/", headers={"Accept": "application/json"}).json()
        hosts.add(options["request_options"]["publicKey"]["rpId"])
    assert hosts == {f"{HERE}.localhost", f"{THERE}.localhost"}


@pytest.mark.parametrize("verb", ["get", "head"])
def test_looking_at_a_link_changes_nothing(world: Any, verb: str) -> None:
    here = person_at(HERE)
    services.ask_for_reset(at=clock.now(), login=here.login)
    services.send_reset(at=clock.now(), link_id=MailLink.objects.get().pk)
    path = f"/passwort/neu/{key_in('accounts.reset')}/"
    before = MailLink.objects.values_list("used_at", "key_hash").get()
    with transaction.atomic():
        getattr(browser(HERE), verb)(path)
    enter_schema(HERE)
    assert MailLink.objects.values_list("used_at", "key_hash").get() == before
