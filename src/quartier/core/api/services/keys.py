"""Issuing, renewing and revoking keys, and recognising whoever shows one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from quartier.core.api.models import ApiKey
from quartier.core.api.rules import BYTES, MARK, OVERLAP, digest
from quartier.core.api.services.shown import counted
from quartier.core.audit import services as audit
from quartier.kit.api import scopes
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

# Finds the key and counts the call in one statement, so that parallel calls are counted one by one.
ADMIT = """
UPDATE api_apikey SET last_used_at = %(at)s,
       calls = CASE WHEN window_at > %(since)s THEN calls + 1 ELSE 1 END,
       window_at = CASE WHEN window_at > %(since)s THEN window_at ELSE %(at)s END
 WHERE revoked_at IS NULL AND (digest = %(digest)s OR (previous = %(digest)s AND previous_until > %(at)s))
RETURNING id, calls
"""


class NameTaken(Refused):
    """A working key has this name already."""

    message = gettext_lazy("There is already a key of this name. Give each program a name of its own.")
    field = "name"


class NoScope(Refused):
    """A key that may do nothing is no key."""

    message = gettext_lazy("Choose what the key may do.")
    field = "scopes"


class AlreadyRevoked(Refused):
    """The key does not work any more."""

    message = gettext_lazy("This key has been revoked. Please issue a new one.")


@transaction.atomic
def issue(*, actor: Actor, at: datetime, name: str, allowed: Sequence[str]) -> tuple[ApiKey, str]:
    """Make a key for a program and return it with its secret, which is shown once and kept nowhere.

    Raises NameTaken and NoScope; nothing is stored then.
    """
    if not allowed or any(scope not in scopes for scope in allowed):
        raise NoScope
    if ApiKey.objects.filter(name__iexact=name, revoked_at__isnull=True).exists():
        raise NameTaken
    secret = _secret()
    key = ApiKey.objects.create(
        name=name, scopes=sorted(allowed), digest=digest(secret), ending=secret[-4:], issued_at=at
    )
    audit.record(
        actor=actor, at=at, kind="api.key_issued", subject=_subject(key), data={"name": name, "scopes": key.scopes}
    )
    return key, secret


@transaction.atomic
def renew(*, actor: Actor, at: datetime, key_id: int) -> tuple[ApiKey, str]:
    """Give a program a new key and return it with its secret; the one before works two more days.

    Raises AlreadyRevoked.
    """
    key = _working(key_id)
    secret = _secret()
    key.previous, key.previous_until = key.digest, at + OVERLAP
    key.digest, key.ending, key.rotated_at = digest(secret), secret[-4:], at
    key.save(update_fields=["previous", "previous_until", "digest", "ending", "rotated_at"])
    audit.record(actor=actor, at=at, kind="api.key_renewed", subject=_subject(key), data={"name": key.name})
    return key, secret


@transaction.atomic
def revoke(*, actor: Actor, at: datetime, key_id: int) -> ApiKey:
    """Let a key work no longer, from the next call on. Raises AlreadyRevoked."""
    key = _working(key_id)
    key.revoked_at, key.previous, key.previous_until = at, "", None
    key.save(update_fields=["revoked_at", "previous", "previous_until"])
    audit.record(actor=actor, at=at, kind="api.key_revoked", subject=_subject(key), data={"name": key.name})
    return key


def admit(request: Any) -> ApiKey:
    """Return the key that a call shows and count the call. Raises a Problem: 401 for no valid key, 429 for too many."""
    return ApiKey.objects.get(pk=counted(request, ADMIT))


def _secret() -> str:
    return MARK + secrets.token_urlsafe(BYTES)


def _working(key_id: int) -> ApiKey:
    key = ApiKey.objects.select_for_update().get(pk=key_id)
    if key.revoked_at is not None:
        raise AlreadyRevoked
    return key


def _subject(key: ApiKey) -> str:
    return f"api.key:{key.pk}"
