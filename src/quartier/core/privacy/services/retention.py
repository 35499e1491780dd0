"""Forgetting in time: addresses in the log, expired sessions, expired cache rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, transaction

from quartier.core.privacy import rules
from quartier.core.privacy.extension import address_days
from quartier.core.privacy.models import RequestRecord
from quartier.kit.clock import day_of

RECORDS = timedelta(days=365)


@transaction.atomic
def forget(*, at: datetime) -> None:
    """Forget everything that is due in this schema: addresses, old records, expired sessions."""
    empty_addresses(at=at)
    RequestRecord.objects.filter(at__lte=at - RECORDS).delete()
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    sessions.objects.filter(expire_date__lte=at).delete()


def empty_addresses(*, at: datetime) -> int:
    """Empty the addresses of requests that are about to reach the provider's days; the anonymous rest stays.

    Returns how many. No address gets older than the policy's days times 24 hours as long as this runs hourly;
    more than seven days are never granted (SBV-65).
    """
    days = min((read(day_of(at)) for read in address_days), default=rules.LONGEST_DAYS)
    due = RequestRecord.objects.filter(ip__isnull=False, at__lte=rules.addresses_until(at, days))
    return due.update(ip=None)


def forget_cached(*, at: datetime) -> int:
    """Delete expired rows of the cache that all schemas share: the keys of rate limits hold addresses."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return 0
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(cache._table)  # type: ignore[attr-defined]
        cursor.execute(f"DELETE FROM public.{table} WHERE expires <= %s", [at])  # noqa: S608 – a name from the settings
        return int(cursor.rowcount)
