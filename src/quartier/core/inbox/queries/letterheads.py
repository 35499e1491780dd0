"""Who writes: the contracting entity, in its brand, with the lines the law wants on a business letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.urls import get_urlconf, set_urlconf

from quartier.core.providers import queries as providers
from quartier.kit.jobs import NoScope
from quartier.kit.mail import Letterhead
from quartier.kit.portal import Brand

CONSOLE_BRAND = Brand(name="Quartier", tagline="Betreiberkonsole")


def letterhead(entity: Model | None = None) -> tuple[Letterhead, int | None]:
    """Return the letterhead of a legal entity of this schema and its key, by default of the one that runs the portal.

    Where a company runs the portal on the provider's behalf, it is named as processor, never as sender.
    """
    portal, hosts = _portal(entity)
    if portal is None:
        return Letterhead(sender="Quartier", brand=CONSOLE_BRAND, origin=_origin(settings.CONSOLE_HOST)), None
    writer = next((e for e in portal.entities if entity is not None and e.pk == entity.pk), portal.principal)
    head = Letterhead(
        sender=writer.name if writer else portal.name,
        brand=portal.brand,
        origin=_origin(_domain(hosts, writer.key if writer else "")),
        reply_to=writer.email if writer else "",
        imprint=_imprint(portal, writer),
        processor=portal.data_protection.processor if portal.data_protection else "",
    )
    return head, writer.pk if writer else None


def _imprint(portal: providers.Portal, writer: Any) -> list[tuple[str, str]]:
    """Return the lines of a business letter, with the way to the data protection officer (Art. 13(1)(b) GDPR)."""
    lines = [(line.label, line.value) for line in providers.imprint_lines(writer)] if writer else []
    officer = portal.data_protection
    if officer and officer.mailbox:
        lines.append(("Datenschutzbeauftragte Person", f"{officer.officer_name}, {officer.mailbox}".removeprefix(", ")))
    return lines


def _portal(entity: Model | None) -> tuple[providers.Portal | None, Mapping[str, str]]:
    """Return the portal of this schema, None at the console, and its addresses by company."""
    schema: str = getattr(connection, "schema_name", "")
    provider = providers.provider_named(schema)
    if provider is None:
        if schema != settings.CONSOLE_SCHEMA:
            raise NoScope("a mail is written by one provider or by the console")
        return None, {}
    hosts = {row.entity: row.domain for row in provider.hostnames.order_by("is_primary", "-domain")}
    key: str = getattr(entity, "key", "")
    address = providers.Address(
        schema=schema,
        name=provider.name,
        state=provider.state,
        revision=provider.revision,
        entity=key if key in hosts else "",
        # A place of its own among the copies: letters are also written where no request has come in.
        domain=f"mail:{key}",
    )
    with _addresses_of_portals():
        return providers.portal_for(address), hosts


def _domain(names: Mapping[str, str], entity: str) -> str:
    """Return the name under which people of this entity reach the portal, "" for a draft without one."""
    return str(names.get(entity) or names.get("") or next(iter(names.values()), ""))


def _origin(domain: str) -> str:
    pattern: str = settings.PORTAL_ORIGIN
    return pattern.format(host=domain) if domain else ""


@contextmanager
def _addresses_of_portals() -> Iterator[None]:
    """Look up addresses among those of the portals, also when the operator's console asks."""
    before = get_urlconf()
    set_urlconf(settings.ROOT_URLCONF)
    try:
        yield
    finally:
        set_urlconf(before)
