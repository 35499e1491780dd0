"""Existing schedules, runs and questions to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import day_of, now
from tests.matrix.objects_of_contracts import contract
from tests.matrix.people import rows


def schedule(user_id: int) -> int:
    """Something that recurs in a contract that this person sees."""
    row = rows("contracts.Contract").get(pk=contract(user_id))
    day, count = day_of(now()), rows("billing.Schedule").count()
    days = {"anchor_on": day, "starts_on": day, "billed_before": day, "bill_on": day}
    return int(rows("billing.Schedule").create(
        contract=row, party_id=row.party_id, entity_id=row.relationship.legal_entity_id, origin=f"matrix:{count}",
        title="Cloud", unit="month", net="49.00", rhythm=1, noted_at=now(), noted_by="Matrix", **days,
    ).pk)  # fmt: skip


def run(user_id: int, state: str = "planned") -> int:
    """A run that is planned."""
    rows("billing.Run").exclude(state="done").update(state="dropped")
    entity = rows("providers.LegalEntity").first()
    day = day_of(now())
    known: dict[str, Any] = {"entity": entity, "through_on": day, "state": state, "drafted_by": "Matrix"}
    return int(rows("billing.Run").create(**known, drafted_at=now(), touched_at=now()).pk)


def question(user_id: int) -> int:
    """A question that nobody has settled."""
    row = rows("contracts.Contract").get(pk=contract(user_id))
    known = {
        "kind": "old_price",
        "text": "Cloud: 49,00 € → 54,00 €",
        "key": f"matrix:{rows('billing.Question').count()}",
    }
    return int(rows("billing.Question").create(contract=row, party_id=row.party_id, asked_at=now(), **known).pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "schedule_id": schedule, "billing_run_id": run, "billing_question_id": question,
}  # fmt: skip
