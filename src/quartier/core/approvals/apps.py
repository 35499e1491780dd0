"""Approvals: what one person proposes and another one confirms."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.approvals"
    label = "approvals"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.approvals import plug  # noqa: F401, PLC0415
