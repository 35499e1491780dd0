"""Whether documents suffice is told by the day that the provider has promised (WR-069)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from quartier.core.deadlines import queries as deadlines
from quartier.core.deadlines import services as keeping
from quartier.core.orders import queries
from quartier.core.orders.models import Order
from quartier.core.parties import queries as parties
from quartier.core.providers.policies.service import ReactionTo
from quartier.core.threads import services as threads
from quartier.values.actor import Actor

CHECK: Final = "orders.check"


def expect_check(*, actor: Actor, at: datetime, order: Order) -> None:
    """Let the time for a look at documents run, unless it runs already or the provider promises none."""
    target = threads.promised(ReactionTo.DOCUMENTS, at=at)
    if target is None or deadlines.open_deadline_of(CHECK, queries.subject_of(order)) is not None:
        return
    keeping.open_deadline(
        actor=actor, at=at, kind=CHECK, subject=queries.subject_of(order), last_on=target.last_on,
        due_at=target.due_at, derived=target.derived, holder=parties.subject_of(order.party),
        entity_id=order.entity_id,
    )  # fmt: skip


def note_check(*, actor: Actor, at: datetime, order: Order) -> None:
    """Close that time: met, or cancelled because the answer came after it."""
    row = deadlines.open_deadline_of(CHECK, queries.subject_of(order))
    if row is None:
        return
    try:
        keeping.meet(actor=actor, at=at, deadline_id=row.pk)
    except keeping.TooLate:
        keeping.cancel(actor=actor, at=at, deadline_id=row.pk, reason=_("told after the promised day"))


def drop_check(*, actor: Actor, at: datetime, order: Order) -> None:
    """Expect no look any more: the order is over."""
    row = deadlines.open_deadline_of(CHECK, queries.subject_of(order))
    if row is not None:
        keeping.cancel(actor=actor, at=at, deadline_id=row.pk, reason=_("the order is over"))
