"""What a customer says about an overdue claim: it opens a conversation, and reminders wait where they should."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _t

from quartier.core.dunning.models import Hold, HoldKind
from quartier.core.dunning.services.holding import hold
from quartier.core.dunning.services.refusals import NotAClaim
from quartier.core.ledger.extension import Item
from quartier.core.threads import services as threads
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

# So long reminders wait for somebody to look at a payment that the customer has made.
LOOK: Final = timedelta(days=14)
HELD: Final = {"disputed": HoldKind.DISPUTE, "paid": HoldKind.PAID}


@transaction.atomic
def say(*, actor: Actor, at: datetime, claim_id: int, what: str, subject: str, words: str) -> Any:
    """Take what a customer says about a claim: a dispute holds reminders until staff end it, “paid” for two weeks.

    Said again, it goes on in a conversation of its own and the hold stays. Raises NotAClaim and what a thread raises.
    """
    item = Item.objects.select_related("party").filter(pk=claim_id, open__gt=0).first()
    if item is None:
        raise NotAClaim
    with translation.override("de"):
        category = _t("Question or request")
    thread = threads.open_thread(
        actor=actor, at=at, party=item.party, treatment="request", category=category, subject=subject[:120], text=words
    )
    kind = HELD.get(what)
    if kind is None or Hold.objects.filter(party=item.party, claim=item, kind=kind, ended_on__isnull=True).exists():
        return thread
    until = day_of(at) + LOOK if kind is HoldKind.PAID else None
    hold(
        actor=actor, at=at, party=item.party, kind=kind, reason=words[:500], claim_id=item.pk, until_on=until,
        thread_id=thread.pk,
    )  # fmt: skip
    return thread
