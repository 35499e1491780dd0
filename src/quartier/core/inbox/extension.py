"""How other apps plug in here: which of their mails carry a secret, and who hears that an address is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from quartier.kit.registry import Registry

# Kinds of mail with a secret link: their words go as soon as they have left.
SECRETS: set[str] = set()
# Called with an address in small letters each time one more mail to it came back, in the transaction that notes it.
address_gone: Registry[Callable[[str, datetime], None]] = Registry("addresses that are gone")


def carries_secret(template: str) -> None:
    """Say that mails of a kind carry a secret; called from a plug."""
    SECRETS.add(template)
