"""A provider to measure in: an embedded database of its own, durable as in production, without other users."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SCHEMA = "measured"


def prepare(home: str) -> None:
    """Set Django up for an installation below `home`; in worker processes too."""
    os.environ.update(QUARTIER_MODE="demo", QUARTIER_DATA_DIR=home, DJANGO_SETTINGS_MODULE="quartier.config.settings")
    os.environ.pop("DATABASE_URL", None)
    import django  # noqa: PLC0415 – the environment comes first

    django.setup()


@contextmanager
def provider(home: str, say: Callable[[str], None]) -> Iterator[None]:
    """Stand in the schema of a new provider on a fresh database below `home`."""
    prepare(home)
    from django.db import connections  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.config.database import available  # noqa: PLC0415
    from quartier.config.settings import ENV  # noqa: PLC0415
    from quartier.core.providers import services  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    with available(ENV):
        say("migrating a fresh database …")
        services.migrate_all()
        services.create_provider(actor=SYSTEM, at=AT, key=SCHEMA, name="Messwerk eG")
        try:
            with schema_context(SCHEMA):
                yield
        finally:
            connections.close_all()
