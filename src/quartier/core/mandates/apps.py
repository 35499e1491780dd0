"""SEPA mandates, and the collections and transfers that banks carry out by file."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.mandates"
    label = "mandates"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.mandates import plug  # noqa: F401, PLC0415
