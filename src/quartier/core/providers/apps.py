"""Providers: who they are, how they look, what they have switched on."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.providers"
    label = "providers"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.providers import plug  # noqa: F401, PLC0415
