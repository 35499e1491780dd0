"""Which schema the connection stands in: the one typed place that touches django-tenants' connection."""

from __future__ import annotations

from typing import Any, cast

from django.db import connection

_tenants = cast(Any, connection)


def current_schema() -> str:
    """Return the schema that queries go to: a provider's key, `console`, or `public`."""
    return str(_tenants.schema_name)


def enter_schema(schema: str) -> None:
    """Point the connection at a schema; costs a statement only when it pointed elsewhere."""
    if _tenants.schema_name != schema:
        _tenants.set_schema(schema)


def leave_schema() -> None:
    """Point the connection at `public`, where nothing personal lies."""
    _tenants.set_schema_to_public()
