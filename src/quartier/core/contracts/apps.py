"""Contracts: what runs between a customer and a company, in which words, until when, and how it ends."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.contracts"
    label = "contracts"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.contracts import plug  # noqa: F401, PLC0415
