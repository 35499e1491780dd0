"""Blocks: who is kept out of what, why and until when."""

from django.apps import AppConfig


class BlocksConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.blocks"
    label = "blocks"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.blocks import plug  # noqa: F401, PLC0415
