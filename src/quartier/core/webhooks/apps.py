"""Webhooks: addresses of customers' programs that are told what happens."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.webhooks import plug  # noqa: F401, PLC0415
