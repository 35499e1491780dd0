"""Taking over what another system says of accounts that it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.ledger.models import Mirror, MirrorLine
from quartier.core.ledger.rules.mirror import Booking
from quartier.core.parties import queries as parties
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class UnknownContracts(Refused):
    """Bookings belong to contracts that are known; otherwise nothing of a file is taken over."""

    def __init__(self, numbers: Sequence[str]) -> None:
        told = _("No contract has these numbers: %(numbers)s. Nothing was taken over.")
        super().__init__(told % {"numbers": ", ".join(numbers[:10])}, field="file")


@transaction.atomic
def mirror(
    *, actor: Actor, at: datetime, entity_id: int, as_of: date, bookings: Sequence[Booking], empty: Sequence[str] = ()
) -> int:
    """Take over bookings on the accounts of contracts with a company, all or none; returns how many are new.

    Repeating a file changes nothing but the day. `empty` are contracts whose account has no booking. Raises
    UnknownContracts.
    """
    numbers = sorted({one.number for one in bookings} | set(empty))
    ties: Any = apps.get_model("parties.Relationship")._default_manager
    known = {row.number: row for row in ties.filter(legal_entity_id=entity_id, number__in=numbers)}
    if missing := [number for number in numbers if number not in known]:
        raise UnknownContracts(missing)
    rows = {number: _mirror(known[number], at, as_of) for number in numbers}
    before = MirrorLine.objects.filter(mirror__in=rows.values()).count()
    MirrorLine.objects.bulk_create(
        [
            MirrorLine(mirror=rows[one.number], key=one.key, booked_on=one.booked_on, text=one.text, amount=one.amount)
            for one in bookings
        ],
        ignore_conflicts=True,
    )
    new = MirrorLine.objects.filter(mirror__in=rows.values()).count() - before
    for party in {row.pk: row for row in (known[number].party for number in numbers)}.values():
        data = {"as_of": as_of.isoformat()}
        audit.record(actor=actor, at=at, kind="ledger.mirrored", subject=parties.subject_of(party), data=data)
    return new


def _mirror(tie: Any, at: datetime, as_of: date) -> Mirror:
    row, _new = Mirror.everything.update_or_create(relationship=tie, defaults={"as_of": as_of, "imported_at": at})
    return row
