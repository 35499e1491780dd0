"""Existing claims in default, runs, holds and plans to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from quartier.core.dunning import services
from quartier.core.dunning.models import HoldKind
from quartier.core.ledger.extension import Item
from quartier.kit.clock import day_of, now
from tests.matrix.objects_of_ledger import SOMEBODY, _book, _tie
from tests.matrix.people import rows


def _claim(user_id: int) -> Any:
    return Item.everything.select_related("party").get(pk=_book(user_id, "90.00").pk)


def claim(user_id: int) -> int:
    """A claim that is open."""
    return int(_claim(user_id).pk)


def overdue(user_id: int) -> int:
    """A claim of a customer that is overdue."""
    item = _claim(user_id)
    rows("ledger.Item").filter(pk=item.pk).update(due_on=day_of(now()) - timedelta(days=20))
    return int(item.pk)


def fee(user_id: int) -> int:
    """Damage that was charged for a claim in default."""
    item, at = _claim(user_id), now()
    row = services.ensure(actor=SOMEBODY, at=at, claim_id=item.pk)
    today = day_of(at)
    rows("dunning.Case").filter(pk=row.pk).update(default_since=today, interest_from=today, points=5)
    given: dict[str, Any] = {"amount": Decimal("9.00"), "what": "Auskunft", "evidence": "Beleg"}
    return int(services.charge_damage(actor=SOMEBODY, at=at, claim_id=item.pk, **given).pk)


def hold(user_id: int) -> int:
    """A hold of reminders that stands."""
    item = _claim(user_id)
    given: dict[str, Any] = {"party": item.party, "kind": HoldKind.HARDSHIP, "reason": "Matrix"}
    return int(services.hold(actor=SOMEBODY, at=now(), claim_id=item.pk, **given).pk)


def plan(user_id: int) -> int:
    """An instalment plan that runs."""
    at = now()
    given: dict[str, Any] = {"claim_ids": [_claim(user_id).pk], "count": 2, "first_on": day_of(at)}
    return int(services.agree_plan(actor=SOMEBODY, at=at, **given).pk)


def run(user_id: int) -> int:
    """A dry run of today."""
    entity_id = _tie(user_id).legal_entity_id
    return int(services.dry_run(actor=SOMEBODY, at=now(), entity_id=entity_id).pk)


BY_PARAMETER: Mapping[str, Callable[[int], int]] = {
    "dunned_claim_id": claim,
    "overdue_id": overdue,
    "default_fee_id": fee,
    "dunning_hold_id": hold,
    "instalment_plan_id": plan,
    "dunning_run_id": run,
}
