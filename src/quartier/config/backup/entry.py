"""What the installation itself knows about a single provider: its entry, its hostnames, the jobs that wait for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection, transaction
from django_tenants.utils import get_tenant_domain_model, get_tenant_model

from quartier.kit.jobs.declare import PUBLISHED, STOPPED

Rows = list[dict[str, Any]]
Entry = Mapping[str, Rows]

QUERIES = {
    "provider": """
        SELECT to_jsonb(p) - '{id,schema_name}'::text[] FROM public.providers_provider p WHERE schema_name = %s""",
    "hostnames": """
        SELECT to_jsonb(h) - '{id,tenant_id}'::text[]
          FROM public.providers_hostname h JOIN public.providers_provider p ON p.id = h.tenant_id
         WHERE p.schema_name = %s ORDER BY h.id""",
    "jobs": """
        SELECT to_jsonb(j) FROM public.procrastinate_jobs j
         WHERE args->>'schema' = %s AND status = 'todo' ORDER BY id""",
}
NEW_JOB = """
INSERT INTO public.procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
SELECT queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at
  FROM jsonb_populate_record(NULL::public.procrastinate_jobs, %s::jsonb)
"""


def read(line: psycopg.Connection[Any], key: str) -> Entry:
    """Return it as this connection's transaction sees it; no rows for a provider that does not exist."""
    return {name: [row[0] for row in line.execute(query, [key]).fetchall()] for name, query in QUERIES.items()}


def taken(entry: Entry) -> list[str]:
    """Return which of the hostnames lead to somebody else already."""
    names = [row["domain"] for row in entry["hostnames"]]
    return sorted(get_tenant_domain_model()._default_manager.filter(domain__in=names).values_list("domain", flat=True))


@transaction.atomic
def put(entry: Entry, *, key: str, at: datetime) -> None:
    """Write it down again. A portal that was open comes back stopped: it opens when somebody has looked."""
    values = dict(entry["provider"][0])
    if values["state"] == PUBLISHED:
        values |= {"state": STOPPED, "stopped_at": at}
    provider = get_tenant_model()._default_manager.create(schema_name=key, **values)
    for row in entry["hostnames"]:
        get_tenant_domain_model()._default_manager.create(tenant=provider, **row)
    with connection.cursor() as cursor:
        cursor.executemany(NEW_JOB, [[json.dumps(row)] for row in entry["jobs"]])
