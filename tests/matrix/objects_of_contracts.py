"""Contracts to ask for, with an amendment that waits for its file and a ground that waits for a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import party, rows


def contract(user_id: int) -> int:
    """The contract of a customer; for staff one that they can see."""
    ties = rows("parties.Relationship").filter(party_id=party(user_id), kind="service")
    tie = ties.order_by("pk").first()
    if tie is None:
        entity = rows("accounts.User").get(pk=user_id).entity_id or rows("providers.LegalEntity").first().pk
        tie = rows("parties.Relationship").create(
            party_id=party(user_id), legal_entity_id=entity, kind="service", number=f"M-{party(user_id)}",
            subject="Matrix", started_on=now().date(),
        )  # fmt: skip
    known = {"party_id": tie.party_id, "scope": "paid", "standing": "business", "is_paid": True, "concluded_at": now()}
    return int(rows("contracts.Contract").get_or_create(relationship=tie, defaults=known)[0].pk)


def amendment(user_id: int) -> int:
    """The draft of an amendment."""
    key = contract(user_id)
    number = rows("contracts.Amendment").filter(contract=key).count() + 1
    known = {"contract_id": key, "number": number, "title": "Preis", "words": "49 Euro", "noted_at": now()}
    return int(rows("contracts.Amendment").create(**known).pk)


def cause(user_id: int) -> int:
    """A ground to end a contract."""
    known = {"contract_id": contract(user_id), "ground": "insolvency", "state": "open"}
    return int(rows("contracts.Candidate").get_or_create(**known, defaults={"found_at": now()})[0].pk)


def tie(user_id: int) -> int:
    """The relationship of a contract that its customer can end here."""
    return int(rows("contracts.Contract").get(pk=contract(user_id)).relationship_id)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "amendment_id": amendment,
    "cause_id": cause,
    "concluded_id": contract,
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {("contracts:notice", "relationship_id"): tie}
