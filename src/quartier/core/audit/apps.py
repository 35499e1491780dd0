"""Audit: append-only facts."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.audit"
    label = "audit"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.audit import plug  # noqa: F401, PLC0415
