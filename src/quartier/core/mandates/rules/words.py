"""The words of direct debits and transfers: kinds and states."""

from __future__ import annotations

from typing import Final

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Scheme(Choice):
    """The two schemes of SEPA direct debits; without a right to a refund (B2B) they are for businesses alone."""

    CORE = "CORE", _("Core")
    B2B = "B2B", _("between businesses")


class Source(Choice):
    """How a mandate was given."""

    PAPER = "paper", _("on paper")
    ONLINE = "online", _("in the portal")


class MandateState(Choice):
    """How a mandate stands. Only one in force is collected by."""

    DRAFT = "draft", _("waits for the payer")
    ACTIVE = "active", _("in force")
    BLOCKED = "blocked", _("blocked by the bank")
    REVOKED = "revoked", _("revoked")
    LAPSED = "lapsed", _("lapsed")
    REPLACED = "replaced", _("replaced")


class CollectionState(Choice):
    """How one collection stands."""

    PLANNED = "planned", _("planned")
    CHOSEN = "chosen", _("in a run")
    SENT = "sent", _("sent to the bank")
    BOOKED = "booked", _("collected")
    SETTLED = "settled", _("credited by the bank")
    REJECTED = "rejected", _("rejected by the bank")
    RETURNED = "returned", _("returned")
    DROPPED = "dropped", _("not collected")


# A claim has one such collection at most; the database holds it. What is settled leaves nothing open to collect.
ACTIVE_STATES: Final = (
    CollectionState.PLANNED,
    CollectionState.CHOSEN,
    CollectionState.SENT,
    CollectionState.BOOKED,
)


class RunState(Choice):
    """How a run stands."""

    PREPARED = "prepared", _("prepared")
    WAITING = "waiting", _("waits for a second person")
    APPROVED = "approved", _("file ready")
    SENT = "sent", _("given to the bank")
    DISCARDED = "discarded", _("discarded")


class PayoutState(Choice):
    """How one transfer stands."""

    CHOSEN = "chosen", _("in a run")
    SENT = "sent", _("sent to the bank")
    PAID = "paid", _("paid")
    FAILED = "failed", _("failed")
    DROPPED = "dropped", _("not paid")
