"""Dunning: what follows when money does not come: default, reminders, interest, plans, and what stays them."""

from django.apps import AppConfig


class DunningConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.dunning"
    label = "dunning"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.dunning import plug  # noqa: F401, PLC0415
