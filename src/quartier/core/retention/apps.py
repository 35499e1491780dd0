"""Retention: what is over goes, what must be kept is restricted, what is held back stays."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.retention"
    label = "retention"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.retention import plug  # noqa: F401, PLC0415
