"""When somebody is no customer any more: reduced to what must be kept, locked out of daily work and of the portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.accounts import services as accounts
from quartier.core.parties.models import Party
from quartier.core.parties.queries import purpose_over
from quartier.values.actor import SYSTEM

# Name and address stay: kept invoices and contracts name them.
NOT_NEEDED: Mapping[str, Any] = {
    "salutation": "", "email": "", "phone": "", "mobile": "", "born_on": None, "sent": {}, "user": None,
}  # fmt: skip


def reduce(parties: QuerySet[Party], _at: datetime) -> None:
    """Erase of parties what nobody needs to understand the papers that are kept; their accounts go by themselves."""
    parties.update(**NOT_NEEDED)


def lock_away(parties: QuerySet[Party], at: datetime) -> None:
    """Restrict parties whose purpose has ended, and close their accounts."""
    for user_id in parties.filter(user__isnull=False).values_list("user_id", flat=True):
        accounts.close_account(actor=SYSTEM, at=at, user_id=user_id)
    parties.update(restricted_at=at)


def restrict(*, party_id: int, at: datetime) -> None:
    """Take a party out of daily work at their wish; their own pages stay open to them. Repeatable."""
    Party.everything.filter(pk=party_id, restricted_at__isnull=True).update(restricted_at=at)


def release(*, party_id: int, at: datetime) -> None:
    """Take a party back into daily work, unless their purpose has ended meanwhile."""
    own = Party.everything.filter(pk=party_id)
    if not purpose_over(own, at).exists():
        own.update(restricted_at=None)
