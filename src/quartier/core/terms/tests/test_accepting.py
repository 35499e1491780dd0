"""Who uses a customer's account accepts the texts before anything else (QX-14)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve, reverse

from quartier.core.accounts import services as accounts
from quartier.core.accounts.models import User
from quartier.core.parties import services as parties
from quartier.core.parties.models import Party
from quartier.core.providers.models import Provider
from quartier.core.terms import queries, services
from quartier.core.terms.models import Acceptance, Occasion
from quartier.core.terms.services import TextChanged
from quartier.core.terms.tests.texts import put_in_force
from quartier.kit.access import Audience, access_of
from quartier.kit.navigation import Area, entries
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
PASSWORD = "Lotse-und-Kran-2026"


@pytest.fixture
def paula(alpha: Any) -> User:
    """A user of a customer's account who has accepted nothing yet; the portal is open."""
    Provider.objects.filter(schema_name="alpha").update(state="published")
    for kind, body in (("terms", "Halten Sie Ihr Passwort geheim."), ("privacy", "Wir speichern wenig.")):
        put_in_force(kind, body)
    account = accounts.open_customer_account(actor=SYSTEM, at=AT, name="Kontor-Sued")
    party = parties.add_party(actor=SYSTEM, at=AT, kind="organisation", name="Kontor Süd GmbH")
    Party.objects.filter(pk=party.pk).update(account=account)
    return accounts.open_account(
        actor=SYSTEM, at=AT, audience=Audience.CUSTOMER, email="paula@kontor.example", name="Paula Sander",
        password=PASSWORD, account=account, user_name="paula", rights=["write"],
    )  # fmt: skip


def by(user: User) -> Actor:
    return Actor(ActorKind.CUSTOMER, str(user.pk), user.name)


def test_the_exact_words_are_kept_once_and_the_fact_names_them(paula: User) -> None:
    documents = queries.current_documents()
    given: dict[str, Any] = {"actor": by(paula), "at": AT, "user_id": paula.pk, "occasion": Occasion.FIRST_LOGIN}
    made = services.accept(**given, documents=documents)
    assert [row.version.body for row in made] == ["Halten Sie Ihr Passwort geheim.", "Wir speichern wenig."]
    assert all(row.version.is_intact for row in made)
    assert services.accept(**given, documents=documents) == []
    assert Acceptance.objects.count() == 2
    assert queries.missing(paula) == []


def test_words_that_have_changed_since_they_were_read_are_not_accepted(paula: User) -> None:
    documents = queries.current_documents()
    put_in_force("terms", "Etwas anderes.")
    with pytest.raises(TextChanged):
        services.accept(actor=by(paula), at=AT, user_id=paula.pk, documents=documents, occasion=Occasion.FIRST_LOGIN)
    assert not Acceptance.objects.exists()


def test_a_later_version_does_not_lock_anybody_out(paula: User) -> None:
    services.accept(
        actor=by(paula), at=AT, user_id=paula.pk, documents=queries.current_documents(),
        occasion=Occasion.REGISTRATION,
    )  # fmt: skip
    put_in_force("terms", "Eine neue Fassung.")
    assert queries.missing(paula) == []


@pytest.mark.req("QX-14")
def test_until_then_every_page_leads_to_the_texts(paula: User, alpha: Any) -> None:
    client = _client("alpha", paula)
    gate = reverse("terms:accept")
    for name in ("parties:dashboard", "profile:my_data", "threads:own", "accounts:me"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, gate), name
    own = [entry.url_name for entry in entries if entry.area is Area.PORTAL and _is_for_customers(entry.url_name)]
    assert len(own) > 5
    for name in own:
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.get("Location")) == (302, gate), name
    assert client.get(reverse("terms:terms")).status_code == 200
    page = client.get(gate).content.decode()
    assert "Halten Sie Ihr Passwort geheim." in page
    assert "checked" not in page


def test_one_box_is_not_enough_and_nothing_is_kept(paula: User, alpha: Any) -> None:
    client = _client("alpha", paula)
    digests = {f"{one.kind}_digest": one.digest for one in queries.current_documents()}
    answer = client.post(reverse("terms:accept"), {**digests, "terms": "on"})
    assert answer.status_code == 422
    assert "Bitte lesen Sie die Datenschutzhinweise" in answer.content.decode()
    assert not Acceptance.objects.exists()


@pytest.mark.req("QX-14")
def test_after_both_boxes_and_the_check_everything_is_open_and_the_administrator_sees_it(
    paula: User, alpha: Any
) -> None:
    boss = accounts.open_account(
        actor=SYSTEM, at=AT, audience=Audience.CUSTOMER, email="ines@kontor.example", name="Ines Kaya",
        password=PASSWORD, account=paula.account, user_name="ines", rights=["users", "write"],
    )  # fmt: skip
    services.accept(
        actor=by(boss), at=AT, user_id=boss.pk, documents=queries.current_documents(),
        occasion=Occasion.REGISTRATION,
    )  # fmt: skip
    overview = _client("alpha", boss).get(reverse("users:users")).content.decode()
    assert overview.count("noch nicht") == 1
    client = _client("alpha", paula)
    digests = {f"{one.kind}_digest": one.digest for one in queries.current_documents()}
    given = {**digests, "terms": "on", "privacy": "on"}
    shown = client.post(reverse("terms:accept"), given)
    token = shown.context["token"]
    assert not Acceptance.objects.filter(user=paula).exists()
    done = client.post(reverse("terms:accept"), {**given, "_step": "confirm", "_shown": token})
    assert done.status_code == 302
    assert client.get(reverse("parties:dashboard")).status_code == 200
    assert "noch nicht" not in _client("alpha", boss).get(reverse("users:users")).content.decode()


def test_who_uses_no_shared_account_is_not_asked(alpha: Any) -> None:
    Provider.objects.filter(schema_name="alpha").update(state="published")
    user = accounts.open_account(
        actor=SYSTEM, at=AT, audience=Audience.CUSTOMER, email="ilse@posthaus.example", name="Ilse Markgraf",
        password=PASSWORD,
    )  # fmt: skip
    parties.add_party(actor=SYSTEM, at=AT, kind="person", name="Markgraf", user=user)
    assert _client("alpha", user).get(reverse("parties:dashboard")).status_code == 200


def _is_for_customers(name: str) -> bool:
    rule = access_of(resolve(reverse(name)).func)
    return rule is not None and rule.audience is Audience.CUSTOMER


def _client(schema: str, user: User) -> Client:
    given: dict[str, Any] = {"HTTP_HOST": f"{schema}.localhost", "wsgi.url_scheme": "https"}
    client = Client(**given)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_what_a_guest_accepts_belongs_to_the_order_and_an_order_keeps_its_own_rows(paula: User) -> None:
    documents = queries.current_documents()
    given: dict[str, Any] = {"at": AT, "documents": documents, "occasion": Occasion.ORDER}
    services.accept(actor=by(paula), **given, user_id=paula.pk)
    guest = services.accept(actor=SYSTEM, **given, subject="orders.order:5")
    assert services.accept(actor=SYSTEM, **given, subject="orders.order:5") == []
    own = services.accept(actor=by(paula), **given, user_id=paula.pk, subject="orders.order:6")
    assert (len(guest), len(own), Acceptance.objects.count()) == (2, 2, 6)
    assert [row.version.kind for row in queries.accepted_for("orders.order:5")] == ["terms", "privacy"]
    assert queries.accepted_for("") == []
    with pytest.raises(services.NobodyAccepts):
        services.accept(actor=SYSTEM, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(version=own[0].version, occasion="order", via="portal", accepted_at=AT)


def test_with_the_account_goes_what_hung_on_it_alone(paula: User) -> None:
    given: dict[str, Any] = {"at": AT, "documents": queries.current_documents(), "occasion": Occasion.ORDER}
    services.accept(actor=by(paula), **given, user_id=paula.pk)
    services.accept(actor=by(paula), **given, user_id=paula.pk, subject="orders.order:6")
    services.let_go(Acceptance.objects.filter(user=paula), AT)
    assert _nameless() == {"orders.order:6"}
    services.accept(actor=by(paula), **given, user_id=paula.pk, subject="orders.order:7")
    paula.delete()
    assert _nameless() == {"orders.order:6", "orders.order:7"}
    assert services.forget(subjects=["orders.order:6", ""]) == 2
    assert Acceptance.objects.count() == 2


def _nameless() -> set[str]:
    assert not Acceptance.objects.exclude(user=None).exists()
    return set(Acceptance.objects.values_list("subject", flat=True))
