"""Limits on what one customer sends: above them it is refused and kept, and repeated it is put before the staff."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.accounts import services as accounts
from quartier.core.audit import services as audit
from quartier.core.blocks.rules import REFUSALS, Limit, ground_of_disturbance
from quartier.core.blocks.services.finding import raise_candidate
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import SuspensionPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM

DISTURBANCE = "blocks.disturbance"

logger = logging.getLogger(__name__)


def note_sent(*, at: datetime, user: Any, limits: Sequence[Limit]) -> Limit | None:
    """Count something that a customer sends; returns the limit that it would exceed, after keeping that.

    All users of an account count together. The fifth refusal within a day becomes a candidate for a block (QX-45);
    later ones of that day are only written to the log, so that nobody fills the protocol.
    """
    for limit in limits:
        if not _is_within(at, user, limit):
            logger.warning("limit %s exceeded by account %s", limit.key, _who(user))
            _keep(at, user, limit)
            return limit
    return None


def _who(user: Any) -> str:
    return f"account {user.account_id}" if user.account_id else f"user {user.pk}"


def _is_within(at: datetime, user: Any, limit: Limit) -> bool:
    count = accounts.Counted(f"{limit.key} {_who(user)}", accounts.Budget(limit.most, limit.within))
    try:
        accounts.spend(at=at, counts=[count])
    except accounts.TooManyTries:
        return False
    return True


def _keep(at: datetime, user: Any, limit: Limit) -> None:
    party = parties.party_of(user)
    if party is None:
        return
    subject = parties.subject_of(party)
    if _is_within(at, user, Limit(REFUSALS.key, REFUSALS.most - 1, REFUSALS.within)):
        audit.record(actor=SYSTEM, at=at, kind="limit.exceeded", subject=subject, data={"limit": limit.key})
        return
    ground = ground_of_disturbance(policy.in_force(SuspensionPolicy, day_of(at)).grounds)
    if ground:
        with translation.override("de"):
            text = _("More was sent than the limits allow, again and again within a day.")
        raise_candidate(at=at, kind=DISTURBANCE, party_id=party.pk, ground=ground, text=text, item=subject)
