"""Consents: what people agreed to, in which words, and until when."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.consents"
    label = "consents"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.consents import plug  # noqa: F401, PLC0415
