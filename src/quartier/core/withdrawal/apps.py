"""Withdrawal and cancellation without login (§§ 356a, 312k BGB): both functions, the receipt, and what follows."""

from django.apps import AppConfig


class WithdrawalConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.withdrawal"
    label = "withdrawal"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.withdrawal import plug  # noqa: F401, PLC0415
