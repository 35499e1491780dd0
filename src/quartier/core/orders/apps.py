"""Orders: an offer of a customer from its receipt to acceptance, performance and end."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.orders"
    label = "orders"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.orders import plug  # noqa: F401, PLC0415
