"""Backups of what customers store, for contracts where they are agreed."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.backups"
    label = "backups"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.backups import plug  # noqa: F401, PLC0415
