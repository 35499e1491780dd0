"""The list of providers, for the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django_tenants.utils import schema_context

from quartier.core.providers.models import Provider


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """One provider as the operator sees it: state, names, colours, how many accounts; no customer data."""

    key: str
    name: str
    state: str
    state_label: str
    hostnames: Sequence[str]
    accounts: int
    created_at: datetime
    colour: str
    accent: str


def provider_named(key: str) -> Provider | None:
    """Return a provider by its key (= schema name)."""
    return Provider.objects.filter(schema_name=key).first()


def provider_lines(search: str = "") -> list[ProviderLine]:
    """Return all providers, optionally those whose name or hostname contains a text."""
    rows = Provider.objects.prefetch_related("hostnames").order_by("name")
    wanted = search.strip().casefold()
    found = [p for p in rows if wanted in " ".join([p.name, *(h.domain for h in p.hostnames.all())]).casefold()]
    counts = _counts([p.schema_name for p in found])
    return [_line(p, *counts[p.schema_name]) for p in found]


def _line(provider: Provider, accounts: int, colour: str, accent: str) -> ProviderLine:
    return ProviderLine(
        key=provider.schema_name,
        name=provider.name,
        state=provider.state,
        state_label=provider.get_state_display(),
        hostnames=[h.domain for h in provider.hostnames.all()],
        accounts=accounts,
        created_at=provider.created_at,
        colour=colour,
        accent=accent,
    )


def _counts(schemas: Sequence[str]) -> dict[str, tuple[int, str, str]]:
    """Return accounts and colours of each schema in one statement. Schema names are checked by the database."""
    if not schemas:
        return {}
    quote = connection.ops.quote_name
    parts = [
        f"SELECT %s, (SELECT count(*) FROM {quote(s)}.accounts_user),"  # noqa: S608 – quoted names from our own table
        f" (SELECT colour FROM {quote(s)}.providers_branding WHERE entity_id IS NULL),"
        f" (SELECT accent FROM {quote(s)}.providers_branding WHERE entity_id IS NULL)"
        for s in schemas
    ]
    with schema_context("public"), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), list(schemas))
        return {
            key: (count, colour or "#3b4a63", accent or "#e0a526") for key, count, colour, accent in cursor.fetchall()
        }


def published() -> list[tuple[str, str]]:
    """Return name and primary hostname of each open portal, for the public page of the installation."""
    rows = Provider.objects.filter(state="published", hostnames__is_primary=True)
    return list(rows.values_list("name", "hostnames__domain"))
