"""Existing mandates, creditors and runs to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import day_of, now
from tests.matrix.people import party, rows

IBAN = "DE89370400440532013000"


def _entity(user_id: int) -> Any:
    """The company of a partner's staff, else the principal."""
    own = rows("accounts.User").get(pk=user_id).entity_id
    return rows("providers.LegalEntity").get(pk=own) if own else rows("providers.LegalEntity").order_by("order")[0]


def creditor(user_id: int) -> int:
    """A company that collects; the customer has to do with it and has given bank details."""
    tie = rows("parties.Relationship").filter(party_id=party(user_id)).first()
    entity = tie.legal_entity if tie is not None else _entity(user_id)
    known = {"identifier": "DE98ZZZ09999999999", "name": "Matrix", "iban": IBAN, "country": "DE", "ending": "3000"}
    rows("mandates.Creditor").get_or_create(entity=entity, defaults={**known, "set_at": now(), "set_by": "Matrix"})
    return int(entity.pk)


def mandate(user_id: int) -> int:
    """A mandate in force."""
    at, entity = now(), _entity(user_id)
    known = {"scheme": "CORE", "source": "paper", "holder": "Matrix", "iban": IBAN, "country": "DE", "ending": "3000"}
    found, _new = rows("mandates.Mandate").get_or_create(
        party_id=party(user_id), entity=entity, state="active",
        defaults={
            **known, "reference": f"MATRIX-{rows('mandates.Mandate').count()}", "signed_on": day_of(at),
            "made_at": at, "made_by": "Matrix",
        },
    )  # fmt: skip
    return int(found.pk)


def run(user_id: int) -> int:
    """A run that is prepared."""
    at = now()
    known = {"entity": _entity(user_id), "kind": "debit", "state": "prepared", "until_on": day_of(at)}
    number = rows("mandates.Run").count()
    made = {"prepared_at": at, "prepared_by": "Matrix", "message_id": f"MATRIX-{number}"}
    return int(rows("mandates.Run").create(**known, **made).pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "bank_run_id": run,
    "creditor_of_id": creditor,
    "debit_mandate_id": mandate,
}
