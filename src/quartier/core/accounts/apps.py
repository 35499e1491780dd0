"""Accounts: users, staff and operators, how they get in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.accounts import plug  # noqa: F401, PLC0415
