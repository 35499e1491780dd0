"""Parties: the people and organisations a provider deals with."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.parties"
    label = "parties"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.parties import plug  # noqa: F401, PLC0415
