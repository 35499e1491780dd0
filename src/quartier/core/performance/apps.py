"""Performance: what is promised while a contract runs, by when, and what follows when it is not kept."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.performance"
    label = "performance"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.performance import plug  # noqa: F401, PLC0415
