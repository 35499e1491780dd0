"""The list of providers, for the operator: names, states and numbers, never customers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django_tenants.utils import schema_context

from quartier.core.providers.models import Provider
from quartier.core.providers.models.public import ProviderState
from quartier.kit.portal import Brand


@dataclass(frozen=True, slots=True)
class Size:
    """What the operator sees of the inside of a provider: how many accounts, and its colours."""

    accounts: int
    colour: str
    accent: str


def provider_named(key: str) -> Provider | None:
    """Return a provider by its key (= schema name)."""
    return Provider.objects.filter(schema_name=key).first()


def providers() -> QuerySet[Provider]:
    """Return all providers with their hostnames."""
    return Provider.objects.prefetch_related("hostnames").order_by("name")


def provider_numbers() -> Mapping[str, int]:
    """Return how many providers there are, and how many are open, in one statement."""
    published = Count("pk", filter=Q(state=ProviderState.PUBLISHED))
    return dict(Provider.objects.aggregate(all=Count("pk"), open=published))


def published() -> list[tuple[str, str]]:
    """Return name and primary hostname of each open portal, for the public page of the installation."""
    rows = Provider.objects.filter(state=ProviderState.PUBLISHED, hostnames__is_primary=True)
    return list(rows.values_list("name", "hostnames__domain"))


def sizes(schemas: Iterable[str]) -> Mapping[str, Size]:
    """Return accounts and colours of some schemas in one statement; ask for one page of providers at a time."""
    names = list(schemas)
    if not names:
        return {}
    quote = connection.ops.quote_name
    parts = [
        f"SELECT %s, (SELECT count(*) FROM {quote(s)}.accounts_user),"  # noqa: S608 – quoted names of our own schemas
        f" (SELECT colour FROM {quote(s)}.providers_branding WHERE entity_id IS NULL),"
        f" (SELECT accent FROM {quote(s)}.providers_branding WHERE entity_id IS NULL)"
        for s in names
    ]
    with schema_context("public"), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), names)
        rows = cursor.fetchall()
    plain = Brand(name="")
    return {key: Size(count, colour or plain.colour, accent or plain.accent) for key, count, colour, accent in rows}
