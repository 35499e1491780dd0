"""Charges: what a customer's users caused that costs money, each with who and when."""

from django.apps import AppConfig


class ChargesConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.charges"
    label = "charges"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.charges import plug  # noqa: F401, PLC0415
