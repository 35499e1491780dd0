"""Bank statements, and whose money every entry on them is."""

from django.apps import AppConfig


class BankingConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.banking"
    label = "banking"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.banking import plug  # noqa: F401, PLC0415
