"""Inbox: what goes out and comes in."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.inbox import plug  # noqa: F401, PLC0415
