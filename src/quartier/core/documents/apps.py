"""Documents: immutable files with their owner, versions and readers."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.documents"
    label = "documents"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.documents import plug  # noqa: F401, PLC0415
