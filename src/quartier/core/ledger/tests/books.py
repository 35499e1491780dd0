"""A company with a customer whose account can be booked on: what tests of money begin with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.db import OperationalError, connections
from django_tenants.utils import schema_context

from quartier.core.ledger import services
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side, account_for
from quartier.core.parties import services as parties
from quartier.core.providers.policies.preset import load_preset
from quartier.core.providers.services import policy
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.zone import BERLIN

OPENED: Final = datetime(2020, 1, 1, 9, tzinfo=UTC)
KEEPER: Final = Actor(ActorKind.STAFF, "8", "Bodo Knitter")


def rows(label: str) -> Any:
    """All rows of a model, restricted ones too."""
    return apps.get_model(label)._base_manager.all()


def noon(on: date) -> datetime:
    """The noon of a day in Germany."""
    return datetime.combine(on, time(12), BERLIN)


def company(preset: str = "", key: str = "eg") -> Any:
    """A company; with a preset it follows one of the five documents since 2010."""
    entity = rows("providers.LegalEntity").create(
        key=key, role="principal", name="Alpha eG", legal_form="eG", street="Uferweg 1", postcode="44135",
        city="Emscherstadt", tax_number="314/5702/0199", vat_id="DE136695976",
    )  # fmt: skip
    if preset:
        policy.adopt(
            actor=SYSTEM, at=OPENED, policies=load_preset(preset).policies, reason="Test", valid_from=date(2010, 1, 1)
        )
    return entity


def customer(standing: str = "consumer", email: str = "blum@posthaus.example", name: str = "Blum") -> Any:
    """Somebody to bill, with an address."""
    party = parties.add_party(actor=SYSTEM, at=OPENED, kind="person", given_name="Ida", name=name, email=email)
    rows("parties.Party").filter(pk=party.pk).update(
        standing=standing, street="Hafenstraße 3", postcode="44147", city="Emscherstadt"
    )
    party.refresh_from_db()
    return party


def claim(
    entity: Any, party: Any, amount: str, *, on: date, due: date | None = None, key: str = "1",
    nature: Nature = Nature.PRINCIPAL, cause: Any = None,
) -> Any:  # fmt: skip
    """A booked claim without VAT; returns its item."""
    owing = Owing(party_id=party.pk, nature=nature, due_on=due or on, document=f"R {key}", cause_id=cause and cause.pk)
    sum_ = Decimal(amount)
    entry = Entry(
        entity_id=entity.pk, booked_on=on, kind=PostingKind.INVOICE, text="Rechnung", origin=f"test:{key}",
        document=f"R {key}",
        sides=(
            Side(account_for(entity.pk, AccountRole.RECEIVABLE), sum_, owing),
            Side(account_for(entity.pk, AccountRole.REVENUE, Decimal(0)), -sum_),
        ),
    )  # fmt: skip
    return services.post(actor=KEEPER, at=noon(on), entry=entry).lines.get(item__isnull=False).item


def money(entity: Any, party: Any, amount: str, *, on: date, key: str = "p1") -> Any:
    """Booked money of a customer that settles nothing yet; returns its item."""
    sum_ = Decimal(amount)
    entry = Entry(
        entity_id=entity.pk, booked_on=on, kind=PostingKind.PAYMENT, text="Zahlung", origin=f"test:{key}",
        sides=(
            Side(account_for(entity.pk, AccountRole.BANK), sum_),
            Side(
                account_for(entity.pk, AccountRole.RECEIVABLE),
                -sum_,
                Owing(party_id=party.pk, nature=Nature.CREDIT, due_on=on),
            ),
        ),
    )  # fmt: skip
    return services.post(actor=KEEPER, at=noon(on), entry=entry).lines.get(item__isnull=False).item


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do things at the same instant on connections of their own; returns what the database refused."""
    begin, wrong = threading.Barrier(len(acts)), list[str]()

    def run(act: Callable[[], Any]) -> None:
        try:
            with schema_context("alpha"):
                begin.wait(10)
                act()
        except Refused:
            pass
        except OperationalError as error:
            wrong.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    enter_schema("alpha")
    return wrong
