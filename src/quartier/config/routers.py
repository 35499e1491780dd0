"""Which model gets a table in which schema, where the app alone does not decide it."""

from __future__ import annotations

from typing import Any

from django_tenants.utils import get_public_schema_name

from quartier.kit.schemas import current_schema

PUBLIC_MODELS = {("providers", "provider"), ("providers", "hostname")}


class ProvidersRouter:
    """Providers and hostnames get tables in `public` only; all other models of `providers` in schemas only.

    Stands before django-tenants' router, which decides by app.
    """

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Decide for the models of `providers`, leave the rest to the next router."""
        if app_label != "providers" or model_name is None:
            return None
        in_public = current_schema() == get_public_schema_name()
        return in_public is ((app_label, model_name) in PUBLIC_MODELS)
