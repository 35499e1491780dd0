"""API: the keys by which programs of a provider call it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.api"
    label = "api"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.api import plug  # noqa: F401, PLC0415
