"""Lettings: projects with flats, shown to everybody, kept by the letting team."""

from django.apps import AppConfig


class LettingsConfig(AppConfig):
    """Registers what this module brings."""

    name = "quartier.modules.lettings"
    label = "lettings"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.modules.lettings import plug  # noqa: F401, PLC0415
