"""Existing promises, claims and reminders to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from quartier.kit.clock import day_of, now
from tests.matrix.people import party, rows


def contract(user_id: int) -> int:
    """A contract of that customer; for staff one that they can see."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    ties = rows("parties.Relationship").filter(**{"legal_entity": entity} if entity else {"party_id": party(user_id)})
    for tie in ties.order_by("pk"):
        common = {"scope": "recurring", "standing": "consumer", "is_paid": True, "formed_by": "confirmation"}
        row, _new = rows("contracts.Contract").get_or_create(
            relationship=tie, defaults={**common, "party": tie.party, "concluded_at": now()}
        )
        return int(row.pk)
    raise LookupError("no tie")


def promise(user_id: int) -> int:
    """A date that has passed."""
    at = now()
    known = {"contract_id": contract(user_id), "what": "Aufmaß", "due_on": day_of(at) - timedelta(days=9)}
    return int(rows("performance.Promise").create(**known, noted_at=at, noted_by="Matrix").pk)


def reminder(user_id: int) -> int:
    """A reminder that nobody has looked after."""
    at = now()
    known = {"promise_id": promise(user_id), "channel": "email", "counts": True, "received_on": day_of(at)}
    return int(rows("performance.Reminder").create(**known, noted_at=at, noted_by="Matrix").pk)


def duty(user_id: int) -> int:
    """Something that a customer has to do first."""
    at = now()
    known = {"contract_id": contract(user_id), "what": "Grundriss senden", "since_on": day_of(at)}
    return int(rows("performance.Duty").create(**known, noted_at=at, noted_by="Matrix").pk)


def obstacle(user_id: int) -> int:
    """Something that is impossible, and what was tried in vain."""
    at, mine = now(), contract(user_id)
    rows("performance.Obstacle").filter(contract_id=mine).delete()
    row = rows("performance.Obstacle").create(
        contract_id=mine, why="Das Haus steht nicht mehr.", found_on=day_of(at), noted_at=at, noted_by="Matrix"
    )
    row.attempts.create(proposal="Nach Plan", tried_on=day_of(at), outcome="hopeless", noted_at=at, noted_by="Matrix")
    return int(row.pk)


def claim(user_id: int) -> int:
    """A claim in the register."""
    at = now()
    today = day_of(at)
    known = {"contract_id": contract(user_id), "what": "Schaden", "arose_on": today, "counted": "delivery"}
    days = {"counted_from": today, "law_on": today, "counts_on": today}
    return int(rows("performance.Claim").create(**known, **days, noted_at=at, noted_by="Matrix").pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "claim_id": claim,
    "duty_id": duty,
    "obstacle_id": obstacle,
    "promise_id": promise,
    "promised_contract_id": contract,
    "reminder_id": reminder,
}
