"""Declarations: what customers declare by any channel, in the form it needs, with receipt and evidence."""

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.declarations"
    label = "declarations"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.declarations import plug  # noqa: F401, PLC0415
