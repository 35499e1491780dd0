"""Leaving: how the use of the portal ends, by a click or by time, while contracts go on."""

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.leaving"
    label = "leaving"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.leaving import plug  # noqa: F401, PLC0415
