"""What costs money needs a right of its own, and everything caused stands under who caused it (QX-15, QX-31)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.charges import queries, services
from quartier.core.charges.models import Charge
from quartier.core.charges.services import AlreadyCancelled, MayNotCharge
from quartier.core.parties import queries as parties
from quartier.core.threads.models import Category, Thread
from quartier.core.users import services as users
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind

SCHEMA = "raumhafen"
FEE = Decimal("49.00")


@pytest.fixture
def home(world: Any) -> Any:
    """Stand in a portal for businesses where a request can cost money."""
    enter_schema(SCHEMA)
    Category.objects.create(label="Beratung", treatment="request", fee=FEE)
    return world


def person(world: Any, role: str) -> User:
    enter_schema(SCHEMA)
    return User.objects.get(pk=world.people[SCHEMA][role])


def by(user: User) -> Actor:
    return Actor(ActorKind.CUSTOMER, str(user.pk), user.name)


def opened(world: Any, role: str) -> Any:
    """Ask for paid support as somebody, through the check step."""
    client = world.client(SCHEMA, role)
    enter_schema(SCHEMA)
    key = str(Category.objects.get(label="Beratung").pk)
    given = {"category": key, "subject": "Belegung", "text": "Wie teilen wir den Saal?"}
    shown = client.post(reverse("threads:new"), given)
    assert "Beratung (49,00\u00a0€ netto)" in shown.content.decode()
    return client.post(reverse("threads:new"), {**given, "_step": "confirm", "_shown": shown.context["token"]})


def caused(world: Any, role: str, amount: str, at: datetime) -> Charge:
    user = person(world, role)
    party = parties.party_of(user)
    given: dict[str, Any] = {"what": "Beratung", "amount": Decimal(amount), "subject": "threads.thread:1"}
    return services.charge(actor=by(user), at=at, user=user, party=party, **given)


@pytest.mark.req("QX-15")
def test_without_the_right_a_paid_request_is_refused_and_logged_and_with_it_a_charge_stands(home: Any) -> None:
    reader, boss = person(home, "reader"), person(home, "administrator")
    given: dict[str, Any] = {"actor": by(boss), "at": clock.now(), "account_id": boss.account_id, "user_id": reader.pk}
    users.grant(**given, rights=["write"])
    answer = opened(home, "reader")
    enter_schema(SCHEMA)
    assert answer.status_code == 403
    assert "Das kostet Geld." in answer.content.decode()
    assert not Thread.objects.filter(subject="Belegung").exists()
    assert not Charge.objects.exists()
    facts = [fact for fact in audit.about(f"accounts.user:{reader.pk}") if fact.kind == "charge.refused"]
    assert [fact.data["amount"] for fact in facts] == ["49.00"]
    users.grant(**given, rights=["write", "charges"])
    assert opened(home, "reader").status_code == 302
    enter_schema(SCHEMA)
    row = Charge.objects.get()
    assert (row.amount, row.user_id, row.caused_by) == (FEE, reader.pk, reader.name)
    assert row.subject == f"threads.thread:{Thread.objects.get(subject='Belegung').pk}"


def test_the_report_adds_up_per_user_and_month(home: Any) -> None:
    october, november = datetime(2026, 10, 31, 22, 59, tzinfo=UTC), datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
    boss, reader = person(home, "administrator"), person(home, "reader")
    given: dict[str, Any] = {"actor": by(boss), "at": clock.now(), "account_id": boss.account_id}
    users.grant(**given, user_id=reader.pk, rights=["charges"])
    caused(home, "administrator", "49.00", october)
    caused(home, "administrator", "10.10", november)
    caused(home, "reader", "5.05", november)
    caused(home, "reader", "0.01", november)
    party: Any = parties.party_of(boss)
    rows = queries.charges_of(party.pk, queries.Month(datetime(2026, 11, 1, tzinfo=UTC).date()))
    sums = {line.name: (line.number, line.amount) for line in queries.sums_by_user(rows)}
    assert sums == {"Administrator": (1, Decimal("10.10")), "Reader": (2, Decimal("5.06"))}
    assert queries.total(rows) == sum(amount for _number, amount in sums.values()) == Decimal("15.16")
    page = home.client(SCHEMA, "administrator").get(reverse("charges:usage_in", args=[2026, 11])).content.decode()
    assert "15,16" in page
    assert "49,00" not in page
    assert home.client(SCHEMA, "reader").get(reverse("charges:usage")).status_code == 403


def test_a_removed_user_still_stands_under_the_name(home: Any) -> None:
    boss, reader = person(home, "administrator"), person(home, "reader")
    given: dict[str, Any] = {"actor": by(boss), "at": clock.now(), "account_id": boss.account_id, "user_id": reader.pk}
    users.grant(**given, rights=["charges"])
    row = caused(home, "reader", "5.05", clock.now())
    users.remove(**given)
    row.refresh_from_db()
    assert (row.user_id, row.caused_by) == (None, "Reader")


def test_staff_cancel_once_and_with_a_reason(home: Any) -> None:
    row = caused(home, "administrator", "49.00", clock.now())
    services.cancel(actor=SYSTEM, at=clock.now(), charge_id=row.pk, reason="Kulanz")
    party: Any = parties.party_of(person(home, "administrator"))
    assert not queries.charges_of(party.pk).exists()
    with pytest.raises(AlreadyCancelled):
        services.cancel(actor=SYSTEM, at=clock.now(), charge_id=row.pk, reason="noch einmal")
    row.refresh_from_db()
    assert row.cancelled_because == "Kulanz"
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=row.pk).update(cancelled_because="")


def test_a_refusal_alone_changes_nothing(home: Any) -> None:
    with pytest.raises(MayNotCharge):
        caused(home, "reader", "49.00", clock.now())
    assert not Charge.objects.exists()


def test_a_fee_is_only_kept_where_the_rules_foresee_it(world: Any) -> None:
    given = {"label": "Beratung", "treatment": "request", "order": "100", "is_offered": "on", "fee": "49,00"}
    answer = world.client("emscher", "lead").post(reverse("threads:category_new"), given)
    assert answer.status_code == 422
    assert "Ihre Regeln sehen kein Entgelt für Anfragen vor" in answer.content.decode()
    enter_schema("emscher")
    assert not Category.objects.filter(label="Beratung").exists()
    assert world.client("raumhafen", "lead").post(reverse("threads:category_new"), given).status_code == 302
    enter_schema("raumhafen")
    assert Category.objects.get(label="Beratung").fee == FEE
