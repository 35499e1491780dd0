"""Rows to ask for, and the customer behind an account."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def customer(user_id: int) -> Any:
    """The customer behind an account; for staff the first customer they can see."""
    user = rows("accounts.User").get(pk=user_id)
    condition = {"account_id": user.account_id} if user.account_id else {"user_id": user_id}
    own = rows("parties.Party").filter(**condition).first()
    if own is None:
        seen = rows("parties.Party").filter(**{"relationships__legal_entity": user.entity_id} if user.entity_id else {})
        own = seen.order_by("pk").first()
    return own


def party(user_id: int) -> int:
    """The number of the customer behind an account."""
    return int(customer(user_id).pk)
