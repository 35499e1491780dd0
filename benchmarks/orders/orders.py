"""How many orders two processes place and accept through the services, and plain inserts of the same rows."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import AT, SCHEMA, prepare, provider

GOAL_PER_S = 50.0
PROCESSES = 2
EACH = 300
WARM = 20
PARAGRAPH = "Wort " * 60 + "\n\n"


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Place and accept orders of guests with the texts that govern, then write the bare rows alone."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        product = _shop()
        say(f"{PROCESSES} × {EACH} orders …")
        ours = _run(home, _orders, product)
        say("the same rows in plain SQL …")
        plain = _run(home, _inserts, product)
    return [
        Figure("orders_per_s", ours, "/s", GOAL_PER_S, best="high"),
        Figure("orders_plain_sql_per_s", plain, "/s", best="high"),
        Figure("orders_of_plain_sql", ours / plain, "×", best="high"),
    ]


def _run(home: str, work: Callable[[str, int, int], float], product: int) -> float:
    """Orders a second of all processes together; each says how long its own took."""
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        taken = list(pool.map(work, [home] * PROCESSES, [product] * PROCESSES, range(PROCESSES)))
    return sum(EACH / one for one in taken)


def _shop() -> int:
    """A provider that sells as the preset says, with three texts of several pages in force."""
    from django.apps import apps  # noqa: PLC0415 – after set-up

    from quartier.core.providers.policies import load_preset  # noqa: PLC0415
    from quartier.core.providers.services import policy  # noqa: PLC0415
    from quartier.core.terms import services as terms  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    common: dict[str, Any] = {"actor": SYSTEM, "at": AT}
    policies = load_preset("planmass").policies
    policy.adopt(**common, policies=policies, reason="Messung", valid_from=AT.date())
    rows: Any = lambda label: apps.get_model(label)._default_manager  # noqa: E731
    entity = rows("providers.LegalEntity").create(
        key="gmbh", role="principal", name="Messwerk GmbH", legal_form="GmbH", order=0
    )
    made = rows("catalogue.Product").create(
        key="wohnflaeche", kind="work", scope="documents", entity=entity, name="Wohnfläche",
        standings=["consumer", "business"],
    )  # fmt: skip
    made.prices.create(net=Decimal("100.00"), valid_from=AT.date())
    for key in ("terms", "privacy", "withdrawal"):
        text = rows("terms.LegalText").filter(key=key).first() or terms.add_text(
            **common, key=key, kind=key, title=key.title()
        )
        data = f"# {key}\n\n{PARAGRAPH * 40}".encode()
        version = terms.import_version(
            **common, text_id=text.pk, data=data, file_name=f"{key}.md", name="2026-01", dated_on=AT.date()
        )
        terms.publish(**common, version_id=version.pk, reason="Messung")
    return int(made.pk)


def _orders(home: str, product: int, place: int) -> float:
    """Seconds to place and accept; the first few warm up."""
    prepare(home)
    from django_tenants.utils import schema_context  # noqa: PLC0415 – after set-up

    from quartier.core.orders import services  # noqa: PLC0415
    from quartier.core.terms import queries as terms  # noqa: PLC0415
    from quartier.values.actor import VISITOR, Actor, ActorKind  # noqa: PLC0415

    clerk = Actor(ActorKind.STAFF, "1", "Malin Brandt")
    with schema_context(SCHEMA):
        for number in range(EACH + WARM):
            if number == WARM:
                begun = time.perf_counter()
            at = AT + timedelta(seconds=number)
            given = services.Placing(
                lines=[services.Choice(product)], standing="consumer", gross=Decimal("119.00"), key=f"{place}-{number}",
                payment_method="invoice", button="Jetzt kostenpflichtig bestellen", texts=terms.current_documents(),
                guest=services.Guest(name=f"Rabe {number}", email=f"gast{place}-{number}@posthaus.example"),
                started_early=True, loss_known=True,
            )  # fmt: skip
            row = services.place(actor=VISITOR, at=at, given=given)
            services.accept(actor=clerk, at=at, order_id=row.pk)
        return time.perf_counter() - begun


def _inserts(home: str, product: int, place: int) -> float:
    """Seconds for the bare minimum: party, order, line, tie and contract, each a row, in one transaction an order."""
    prepare(home)
    from django.db import connection, transaction  # noqa: PLC0415 – after set-up
    from django_tenants.utils import schema_context  # noqa: PLC0415

    with schema_context(SCHEMA), connection.cursor() as cursor:
        cursor.execute("SELECT entity_id FROM catalogue_product WHERE id = %s", [product])
        entity = cursor.fetchone()[0]
        begun = time.perf_counter()
        for number in range(EACH):
            with transaction.atomic():
                _insert(cursor, entity, product, f"P{place}-{number}")
        return time.perf_counter() - begun


def _insert(cursor: Any, entity: int, product: int, number: str) -> None:
    """Write the rows of one order, copied from one that the services made."""
    copied = "SELECT * FROM {table} ORDER BY id LIMIT 1"
    for table, changed in (
        ("parties_party", {"number": number}),
        ("parties_relationship", {"number": number, "legal_entity_id": entity}),
        ("orders_order", {"number": number, "key": number, "token_digest": number, "contract_id": None}),
        ("orders_orderline", {"product_id": product}),
    ):
        cursor.execute(copied.format(table=table))
        row = dict(zip([one.name for one in cursor.description], cursor.fetchone(), strict=True))
        row.pop("id")
        row |= {key: value for key, value in changed.items() if key in row}
        cursor.execute(_statement(table, row), list(row.values()))


def _statement(table: str, row: dict[str, Any]) -> str:
    names = ", ".join(row)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})"
