"""The end of contracts, noted by staff or by another app; transfers of master data note it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties.extension import tell_of_contracts
from quartier.core.parties.models import Party, Relationship, RelationshipKind
from quartier.core.parties.queries import subject_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class EndsBeforeItBegan(Refused):
    """A contract ends after it has begun."""

    message = _("The end lies before the begin of this contract.")
    field = "ended_on"


@transaction.atomic
def end_relationship(*, actor: Actor, at: datetime, relationship_id: int, ended_on: date | None) -> Relationship:
    """Note the last day of a contract; None says that it runs on after all. Raises EndsBeforeItBegan."""
    row = (
        Relationship.objects.select_for_update(no_key=True, of=("self",))
        .select_related("party")
        .get(pk=relationship_id)
    )
    if ended_on is not None and ended_on < row.started_on:
        raise EndsBeforeItBegan
    before, row.ended_on = row.ended_on, ended_on
    if before == ended_on:
        return row
    row.save(update_fields=["ended_on"])
    data = {"number": row.number, "ended_on": [str(before or ""), str(ended_on or "")]}
    audit.record(actor=actor, at=at, kind="relationship.ended", subject=subject_of(row.party), data=data)
    tell_of_contracts([row.party_id], at)
    return row


@transaction.atomic
def end_portal_use(*, actor: Actor, at: datetime, party_id: int, ended_on: date) -> int:
    """End the use of the portal, whichever contracts go on; returns how many such contracts ended."""
    running = Relationship.objects.filter(
        party_id=party_id, kind=RelationshipKind.PORTAL, ended_on__isnull=True, started_on__lte=ended_on
    )
    keys = list(running.values_list("pk", flat=True))
    for key in keys:
        end_relationship(actor=actor, at=at, relationship_id=key, ended_on=ended_on)
    return len(keys)


@dataclass(frozen=True, slots=True)
class PortalUse:
    """A customer who has a way into the portal, with kind and last day of each contract; None while one runs."""

    party_id: int
    contracts: Sequence[tuple[str, date | None]]


def portal_uses(parties: Sequence[int]) -> list[PortalUse]:
    """Return those of some customers who have a way into the portal, with their contracts, in two statements."""
    inside = Party.everything.filter(pk__in=parties).exclude(user=None, account=None).values_list("pk", flat=True)
    found: dict[int, list[tuple[str, date | None]]] = {key: [] for key in inside}
    rows = Relationship.objects.filter(party__in=found).values_list("party_id", "kind", "ended_on")
    for key, kind, ended_on in rows:
        found[key].append((kind, ended_on))
    return [PortalUse(key, contracts) for key, contracts in sorted(found.items())]


def detach_users(*, party_id: int) -> None:
    """Let a customer have no way into the portal any more; whoever closes the accounts writes the fact."""
    Party.everything.filter(pk=party_id).update(user=None, account=None)
