"""Processing: who gets data of people, for what and on what ground, and the register of it all."""

from django.apps import AppConfig


class ProcessingConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.processing"
    label = "processing"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.processing import plug  # noqa: F401, PLC0415
