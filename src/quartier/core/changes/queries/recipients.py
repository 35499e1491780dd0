"""Whom a change is told: contracts that the old version or price governs, and logins without such a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from quartier.core.changes.models import Change, Topic
from quartier.core.changes.queries.procedures import is_privacy, kind_of
from quartier.core.contracts.extension import ContractState
from quartier.core.providers.policies.choices import Scope
from quartier.kit.access import Audience

LIVING = (ContractState.RUNNING, ContractState.ENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody to be told: for a contract, or for a login. `entity` is the company that writes, None for the usual."""

    key: int
    party: Any
    contract: Any
    user: Any
    old_version_id: int | None
    standing: str
    is_paid: bool
    entity: Any


def contracts_to_tell(change: Change) -> QuerySet[Any]:
    """Return the contracts that a change is about, in the order of their keys."""
    rows = _contracts().filter(state__in=LIVING, party__restricted_at__isnull=True).order_by("pk")
    if change.announced_at is not None:
        rows = rows.filter(concluded_at__lte=change.announced_at)
    if is_privacy(change):
        return rows.none()
    if change.topic == Topic.TEXT:
        return rows.filter(Exists(_governing(change)))
    if change.topic == Topic.SERVICE:
        return rows.filter(scope__in=change.scopes)
    return _with_product(rows, change)


def users_to_tell(change: Change) -> QuerySet[Any]:
    """Return the logins that a change is about beside the contracts: whoever uses the portal without such a one."""
    rows = _users()
    if is_privacy(change):
        return rows
    if change.topic == Topic.SERVICE:
        return rows if Scope.PORTAL.value in change.scopes else rows.none()
    if change.topic != Topic.TEXT:
        return rows.none()
    accepted = _model("terms.Acceptance").filter(user=OuterRef("pk"), subject="", version__text__key=kind_of(change))
    told = _contract_texts().filter(_party_of_user(), kind=kind_of(change))
    new = accepted.filter(version=change.new_version_id)
    return rows.filter(Exists(accepted), ~Exists(new), ~Exists(told))


def next_recipients(change: Change, most: int) -> Sequence[Recipient]:
    """Return the next recipients after the place that the announcing has come to."""
    if change.in_users:
        users = users_to_tell(change).filter(pk__gt=change.position).select_related("party", "account__party")[:most]
        return [_for_user(user) for user in users]
    rows = contracts_to_tell(change).filter(pk__gt=change.position)
    found = list(rows.select_related("party__user", "party__account", "relationship__legal_entity")[:most])
    old = _versions_of(change, [row.pk for row in found])
    return [_for_contract(row, old.get(row.pk)) for row in found]


def count_recipients(change: Change) -> int:
    """Return how many announcements a change needs."""
    return contracts_to_tell(change).count() + users_to_tell(change).count()


def examples(change: Change, number: int) -> list[str]:
    """Return the names of some who will be told."""
    rows = contracts_to_tell(change).select_related("party", "relationship")[:number]
    return [f"{row.party}, {row.relationship.number}" for row in rows] or [
        str(user) for user in users_to_tell(change)[:number]
    ]


def _for_contract(row: Any, old_version_id: int | None) -> Recipient:
    return Recipient(
        key=row.pk, party=row.party, contract=row, user=None, old_version_id=old_version_id, standing=row.standing,
        is_paid=row.is_paid, entity=row.relationship.legal_entity,
    )  # fmt: skip


def _for_user(user: Any) -> Recipient:
    own = getattr(user, "party", None)
    party = own or user.account.party
    return Recipient(
        key=user.pk, party=party, contract=None, user=user, old_version_id=None, standing=party.standing,
        is_paid=False, entity=None,
    )  # fmt: skip


def _model(label: str) -> Any:
    return apps.get_model(label)._default_manager


def _contracts() -> QuerySet[Any]:
    model: Any = apps.get_model("contracts.Contract")
    rows: QuerySet[Any] = model.objects.all()
    return rows


def _contract_texts() -> QuerySet[Any]:
    rows: QuerySet[Any] = _model("contracts.ContractText").filter(until__isnull=True, contract__state__in=LIVING)
    return rows


def _governing(change: Change) -> QuerySet[Any]:
    """Return the texts that govern a contract now and would change."""
    found = _contract_texts().filter(contract=OuterRef("pk"), kind=kind_of(change))
    return found.exclude(version=change.new_version_id)


def _versions_of(change: Change, keys: Sequence[int]) -> dict[int, int]:
    if change.topic != Topic.TEXT:
        return {}
    rows = _contract_texts().filter(contract__in=keys, kind=kind_of(change))
    return dict(rows.values_list("contract_id", "version_id"))


def _with_product(rows: QuerySet[Any], change: Change) -> QuerySet[Any]:
    """Narrow to paid contracts over a product: by the order they came from, by their kind where no order is known."""
    product: Any = change.product
    origin = Concat(Value("orders.order:"), Cast("order_id", CharField()))
    lines = _model("orders.OrderLine").filter(product=product).annotate(origin=origin)
    ordered = Exists(lines.filter(origin=OuterRef("origin")))
    unknown = Q(scope=product.scope) & ~Q(origin__startswith="orders.order:")
    return rows.filter(ordered | unknown, is_paid=True, relationship__legal_entity=product.entity_id)


def _users() -> QuerySet[Any]:
    rows = get_user_model()._default_manager.filter(audience=Audience.CUSTOMER, is_active=True)
    known = Q(party__isnull=False, party__restricted_at__isnull=True)
    shared = Q(account__party__isnull=False, account__party__restricted_at__isnull=True)
    return rows.filter(known | shared).order_by("pk")


def _party_of_user() -> Q:
    return Q(contract__party__user=OuterRef("pk")) | Q(contract__party__account=OuterRef("account"))
