"""Carrying blocks to everybody who logs in for a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quartier.core.accounts import services as accounts
from quartier.core.blocks import queries
from quartier.core.blocks.models import Block
from quartier.core.parties import queries as parties


@transaction.atomic
def keep_out(party_id: int) -> None:
    """Let all accounts of a customer carry what its blocks reach now; whoever may not come in loses every session."""
    party, scopes = parties.party_numbered(party_id), queries.scopes_of(party_id)
    for user_id in queries.users_of(party):
        accounts.bar(user_id=user_id, scopes=scopes)


def keep_newcomers_out(party_ids: Sequence[int], _at: datetime) -> None:
    """Let accounts that customers get while they are blocked carry the block too."""
    blocked = Block.objects.filter(party__in=party_ids, lifted_at__isnull=True)
    for party_id in blocked.order_by().values_list("party_id", flat=True).distinct():
        keep_out(party_id)
