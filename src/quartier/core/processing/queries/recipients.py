"""Recipients: who they are, and what stands in the way of handing anything to them on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.core.processing.extension import Connection, connections, sharing_purposes
from quartier.core.processing.models import Contract, Recipient
from quartier.core.processing.rules import (
    REMINDED_BEFORE,
    Ground,
    Obstacle,
    RecipientKind,
    may_go,
    needs_contract,
)
from quartier.core.providers.policies import DataProtectionPolicy
from quartier.core.providers.policies.outreach import ThirdCountries
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A recipient on a day: its contract, whether it sits in a third country, and what bars it."""

    row: Recipient
    contract: Contract | None
    third_country: bool
    obstacles: Sequence[Obstacle]

    @property
    def kind(self) -> str:
        """Return how the recipient stands to the controller, in words."""
        return _(RecipientKind(self.row.kind).label)

    @property
    def sentences(self) -> Sequence[str]:
        """Return what bars it, a sentence each."""
        return [_(one.label) for one in self.obstacles]

    @property
    def purposes(self) -> str:
        """Return for what it gets data, in words."""
        return purpose_labels(self.row.purposes)

    @property
    def ground(self) -> str:
        """Return on what a transfer to it rests, in words."""
        return ground_label(self.row.ground)


def recipients() -> QuerySet[Recipient]:
    """Return all recipients, also those taken out of use, with what their standing needs."""
    return Recipient.objects.select_related("entity").prefetch_related("contracts__document", "sub_processors")


def active_recipients() -> QuerySet[Recipient]:
    """Return the recipients in use."""
    return recipients().filter(ended_at__isnull=True)


def recipient_keyed(key: str) -> Recipient | None:
    """Return a recipient by its key."""
    return recipients().filter(key=key).first()


def contract_on(row: Recipient, on: date) -> Contract | None:
    """Return the contract that is valid on a day, the one that ends last, or None."""
    valid = [c for c in row.contracts.all() if c.valid_from <= on and (c.valid_until is None or on <= c.valid_until)]
    return max(valid, key=lambda one: one.valid_until or date.max, default=None)


def standing(row: Recipient, at: datetime) -> Standing:
    """Return how a recipient stands at an instant."""
    on = day_of(at)
    contract = contract_on(row, on)
    allowed, third_country = may_go(row.country, row.ground, on)
    return Standing(row, contract, third_country, list(_obstacles(row, on, contract, allowed, third_country)))


def _obstacles(
    row: Recipient, on: date, contract: Contract | None, allowed: bool, third_country: bool
) -> Iterable[Obstacle]:
    if row.ended_at is not None:
        yield Obstacle.ENDED
    if needs_contract(row.kind) and contract is None:
        yield Obstacle.CONTRACT
    if not allowed:
        yield Obstacle.GROUND
    elif third_country and _never_leaves(on):
        yield Obstacle.POLICY
    engaged = [one for one in row.sub_processors.all() if one.ended_at is None]
    if not all(may_go(one.country, one.ground, on)[0] for one in engaged):
        yield Obstacle.SUB_PROCESSOR


def _never_leaves(on: date) -> bool:
    return policy.in_force(DataProtectionPolicy, on).third_country_transfer is ThirdCountries.NEVER


def count_barred(at: datetime) -> int:
    """Return how many recipients in use must not get anything now: somebody has to settle why."""
    return sum(bool(standing(row, at).obstacles) for row in active_recipients())


def count_ending(at: datetime) -> int:
    """Return how many contracts end soon without one that follows."""
    on = day_of(at)
    found = ((contract_on(row, on), row) for row in active_recipients() if needs_contract(row.kind))
    return sum(
        contract is not None
        and contract.valid_until is not None
        and contract.valid_until - REMINDED_BEFORE <= on
        and not any(other.valid_from > on for other in row.contracts.all())
        for contract, row in found
    )


def installation() -> Sequence[tuple[Connection, str]]:
    """Return the lines of this installation to machines of others that are set up, each with the host."""
    return [(line, where) for line in connections if (where := line.where())]


def purpose_labels(keys: Iterable[str]) -> str:
    """Return purposes in words; of one that nobody registers any more, its key."""
    return ", ".join(str(sharing_purposes.get(key) or key) for key in keys)


def ground_label(ground: str) -> str:
    """Return on what a transfer rests, in words, "" when on nothing."""
    return _(Ground(ground).label) if ground else ""
