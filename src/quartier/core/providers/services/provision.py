"""The life of a provider on this installation: create, publish, stop, export, delete."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from quartier.core.audit import services as audit
from quartier.core.providers.models import Hostname, Provider
from quartier.core.providers.models.public import ProviderState
from quartier.core.providers.queries.imprint import has_hostname, missing_details
from quartier.core.providers.queries.registry import provider_named
from quartier.core.providers.services.blueprint import make_schema
from quartier.core.providers.services.revision import touch
from quartier.kit import encryption, storage
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
RESERVED = {"public", "console", "blueprint", "information_schema", "postgres", "quartier"}


class KeyTaken(Refused):
    """A provider with this key exists."""

    message = _("There is already a provider with this key.")
    field = "key"


class KeyNotPlain(Refused):
    """The key cannot name a schema."""

    message = _("A key has 2 to 40 small letters, digits or underscores, starts with a letter and is not reserved.")
    field = "key"


class HostnameBroken(Refused):
    """Not a hostname."""

    message = _(
        "This is not a hostname. Write only the name, for example portal.example.de, without https:// and port."
    )
    field = "hostname"


class HostnameTaken(Refused):
    """Another provider, or the console, answers under this name."""

    message = _("This hostname is already in use.")
    field = "hostname"


class LastHostname(Refused):
    """A published portal keeps at least one name."""

    message = _("A portal that is not a draft keeps at least one hostname.")
    field = "hostname"


class NotReady(Refused):
    """Something that the imprint or the law needs is missing."""

    message = _("The portal cannot be published yet.")

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = list(missing)
        super().__init__(f"{self.message} {' '.join(self.missing)}")


class NoSuchProvider(Refused):
    """There is no provider with this key."""

    message = _("There is no provider with this key.")
    status = 404


class StillPublished(Refused):
    """Deleting needs a stop first, so that nobody is surprised."""

    message = _("Stop the portal before you delete it.")


class WrongName(Refused):
    """Deleting asks for the key once more."""

    message = _("Type the key of the provider exactly to delete it.")
    field = "confirm"


@transaction.atomic
def create_provider(*, actor: Actor, at: datetime, key: str, name: str, hostnames: Iterable[str] = ()) -> Provider:
    """Create a draft provider with its own schema and hostnames, all or nothing.

    Raises KeyNotPlain, KeyTaken, HostnameBroken, HostnameTaken.
    """
    if not KEY.fullmatch(key) or key in RESERVED or key.startswith("pg_"):
        raise KeyNotPlain
    if provider_named(key):
        raise KeyTaken
    with schema_context("public"):
        provider = Provider.objects.create(schema_name=key, name=name.strip(), created_at=at)
    make_schema(key)
    for hostname in hostnames:
        add_hostname(actor=actor, at=at, key=key, hostname=hostname)
    with schema_context(key):
        audit.record(actor=actor, at=at, kind="provider.created", subject=f"providers.provider:{key}")
    return provider


@transaction.atomic
def add_hostname(*, actor: Actor, at: datetime, key: str, hostname: str, entity: str = "") -> Hostname:
    """Let a provider answer under one more name; the first becomes the primary one."""
    from django.conf import settings  # noqa: PLC0415

    provider = _provider(key)
    domain = hostname.strip().lower().rstrip(".")
    if not HOST.fullmatch(domain):
        raise HostnameBroken
    if domain == settings.CONSOLE_HOST or Hostname.objects.filter(domain=domain).exists():
        raise HostnameTaken
    is_first = not has_hostname(key)
    row = Hostname(domain=domain, tenant=provider, is_primary=is_first, entity=entity)
    row.save()  # type: ignore[no-untyped-call]
    touch(key)
    with schema_context(key):
        audit.record(actor=actor, at=at, kind="hostname.added", subject=f"providers.provider:{key}",
                     data={"hostname": domain})  # fmt: skip
    return row


@transaction.atomic
def remove_hostname(*, actor: Actor, at: datetime, key: str, hostname: str) -> None:
    """Stop answering under a name. A portal that has left the draft keeps at least one."""
    provider = _provider(key)
    rows = Hostname.objects.filter(tenant=provider)
    row = rows.filter(domain=hostname).first()
    if row is None:
        raise HostnameBroken
    if provider.state != ProviderState.DRAFT and rows.count() == 1:
        raise LastHostname
    row.delete()
    heir = rows.order_by("pk").first()
    if heir and not rows.filter(is_primary=True).exists():
        rows.filter(pk=heir.pk).update(is_primary=True)
    touch(key)
    with schema_context(key):
        audit.record(actor=actor, at=at, kind="hostname.removed", subject=f"providers.provider:{key}",
                     data={"hostname": hostname})  # fmt: skip


@transaction.atomic
def publish_provider(*, actor: Actor, at: datetime, key: str) -> Provider:
    """Open a portal to the public. Raises NotReady with one sentence per missing detail (SBV-12)."""
    provider = _provider(key)
    with schema_context(key):
        missing = missing_details()
        if not has_hostname(key):
            missing.append(_t("The provider has no hostname."))
        if missing:
            raise NotReady(missing)
        _change_state(provider, ProviderState.PUBLISHED, published_at=at, stopped_at=None)
        audit.record(actor=actor, at=at, kind="provider.published", subject=f"providers.provider:{key}")
    return provider


@transaction.atomic
def stop_provider(*, actor: Actor, at: datetime, key: str) -> Provider:
    """Take a whole provider offline at once: notice page with 503, jobs paused, staff keep access."""
    provider = _provider(key)
    with schema_context(key):
        _change_state(provider, ProviderState.STOPPED, stopped_at=at)
        audit.record(actor=actor, at=at, kind="provider.stopped", subject=f"providers.provider:{key}")
    return provider


def resume_provider(*, actor: Actor, at: datetime, key: str) -> Provider:
    """Open a stopped provider again; everything that publishing needs is checked anew."""
    return publish_provider(actor=actor, at=at, key=key)


@transaction.atomic
def delete_provider(*, actor: Actor, at: datetime, key: str, confirm: str) -> None:
    """Remove a provider for good: schema, files, hostnames, entry. When stopped or a draft, and named once more."""
    provider = _provider(key)
    if confirm != key:
        raise WrongName
    if provider.state == ProviderState.PUBLISHED:
        raise StillPublished
    hostnames = [h.domain for h in provider.hostnames.all()]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(key)} CASCADE")
        cursor.execute("DELETE FROM public.procrastinate_jobs WHERE args->>'schema' = %s AND status = 'todo'", [key])
    encryption.forget_keys(key)
    Hostname.objects.filter(tenant=provider).delete()
    Provider.objects.filter(pk=provider.pk).delete()
    from django.conf import settings  # noqa: PLC0415

    transaction.on_commit(storage.of(key).clear)
    with schema_context(settings.CONSOLE_SCHEMA):
        audit.record(actor=actor, at=at, kind="provider.deleted", subject=f"providers.provider:{key}",
                     data={"name": provider.name, "hostnames": hostnames})  # fmt: skip


def export_provider(*, actor: Actor, at: datetime, key: str, path: Path) -> Path:
    """Write the schema of a provider as SQL to a file (mode 0600), without the request log (SBV-65)."""
    from quartier.core.providers.services.blueprint import dump_to  # noqa: PLC0415

    _provider(key)
    dump_to(path, key)
    with schema_context(key):
        audit.record(actor=actor, at=at, kind="provider.exported", subject=f"providers.provider:{key}")
    return path


def _provider(key: str) -> Provider:
    provider = provider_named(key)
    if provider is None:
        raise NoSuchProvider
    return provider


def _change_state(provider: Provider, state: ProviderState, **instants: datetime | None) -> None:
    provider.state = state
    for field, value in instants.items():
        setattr(provider, field, value)
    provider.save(update_fields=["state", *instants])  # type: ignore[no-untyped-call]
    touch(provider.schema_name)
