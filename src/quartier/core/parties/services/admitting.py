"""Letting a known customer into the portal."""

from __future__ import annotations

from django.db import transaction

from quartier.core.parties.models import Party


@transaction.atomic
def admit(*, party_id: int, user_id: int, email: str) -> Party:
    """Tie a login to a customer who has none; the confirmed address fills an empty one. Whoever calls writes the fact.

    Raises Party.DoesNotExist for somebody who has a login or an account.
    """
    party = Party.objects.select_for_update().get(pk=party_id, user__isnull=True, account__isnull=True)
    party.user_id, party.email = user_id, party.email or email
    party.save(update_fields=["user", "email"])
    return party
