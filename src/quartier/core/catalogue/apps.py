"""Catalogue: what a provider sells, to whom, at which dated price."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.catalogue import plug  # noqa: F401, PLC0415
