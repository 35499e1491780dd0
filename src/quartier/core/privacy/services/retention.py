"""Forgetting in time: addresses in the log, expired sessions, expired cache rows."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import Error, connection, transaction
from django_tenants.utils import get_tenant_model, schema_context

from quartier.core.privacy import rules
from quartier.core.privacy.extension import address_days
from quartier.core.privacy.models import RequestRecord
from quartier.kit.clock import day_of

log = logging.getLogger(__name__)

RECORDS = timedelta(days=365)


def empty_addresses(*, at: datetime) -> int:
    """Empty the addresses of requests that are about to reach the provider's days; the anonymous rest stays.

    Returns how many. Runs in the provider's schema. No address gets older than the policy's days times 24 hours as
    long as this runs hourly; more than seven days are never granted (SBV-65).
    """
    days = min((read(day_of(at)) for read in address_days), default=rules.LONGEST_DAYS)
    due = RequestRecord.objects.filter(ip__isnull=False, at__lte=rules.addresses_until(at, days))
    return due.update(ip=None)


def forget_records(*, at: datetime) -> int:
    """Delete anonymous records after a year; counters remain."""
    deleted, _ = RequestRecord.objects.filter(at__lte=at - RECORDS).delete()
    return deleted


def forget_sessions(*, at: datetime) -> int:
    """Delete the expired sessions of this schema."""
    deleted, _ = Session.objects.filter(expire_date__lte=at).delete()
    return deleted


def forget_cached(*, at: datetime) -> int:
    """Delete expired cache rows at once: the keys of rate limits hold addresses."""
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith("DatabaseCache"):
        return 0
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(cache["LOCATION"])
        cursor.execute(f"DELETE FROM public.{table} WHERE expires <= %s", [at])  # noqa: S608 – a name from the settings
        return int(cursor.rowcount)


def sweep(*, at: datetime) -> None:
    """Forget in every schema, whatever the state of its provider: a stopped portal forgets like an open one.

    One schema that fails does not keep the others from being swept; it is reported at the end.
    """
    schemas = [settings.CONSOLE_SCHEMA, *get_tenant_model().objects.values_list("schema_name", flat=True)]
    failed = [schema for schema in schemas if not _swept(schema, at)]
    forget_cached(at=at)
    if failed:
        raise SweepIncomplete(f"Not swept: {', '.join(failed)}")


class SweepIncomplete(Exception):
    """Some schemas could not be swept; the job is tried again."""


def _swept(schema: str, at: datetime) -> bool:
    try:
        with schema_context(schema), transaction.atomic():
            empty_addresses(at=at)
            forget_records(at=at)
            forget_sessions(at=at)
    except Error:
        log.exception("The sweep of %s failed.", schema)
        return False
    return True
