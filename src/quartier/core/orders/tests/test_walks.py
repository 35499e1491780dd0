"""Whatever happens in whatever order: one acceptance, no work before it, no money beyond what is due."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartier.core.orders import queries, services
from quartier.core.orders.rules import drawing, states
from quartier.core.orders.tests import shop
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema

Step = Callable[[Any, Any], Any]
CLERK = shop.CLERK


def _act(name: str, **given: Any) -> Step:
    return lambda order, at: getattr(services, name)(actor=CLERK, at=at, order_id=order.pk, **given)


STEPS: dict[str, Step] = {
    "accept": _act("accept"),
    "decline": _act("decline", note="x"),
    "begin": _act("begin"),
    "work": _act("work", words="gemessen"),
    "finish": _act("finish", words="fertig"),
    "request": _act("request", missing=["Plan"]),
    "call": _act("call", words="niemand da"),
    "reply": _act("reply", words="ja", is_complete=True),
    "close": _act("close"),
    "cancel": _act("cancel", reason="infeasible", consent="E-Mail"),
    "withdraw": _act("withdraw"),
    "reactivate": _act("reactivate", words="weiter"),
    "refund": _act("ask_refund"),
}


def _rows() -> list[Any]:
    """What a refusal must leave as it was."""
    labels = ("orders.Order", "orders.Entry", "contracts.Contract", "inbox.OutgoingMail", "orders.RefundRequest")
    return [list(shop.rows(label).order_by("pk").values()) for label in labels]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    scope=st.sampled_from(["survey", "documents", "app_extra"]),
    early=st.booleans(),
    walk=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 35)), min_size=4, max_size=9),
)
def test_no_walk_breaks_an_order(alpha: Any, scope: str, early: bool, walk: list[tuple[str, int]]) -> None:
    with suppress(_Undone), transaction.atomic():
        entity = shop.furnish()
        order = shop.placed(shop.product(entity, scope), started_early=early, loss_known=early)
        at, seen = shop.AT, order.state
        for name, days in walk:
            at += timedelta(days=days)
            before = _rows()
            try:
                with transaction.atomic():
                    STEPS[name](order, at)
            except Refused:
                assert _rows() == before
            seen = _holds(order, seen)
        raise _Undone


class _Undone(Exception):
    """Ends a walk and leaves nothing behind."""


def _holds(order: Any, seen: str) -> str:
    """Look at what must be true after every step; returns the state."""
    row = shop.rows("orders.Order").get(pk=order.pk)
    running = shop.rows("contracts.Contract").filter(party_id=row.party_id, state__in=("running", "ending"))
    assert row.begun_at is None or row.accepted_at <= row.begun_at
    assert running.count() == (1 if row.state == "accepted" else 0)
    reactivated = row.entries.filter(data__has_key="reactivated").count()
    assert shop.rows("inbox.OutgoingMail").filter(template="orders.accepted").count() <= 1
    assert shop.rows("contracts.Contract").count() <= 1 + reactivated
    assert Decimal(0) <= queries.due_of(row) <= row.gross
    if not row.accepted_at:
        assert not row.entries.filter(kind__in=("work", "result")).exists()
    if row.state != seen:
        steps = {one.target for one in states.TRANSITIONS if one.source == seen}
        assert row.state in steps | {two.target for one in steps for two in states.TRANSITIONS if two.source == one}
    return str(row.state)


def test_fifty_clicks_on_accept_conclude_one_contract(committed_db: None) -> None:
    enter_schema("alpha")
    order = shop.placed(shop.product(shop.furnish(), "survey"), texts=shop.current_texts())
    refused, done = [], []

    def press() -> None:
        with schema_context("alpha"):
            try:
                done.append(services.accept(actor=CLERK, at=shop.AT, order_id=order.pk))
            except services.AlreadyDecided:
                refused.append(1)
        connections.close_all()

    threads = [threading.Thread(target=press) for _number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    enter_schema("alpha")
    assert (len(done), len(refused)) == (1, 49)
    subject = f"orders.order:{order.pk}"
    assert shop.rows("contracts.Contract").filter(origin=subject).count() == 1
    assert shop.rows("inbox.OutgoingMail").filter(template="orders.accepted", about=subject).count() == 1
    assert shop.rows("audit.Fact").filter(kind="orders.accepted", subject=subject).count() == 1


def test_the_states_of_an_order_are_those_that_are_stored() -> None:
    from quartier.core.orders.models import OrderState  # noqa: PLC0415 – beside what it compares

    drawn = {one.source for one in states.TRANSITIONS} | {one.target for one in states.TRANSITIONS}
    assert drawn == {one.value for one in OrderState}


def test_the_documentation_draws_the_states_of_the_code() -> None:
    assert (Path(__file__).parents[5] / "docs" / "orders.md").read_text(encoding="utf-8") == drawing.page()
