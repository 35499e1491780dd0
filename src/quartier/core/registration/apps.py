"""Registration: how somebody gets into a portal for the first time, by the provider's rule."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.registration"
    label = "registration"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.registration import plug  # noqa: F401, PLC0415
