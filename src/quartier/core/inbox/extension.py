"""How other apps plug in here: which of their mails carry a secret."""

from __future__ import annotations

# Kinds of mail with a secret link: their words go as soon as they have left.
SECRETS: set[str] = set()


def carries_secret(template: str) -> None:
    """Say that mails of a kind carry a secret; called from a plug."""
    SECRETS.add(template)
