"""Billing: what contracts, work and the price list owe when, and the run that turns it into invoices."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.billing"
    label = "billing"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.billing import plug  # noqa: F401, PLC0415
