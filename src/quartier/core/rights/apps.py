"""Rights: what people ask for about their data, and until when they get an answer."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.rights"
    label = "rights"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.rights import plug  # noqa: F401, PLC0415
