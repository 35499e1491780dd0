"""Threads: what customers and the provider write to each other, and the work that follows."""

from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.threads"
    label = "threads"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.threads import plug  # noqa: F401, PLC0415
