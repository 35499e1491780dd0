"""Existing declarations and receipts to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import rows


def declaration(user_id: int) -> int:
    """A declaration that nobody has matched; a partner's staff get one to their own company."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    known = {"kind": "withdrawal.withdraw", "channel": "letter", "form": "written_statutory"}
    party = _customer(entity)
    row = rows("declarations.Declaration").create(
        **known, name="Matrix", about="ohne Nummer", received_at=now(), noted_by="Matrix", entity_id=entity, party=party
    )
    return int(row.pk)


def _customer(entity: int | None) -> Any:
    found = rows("parties.Party").filter(**{"relationships__legal_entity": entity} if entity else {})
    return found.order_by("pk")[0]


def receipt(user_id: int) -> str:
    """The address of a receipt, which only whoever declared knows."""
    from quartier.core.withdrawal import services  # noqa: PLC0415 – models load late

    return services.receipt_key(rows("declarations.Declaration").get(pk=declaration(user_id)))


def withdrawal(user_id: int) -> int:
    """A withdrawal in time whose share of the work is open."""
    declared = rows("declarations.Declaration").get(pk=declaration(user_id))
    entity = declared.entity_id or rows("providers.LegalEntity").order_by("pk")[0].pk
    row = rows("withdrawal.Withdrawal").create(
        declaration=declared, subject=f"matrix.row:{declared.pk}", party=declared.party, entity_id=entity,
        in_time=True, judged_at=now(), refund_state="work_open",
    )  # fmt: skip
    return int(row.pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "declaration_id": declaration,
    "receipt_key": receipt,
    "withdrawal_id": withdrawal,
}
