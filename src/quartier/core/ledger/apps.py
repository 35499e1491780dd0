"""The ledger: double entry that is never changed, one for each company, with what customers owe on open items."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.ledger import plug  # noqa: F401, PLC0415
