"""Causing and cancelling charges."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.charges.models import Charge
from quartier.core.charges.queries import may_charge
from quartier.core.parties import queries as parties
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class MayNotCharge(Refused):
    """Whoever may not cause costs is refused, and that is written down (QX-15)."""

    message = _("This costs money. Your account's administrator has not given you the right to do what costs money.")
    status = 403

    def __init__(self, actor: Actor, at: datetime, what: str, amount: Decimal) -> None:
        super().__init__()
        self.fact = {"actor": actor, "at": at, "what": what, "amount": amount}

    def note(self) -> None:
        """Keep that it was tried; everything else of the attempt is undone."""
        actor: Any = self.fact["actor"]
        at: Any = self.fact["at"]
        data = {"what": self.fact["what"], "amount": str(self.fact["amount"])}
        audit.record(actor=actor, at=at, kind="charge.refused", subject=f"accounts.user:{actor.key}", data=data)


class AlreadyCancelled(Refused):
    """A charge is cancelled once."""

    message = _("This charge has been cancelled already.")


@transaction.atomic
def charge(*, actor: Actor, at: datetime, user: Any, party: Any, what: str, amount: Decimal, subject: str) -> Charge:
    """Record what a user caused for a customer, net. Raises MayNotCharge; nothing is stored then."""
    if not may_charge(user):
        raise MayNotCharge(actor, at, what, amount)
    row = Charge.objects.create(
        party=party, user=user, caused_by=str(user), caused_at=at, what=what, amount=amount, subject=subject
    )
    data = {"what": what, "amount": str(amount), "about": subject, "number": row.pk}
    audit.record(actor=actor, at=at, kind="charge.caused", subject=parties.subject_of(party), data=data)
    return row


@transaction.atomic
def cancel(*, actor: Actor, at: datetime, charge_id: int, reason: str) -> Charge:
    """Cancel a charge, with the reason. Raises AlreadyCancelled."""
    row = Charge.objects.select_for_update().select_related("party").get(pk=charge_id)
    if row.cancelled_at is not None:
        raise AlreadyCancelled
    row.cancelled_at, row.cancelled_by, row.cancelled_because = at, actor.name, reason
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    data = {"what": row.what, "amount": str(row.amount), "number": row.pk, "reason": reason}
    audit.record(actor=actor, at=at, kind="charge.cancelled", subject=parties.subject_of(row.party), data=data)
    return row
