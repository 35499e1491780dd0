"""Invoices: what is billed to whom for what, numbered without gaps, as papers that programs read too."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.invoices"
    label = "invoices"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.invoices import plug  # noqa: F401, PLC0415
