"""Deadlines: one row for each running period, its effect exactly once."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.deadlines import plug  # noqa: F401, PLC0415
