"""Insight: who of the staff looked at data of whom."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.insight"
    label = "insight"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.insight import plug  # noqa: F401, PLC0415
