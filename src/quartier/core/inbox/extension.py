"""How other apps plug in here: mails with a secret, what may be attached, and who hears of a gone address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from quartier.kit.mail import Attachment
from quartier.kit.registry import Registry

# Kinds of mail with a secret link: their words go as soon as they have left.
SECRETS: set[str] = set()
# What may be attached, by the name of the model: a mail keeps "terms.textversion:5", and the bytes are read on its way.
# Only what never changes belongs here, so that a second copy is the same mail.
attachables: Registry[Callable[[int], Attachment]] = Registry("what mails attach")
# Called with an address in small letters each time one more mail to it came back, in the transaction that notes it.
address_gone: Registry[Callable[[str, datetime], None]] = Registry("addresses that are gone")


def carries_secret(template: str) -> None:
    """Say that mails of a kind carry a secret; called from a plug."""
    SECRETS.add(template)
