"""The product's tables without the product: models alone, nothing is plugged in."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """Users."""

    name = "quartier.core.accounts"
    label = "accounts"


class Providers(AppConfig):
    """Legal entities."""

    name = "quartier.core.providers"
    label = "providers"


class Parties(AppConfig):
    """Customers and contracts."""

    name = "quartier.core.parties"
    label = "parties"


class Inbox(AppConfig):
    """Mail."""

    name = "quartier.core.inbox"
    label = "inbox"
