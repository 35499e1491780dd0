"""Addresses are set up, changed and removed by whoever may, within bounds; the secret is shown once."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts import queries as accounts
from quartier.core.api import services as api
from quartier.core.audit import queries as audit
from quartier.core.webhooks import services
from quartier.core.webhooks.models import Delivery, Event, Hook
from quartier.core.webhooks.rules import MOST_HOOKS
from quartier.core.webhooks.tests import scene
from quartier.core.webhooks.tests.scene import AT, URL, customer, hook, published
from quartier.core.webhooks.views import portal
from quartier.kit import clock
from quartier.kit.access import access_of, permits
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from tests.plugins.world import row_hashes

PAGE = "/webhooks/"
API = "/api/v1/meine/webhooks"
WHOLE = ["own.read", "own.programs"]


def refused(act: Callable[[], object]) -> type[Refused]:
    """What an act is refused for; nothing has changed then."""
    before = row_hashes()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act()
    assert row_hashes() == before
    return type(refusal.value)


def test_an_address_has_a_secret_of_its_own_and_the_customer_hears_of_it(alpha: Any) -> None:
    user = customer()
    made, secret = hook(user)
    assert secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64
    assert (made.party, made.user, made.state, made.secret) == (user.party, user, "active", secret)
    (fact,) = audit.about(f"webhooks.hook:{made.pk}")
    assert (fact.kind, fact.data) == ("webhooks.added", {"address": URL, "events": ["order.accepted"]})
    mail = scene.rows("inbox.OutgoingMail").get(template="webhooks.added")
    assert mail.to_address == user.email
    assert URL in mail.text
    assert "Ein Auftrag ist angenommen" in mail.text
    assert secret not in mail.text + mail.html


@pytest.mark.parametrize(
    ("url", "events", "refusal"),
    [
        ("http://empfang.example/", ["order.accepted"], services.UnfitAddress),
        ("https://10.0.0.1/", ["order.accepted"], services.UnfitAddress),
        ("https://empfang.example/" + "x" * 480, ["order.accepted"], services.UnfitAddress),
        (URL, [], services.NoEvent),
        (URL, ["order.accepted", "order.dreamt"], services.NoEvent),
        (URL, ["webhooks.test"], services.NoEvent),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    alpha: Any, url: str, events: list[str], refusal: type[Refused]
) -> None:
    user = customer()
    assert refused(lambda: services.add(actor=SYSTEM, at=AT, user=user, url=url, events=events)) is refusal


def test_nobody_sets_up_an_eleventh_address_or_one_twice(alpha: Any) -> None:
    user = customer()
    for number in range(MOST_HOOKS - 1):
        hook(user, f"{URL}/{number}")
    assert refused(lambda: hook(user, f"{URL}/0")) is services.AddressTaken
    hook(user, f"{URL}/9")
    assert refused(lambda: hook(user, f"{URL}/10")) is services.TooManyHooks
    hook(customer("rabe"), f"{URL}/0")


def test_acts_that_do_not_fit_the_state_are_refused(alpha: Any) -> None:
    user = customer()
    made, _secret = hook(user)
    given: dict[str, Any] = {"actor": SYSTEM, "at": AT, "hook_id": made.pk}
    assert refused(lambda: services.resume(**given)) is services.NotPaused
    assert refused(lambda: services.choose(**given, events=[])) is services.NoEvent
    row = published(user).deliveries.get()
    again: dict[str, Any] = {"actor": SYSTEM, "at": AT, "delivery_id": row.pk}
    assert refused(lambda: services.resend(**again)) is services.StillOnItsWay
    Delivery.objects.filter(pk=row.pk).update(state="done", next_at=None)
    services.pause(**given)
    assert refused(lambda: services.pause(**given)) is services.NotActive
    assert refused(lambda: services.ping(**given)) is services.NotActive
    assert refused(lambda: services.resend(**again)) is services.NotActive


def test_a_test_goes_to_one_address_and_a_message_goes_again_with_its_number(alpha: Any, run_jobs: Any) -> None:
    with scene.receiving() as receiver:
        user = customer()
        hook(user)
        made, receiver.secret = hook(user, receiver.url, ("order.finished",))
        row = services.ping(actor=SYSTEM, at=AT, hook_id=made.pk)
        run_jobs()
        assert [one["type"] for one in receiver.heard] == ["webhooks.test"]
        services.resend(actor=SYSTEM, at=AT, delivery_id=row.pk)
        run_jobs()
        assert receiver.heard[0] == receiver.heard[1]
        row.refresh_from_db()
        assert (row.state, row.tries, row.allowed) == ("done", 2, 11)


def test_a_removed_address_takes_what_it_was_told_with_it(alpha: Any) -> None:
    user = customer()
    made, _secret = hook(user)
    other, _secret = hook(user, f"{URL}/2")
    published(user)
    number = made.deliveries.get().pk
    services.remove(actor=SYSTEM, at=AT, hook_id=made.pk)
    services.deliver(at=AT, delivery_id=number)
    assert [row.hook for row in Delivery.objects.all()] == [other]
    services.remove(actor=SYSTEM, at=AT, hook_id=other.pk)
    assert not Event.objects.exists()
    assert next(iter(audit.about(f"webhooks.hook:{made.pk}"))).kind == "webhooks.removed"


def test_two_clicks_at_once_do_not_go_beyond_the_bound(committed_db: None) -> None:
    enter_schema("alpha")
    user = customer()
    for number in range(MOST_HOOKS - 1):
        hook(user, f"{URL}/{number}")
    ready, told = threading.Barrier(3), []

    def add(number: int) -> None:
        enter_schema("alpha")
        ready.wait()
        try:
            hook(accounts.user_numbered(user.pk), f"{URL}/more-{number}")
        except services.TooManyHooks:
            told.append(number)
        connection.close()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(told), Hook.objects.count()) == (2, MOST_HOOKS)


@pytest.fixture
def mine(world: Any) -> Any:
    """The customer of the demo, in a provider's schema."""
    enter_schema("emscher")
    return accounts.user_numbered(world.people["emscher"]["customer"])


def called(world: Any, secret: str, path: str = "", verb: str = "GET", body: Any = None) -> Any:
    """Call the API."""
    client = world.client("emscher", "visitor")
    content = json.dumps(body or {}).encode()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    answer = client.generic(verb, API + path, content, "application/json", secure=True, **headers)
    enter_schema("emscher")
    return answer


def token(person: Any, scopes: list[str]) -> str:
    """A token of somebody."""
    given: dict[str, Any] = {"user": person, "name": "Abgleich", "allowed": scopes, "days": 30}
    return api.allow(actor=SYSTEM, at=clock.now(), **given)[1]


def test_a_program_sets_up_an_address_and_hears_its_secret_once(world: Any, mine: Any) -> None:
    key = token(mine, WHOLE)
    body = {"url": URL, "events": ["order.accepted"], "confirmed": False}
    before = called(world, key, "/neu", "POST", body).json()
    assert (before["done"], before["secret"], Hook.objects.count()) == (False, None, 0)
    made = called(world, key, "/neu", "POST", {**body, "confirmed": True}).json()
    assert (made["done"], made["secret"]) == (True, Hook.objects.get(pk=made["number"]).secret)
    told = called(world, key)
    assert made["secret"] not in told.content.decode()
    assert [(one["url"], one["state"]) for one in told.json()["hooks"]] == [(URL, "active")]
    assert {"order.accepted", "order.finished"} <= {one["key"] for one in told.json()["events"]}
    again = called(world, key, "/neu", "POST", {**body, "confirmed": True})
    assert (again.status_code, again.json()["errors"][0]["place"], Hook.objects.count()) == (409, "url", 1)
    unfit = called(world, key, "/neu", "POST", {**body, "url": "https://127.0.0.1/"})
    assert (unfit.status_code, unfit.json()["errors"][0]["place"]) == (409, "url")
    turned = called(world, key, f"/{made['number']}/geheimnis", "POST", {"confirmed": True}).json()
    assert turned["secret"] not in (None, made["secret"])
    scene_of_the_log(world, key, mine)


def scene_of_the_log(world: Any, key: str, mine: Any) -> None:
    """What a program reads of its messages."""
    made = published(mine, clock.now())
    one = called(world, key, f"/{Hook.objects.get().pk}").json()
    assert [(row["id"], row["state"]) for row in one["messages"]] == [(made.number, "waiting")]
    told = called(world, key, f"/nachrichten/{one['messages'][0]['number']}").json()
    assert json.loads(told["content"])["id"] == made.number


def test_without_the_right_nothing_is_shown_or_done(world: Any, mine: Any) -> None:
    made, _secret = hook(mine)
    key = token(mine, ["own.read", "own.write", "own.account"])
    assert called(world, key).status_code == 403
    assert called(world, key, f"/{made.pk}/entfernen", "POST", {"confirmed": True}).status_code == 403
    full = token(mine, WHOLE)
    account = scene.rows("accounts.CustomerAccount").create(name="haus", opened_at=AT)
    mine.account, mine.rights = account, ["write", "users"]
    mine.save(update_fields=["account", "rights"])
    scene.rows("parties.Party").filter(user_id=mine.pk).update(account=account)
    assert called(world, full).status_code == 403
    rule = access_of(portal.own)
    assert rule is not None
    assert not permits(rule, accounts.user_numbered(mine.pk))


def test_the_page_asks_for_the_password_and_shows_the_secret_once(world: Any, mine: Any) -> None:
    client = world.client("emscher", "customer")
    new = f"{PAGE}neu/"
    entries = {"url": URL, "events": ["order.accepted"]}
    asked = client.post(new, entries, secure=True)
    assert (asked.status_code, asked.headers["Location"].split("?")[0]) == (302, "/anmelden/bestaetigen/")
    page = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True, secure=True).content.decode()
    enter_schema("emscher")
    assert not Hook.objects.exists()
    found = re.search(r'name="_shown" value="([^"]+)"', page)
    assert found is not None
    done = client.post(new, {**entries, "_step": "confirm", "_shown": found[1]}, secure=True)
    enter_schema("emscher")
    made = Hook.objects.get()
    assert made.secret in done.content.decode()
    listed = client.get(PAGE, secure=True).content.decode()
    one = client.get(f"{PAGE}{made.pk}/", secure=True).content.decode()
    assert URL in listed
    assert made.secret not in listed + one


def test_an_answer_is_shown_as_text(world: Any, mine: Any) -> None:
    hook(mine)
    row = published(mine).deliveries.get()
    said = "<img src=x onerror=alert(1)>"
    row.log.create(number=1, at=AT, status=500, fault="refused", said=said, took_ms=12)
    page = world.client("emscher", "customer").get(f"{PAGE}nachricht/{row.pk}/", secure=True).content.decode()
    assert said not in page
    assert "&lt;img src=x" in page
    assert "Die Adresse hat geantwortet" in page


def test_addresses_of_another_customer_do_not_exist(world: Any, mine: Any) -> None:
    stranger = accounts.user_numbered(world.people["emscher"]["other customer"])
    made, _secret = hook(stranger)
    row = published(stranger).deliveries.get()
    client = world.client("emscher", "customer")
    for path in (f"{made.pk}/", f"{made.pk}/pausieren/", f"{made.pk}/geheimnis/", f"nachricht/{row.pk}/"):
        assert client.get(PAGE + path, secure=True).status_code == 404, path
    key = token(mine, WHOLE)
    assert called(world, key, f"/{made.pk}").status_code == 404
    assert called(world, key, f"/{made.pk}/geheimnis", "POST", {"confirmed": True}).status_code == 404
    made.refresh_from_db()
    assert made.changed_at == AT + timedelta()
