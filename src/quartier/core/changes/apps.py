"""Changes: how terms, prices and services change for people who have a contract already."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.changes"
    label = "changes"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.changes import plug  # noqa: F401, PLC0415
