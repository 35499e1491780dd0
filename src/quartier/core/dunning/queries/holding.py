"""Which claims wait, and why: what is disputed, deferred or paid in rates is neither reminded nor collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from quartier.core.dunning.models import Hold, Plan, PlanState
from quartier.core.ledger.extension import Item


def held_back(items: Sequence[Item], on: date) -> Mapping[int, str]:
    """Return why claims wait on a day, by their key: by a hold on the claim or the whole account, or by a plan."""
    parties = {one.party_id for one in items}
    in_force = Q(ended_on__isnull=True) & (Q(until_on__isnull=True) | Q(until_on__gte=on)) & Q(since_on__lte=on)
    holds = list(Hold.objects.filter(in_force, party__in=parties))
    of_claims = {row.claim_id: str(row) for row in holds if row.claim_id is not None}
    of_accounts = {row.party_id: str(row) for row in holds if row.claim_id is None}
    running = Plan.objects.filter(state__in=(PlanState.RUNNING, PlanState.LATE), party__in=parties)
    in_rates = set(running.values_list("claims__claim_id", flat=True))
    found: dict[int, str] = {}
    for one in items:
        why = of_claims.get(one.pk) or of_accounts.get(one.party_id)
        why = why or (_("It is paid in instalments as agreed.") if one.pk in in_rates else "")
        if why:
            found[one.pk] = why
    return found
