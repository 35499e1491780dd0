"""Existing orders to ask for: of a customer, and of a guest behind a secret address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import party, rows

PAID = {"net": "100.00", "vat": "19.00", "gross": "119.00"}


def _made(user_id: int, *, token: str = "") -> Any:
    """An order of that customer that nobody has decided on, with the company of whoever asks."""
    from quartier.core.orders.rules.records import token_digest  # noqa: PLC0415 – models load late

    entity = rows("accounts.User").get(pk=user_id).entity_id if user_id else None
    count = rows("orders.Order").count()
    return rows("orders.Order").create(
        number=f"M-{count:06d}", party_id=party(user_id), entity_id=entity or rows("providers.LegalEntity").first().pk,
        kind="work", scope="single_order", title="Grundriss", standing="business", button="Jetzt", placed_at=now(),
        record={"lines": [], "inputs": []}, token=token, token_digest=token_digest(token) if token else "", **PAID,
    )  # fmt: skip


def order(user_id: int) -> int:
    """An order that waits for a decision, and for an answer of the customer."""
    row = _made(user_id)
    row.waiting_since, row.missing = row.placed_at, ["Grundriss"]
    row.save(update_fields=["waiting_since", "missing"])
    return int(row.pk)


def guest_secret(user_id: int) -> str:
    """The secret in a guest's address."""
    token = f"gast-{rows('orders.Order').count()}-{'x' * 20}"
    _made(user_id, token=token)
    return token


def guest_file(user_id: int) -> int:
    """The result of the order that was made last."""
    from tests.matrix.objects import document  # noqa: PLC0415 – objects load this module

    last = rows("orders.Order").order_by("-pk")[0]
    found = document(user_id)
    return int(last.files.create(document_id=found, is_result=True, added_at=now()).pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {"order_id": order}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("orders:act", "step"): lambda user_id: "nachfragen",
    **{(f"orders:{page}", "token"): guest_secret for page in ("guest", "guest_answer", "guest_file")},
    ("orders:guest_file", "file_id"): guest_file,
}
