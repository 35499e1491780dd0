"""Users: whom a customer lets into its account, and what they may do there."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Registers what this app brings."""

    name = "quartier.core.users"
    label = "users"

    def ready(self) -> None:
        """Read the plug."""
        from quartier.core.users import plug  # noqa: F401, PLC0415
