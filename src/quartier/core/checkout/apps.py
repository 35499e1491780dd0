"""Checkout: how somebody orders, as a guest, with an account or through a link made for them."""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.checkout"
    label = "checkout"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.checkout import plug  # noqa: F401, PLC0415
