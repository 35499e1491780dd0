"""Profile: what customers keep current about themselves, and how the provider learns of it."""

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.profile"
    label = "profile"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.profile import plug  # noqa: F401, PLC0415
