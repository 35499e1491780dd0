"""Payments: how customers pay, what has come in, and what goes back."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.payments"
    label = "payments"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.payments import plug  # noqa: F401, PLC0415
