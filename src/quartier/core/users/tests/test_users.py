"""An account's administrator decides who gets in and what they may do (QX-13, QX-27)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts.models import User
from quartier.core.accounts.services import LoginTaken, NoName
from quartier.core.audit import queries as audit
from quartier.core.threads.models import Thread
from quartier.core.users import services
from quartier.core.users.services import LastAdministrator, OnlyOneself
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind


@pytest.fixture
def home(world: Any) -> Any:
    """Stand in a portal where a firm has an account with two users."""
    enter_schema("emscher")
    return world


def person(world: Any, role: str) -> User:
    enter_schema("emscher")
    return User.objects.get(pk=world.people["emscher"][role])


def by(user: User) -> Actor:
    return Actor(ActorKind.CUSTOMER, str(user.pk), user.name)


def told(world: Any) -> dict[str, Any]:
    boss = person(world, "administrator")
    return {"actor": by(boss), "at": clock.now(), "account_id": boss.account_id}


@pytest.mark.req("QX-13")
def test_a_user_with_the_right_to_read_is_refused_what_changes_and_a_disabled_one_is_out_at_once(home: Any) -> None:
    reader = home.client("emscher", "reader")
    given = {"subject": "Frage", "text": "Wann kommt jemand?"}
    assert reader.get(reverse("threads:new")).status_code == 200
    assert reader.post(reverse("threads:new"), given).status_code == 403
    enter_schema("emscher")
    assert not Thread.objects.filter(subject="Frage").exists()
    services.grant(**told(home), user_id=person(home, "reader").pk, rights=["write"])
    assert reader.post(reverse("threads:new"), given).status_code in (200, 422)
    services.disable(**told(home), user_id=person(home, "reader").pk)
    answer = reader.get(reverse("parties:dashboard"))
    assert (answer.status_code, answer["Location"].startswith("/anmelden/")) == (302, True)


def test_an_invited_user_has_no_password_until_the_mail_is_answered(home: Any) -> None:
    boss = person(home, "administrator")
    given: dict[str, Any] = {"actor": by(boss), "at": clock.now(), "account": boss.account}
    user = services.invite(**given, name="Nora Lind", user_name="nora", email="n.lind@halle.example", rights=["write"])
    assert user.login == "hof-und-halle/nora"
    assert not user.has_usable_password()
    assert user.customer_rights == frozenset({"write"})
    with pytest.raises(LoginTaken):
        services.invite(**given, name="Nora Zwei", user_name="Nora", email="zwei@halle.example", rights=[])
    with pytest.raises(NoName):
        services.invite(**given, name="Nora Drei", user_name="n/3", email="drei@halle.example", rights=[])
    assert User.objects.filter(account=boss.account).count() == 3


def test_two_accounts_may_have_a_user_of_the_same_name_and_address(home: Any) -> None:
    from quartier.core.accounts import services as accounts  # noqa: PLC0415 – beside its only use

    boss = person(home, "administrator")
    other = accounts.open_customer_account(actor=by(boss), at=clock.now(), name="Kontor-Sued")
    given: dict[str, Any] = {"actor": by(boss), "at": clock.now(), "name": "Nora", "user_name": "nora", "rights": []}
    one = services.invite(**given, account=boss.account, email="info@verbund.example")
    two = services.invite(**given, account=other, email="info@verbund.example")
    assert {one.login, two.login} == {"hof-und-halle/nora", "kontor-sued/nora"}


def test_the_last_administrator_stays(home: Any) -> None:
    boss = person(home, "administrator")
    with pytest.raises(LastAdministrator):
        services.grant(**told(home), user_id=boss.pk, rights=["write"])
    with pytest.raises(OnlyOneself):
        services.remove(**told(home), user_id=boss.pk)
    with pytest.raises(OnlyOneself):
        services.disable(**told(home), user_id=boss.pk)
    boss.refresh_from_db()
    assert (boss.is_active, "users" in boss.rights) == (True, True)
    reader = person(home, "reader")
    services.grant(**told(home), user_id=reader.pk, rights=["users"])
    services.grant(**told(home), user_id=boss.pk, rights=["write"])
    assert person(home, "administrator").rights == ["write"]


def test_a_removed_user_is_gone_and_what_was_done_stays(home: Any) -> None:
    reader = person(home, "reader")
    services.remove(**told(home), user_id=reader.pk)
    assert not User.objects.filter(pk=reader.pk).exists()
    kinds = [fact.kind for fact in audit.about(f"accounts.user:{reader.pk}")]
    assert "account.user_removed" in kinds
    answer = home.client("emscher", "reader").get(reverse("parties:dashboard"))
    assert answer.status_code == 302


@pytest.mark.req("QX-27")
def test_a_demanded_password_is_set_at_the_next_login_and_the_duty_is_told_beforehand(home: Any) -> None:
    page = home.client("emscher", "administrator").get(reverse("users:new")).content.decode()
    assert "Passwörter sind persönlich und dürfen nicht weitergegeben werden" in page
    reader = person(home, "reader")
    services.ask_for_a_new_password(**told(home), user_id=reader.pk)
    assert person(home, "reader").must_change_password
    assert home.client("emscher", "reader").get(reverse("parties:dashboard"))["Location"].startswith("/anmelden/")
    client = home.client("emscher", "visitor")
    enter_schema("emscher")
    client.force_login(person(home, "reader"), settings.AUTHENTICATION_BACKENDS[0])
    for name in ("parties:dashboard", "threads:own", "accounts:me"):
        assert client.get(reverse(name))["Location"] == "/konto/passwort/", name
    chosen = {"current": PASSWORD, "password": "Ein-neues-Wort-2026", "again": "Ein-neues-Wort-2026"}
    answer = client.post("/konto/passwort/", chosen)
    assert answer.status_code == 302, answer.content.decode()
    enter_schema("emscher")
    assert not person(home, "reader").must_change_password
    assert client.get(reverse("parties:dashboard")).status_code == 200


def test_the_pages_show_the_duty_and_refuse_a_user_of_another_account(home: Any) -> None:
    client = home.client("emscher", "administrator")
    page = client.get(reverse("users:new")).content.decode()
    assert "Passwörter sind persönlich und dürfen nicht weitergegeben werden" in page
    stranger = home.people["emscher"]["other customer"]
    for name in ("user", "disable", "remove", "reset"):
        assert client.get(reverse(f"users:{name}", args=[stranger])).status_code == 404
    assert home.client("emscher", "reader").get(reverse("users:users")).status_code == 403
    assert home.client("emscher", "customer").get(reverse("users:users")).status_code == 403
