"""Privacy: personal data, request log, cookies."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.privacy import plug  # noqa: F401, PLC0415
