"""Whether a customer can be reached by e-mail: the state, and who hears of it."""

from __future__ import annotations

from datetime import datetime

from quartier.core.audit import services as audit
from quartier.core.parties import queries as parties
from quartier.core.profile.extension import reachability
from quartier.core.profile.models import LostAddress
from quartier.values.actor import SYSTEM


def lost(*, at: datetime, party_id: int, address: str) -> None:
    """Note that mail to an address of a customer comes back; once until it ends."""
    _row, is_new = LostAddress.objects.get_or_create(
        party_id=party_id, address=address, ended_at=None, defaults={"since_at": at}
    )
    if is_new:
        _record(at, "profile.address_lost", party_id)
        for one in reachability:
            one.lost(party_id, at)


def found(*, at: datetime, party_id: int, address: str = "") -> None:
    """End the state of one address, or of all because another one was confirmed."""
    rows = LostAddress.objects.filter(party_id=party_id, ended_at__isnull=True)
    if address:
        rows = rows.filter(address=address.lower())
    if rows.update(ended_at=at):
        _record(at, "profile.address_found", party_id)
        if not LostAddress.objects.filter(party_id=party_id, ended_at__isnull=True).exists():
            for one in reachability:
                one.found(party_id, at)


def _record(at: datetime, kind: str, party_id: int) -> None:
    about = parties.subject_of(parties.party_numbered(party_id))
    audit.record(actor=SYSTEM, at=at, kind=kind, subject=about)
