"""Restriction at a person's wish (Art. 18 GDPR): out of daily work until they have been told that it ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.parties import services as people
from quartier.core.retention.mails import RestrictionEndsMail
from quartier.core.retention.models import Restriction
from quartier.core.retention.rules import Ground
from quartier.core.retention.services.holding import Settled
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

ONCE = "restriction_once_per_ground"


class AlreadyRestricted(Refused):
    """One restriction for a person and a ground."""

    message = _("The data of this person are restricted on this ground already.")
    field = "ground"


class NotTold(Refused):
    """A restriction is lifted only after the person was told (Art. 18(3) GDPR)."""

    message = _("Tell the person first that the restriction ends (Art. 18(3) GDPR). Until then it stays.")


class NobodyTold(Refused):
    """Without an e-mail address the person is told by letter."""

    message = _("There is no e-mail address. Write on which day a letter told the person.")
    field = "letter_on"


@transaction.atomic
def restrict(*, actor: Actor, at: datetime, party_id: int, ground: str, reason: str = "") -> Restriction:
    """Take a person's data out of daily work: clerks and mailings do not meet them any more (SBV-95).

    Raises AlreadyRestricted; nothing has changed then.
    """
    party = parties.party_numbered(party_id)
    row = Restriction(party=party, ground=Ground(ground).value, reason=reason.strip(), since_at=at)
    row.set_by = actor.name[:120]
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadyRestricted from error
        raise
    people.restrict(party_id=party.pk, at=at)
    _record(actor, at, "retention.restricted", row, {"ground": row.ground})
    return row


@transaction.atomic
def tell_of_end(
    *, actor: Actor, at: datetime, restriction_id: int, reason: str, letter_on: date | None = None
) -> Restriction:
    """Tell the person that and why the restriction ends: by mail, or note that a letter did. Raises NobodyTold."""
    row = _in_force(restriction_id)
    party = row.party
    if not party.email and letter_on is None:
        raise NobodyTold
    row.told_at, row.ends_because = at, reason.strip()
    row.save(update_fields=["told_at", "ends_because"])
    about = parties.subject_of(party)
    if party.email:
        mail = RestrictionEndsMail(addressee=str(party), reason=row.ends_because)
        inbox.post(actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=about)
    told = {"way": "mail" if party.email else "letter", "letter_on": letter_on.isoformat() if letter_on else ""}
    _record(actor, at, "retention.end_told", row, told)
    return row


@transaction.atomic
def lift_restriction(*, actor: Actor, at: datetime, restriction_id: int) -> Restriction:
    """Take the data back into daily work, unless another restriction or the end of the purpose keeps them out.

    Raises NotTold before the person was told, and Settled; nothing has changed then.
    """
    row = _in_force(restriction_id)
    if row.told_at is None:
        raise NotTold
    row.lifted_at, row.lifted_by = at, actor.name[:120]
    row.save(update_fields=["lifted_at", "lifted_by"])
    if not Restriction.objects.filter(party=row.party_id, lifted_at__isnull=True).exists():
        people.release(party_id=row.party_id, at=at)
    _record(actor, at, "retention.restriction_lifted", row, {"ground": row.ground})
    return row


def _in_force(restriction_id: int) -> Restriction:
    row = Restriction.objects.select_for_update().get(pk=restriction_id)
    if row.lifted_at is not None:
        raise Settled
    return row


def _record(actor: Actor, at: datetime, kind: str, row: Restriction, data: dict[str, Any]) -> None:
    subject = parties.subject_of(row.party)
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data={"restriction": row.pk, **data})
