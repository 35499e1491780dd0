"""With which account a company takes part in PayPal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.payments.models import PayPalAccount
from quartier.values.actor import Actor


@transaction.atomic
def set_account(
    *, actor: Actor, at: datetime, entity_id: int, client_id: str, secret: str, webhook_id: str, is_live: bool
) -> PayPalAccount:
    """Enter the credentials of a company; without a secret the one known stays. Nothing of them is written down."""
    before = PayPalAccount.objects.select_for_update(no_key=True).filter(entity_id=entity_id).first()
    values: dict[str, Any] = {
        "client_id": client_id.strip(), "webhook_id": webhook_id.strip(), "is_live": is_live, "is_on": True,
        "set_at": at, "set_by": str(actor)[:120], "secret": secret.strip() or (before.secret if before else ""),
    }  # fmt: skip
    row, _new = PayPalAccount.objects.update_or_create(entity_id=entity_id, defaults=values)
    _record(actor, at, row, "payments.paypal_set")
    return row


@transaction.atomic
def switch(*, actor: Actor, at: datetime, entity_id: int, is_on: bool) -> PayPalAccount:
    """Switch PayPal on or off for a company; payments that were begun are still heard when it is on again."""
    row = PayPalAccount.objects.select_for_update(no_key=True).get(entity_id=entity_id)
    row.is_on, row.set_at, row.set_by = is_on, at, str(actor)[:120]
    row.save(update_fields=["is_on", "set_at", "set_by"])
    _record(actor, at, row, "payments.paypal_switched")
    return row


def _record(actor: Actor, at: datetime, row: PayPalAccount, kind: str) -> None:
    data = {"live": row.is_live, "on": row.is_on}
    audit.record(actor=actor, at=at, kind=kind, subject=f"providers.legalentity:{row.entity_id}", data=data)
