"""Calendar addresses: made for one person, shown once, revoked at any time."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.deadlines import queries
from quartier.core.deadlines.models import CalendarAddress
from quartier.core.deadlines.rules import hash_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

MOST_ADDRESSES = 10
TOKEN_BYTES = 32
# A calendar asks often; how long ago it last did is told to the hour.
USE_NOTED_EVERY = timedelta(hours=1)


class NameTaken(Refused):
    """Two addresses of one person with the same name could not be told apart."""

    message = _("You have a calendar address with this name already.")
    field = "name"


class TooManyAddresses(Refused):
    """Nobody watches over any number of secrets."""

    message = _("You have ten calendar addresses. Revoke one that you do not need any more.")


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address with its secret, which nobody can read again."""

    row: CalendarAddress
    token: str


@transaction.atomic
def open_address(
    *, actor: Actor, at: datetime, user: Any, name: str, shown: Mapping[str, str] | None = None
) -> NewAddress:
    """Make an address by which a program reads what this person may see. Raises NameTaken and TooManyAddresses.

    `shown` is what a customer saw in the check step and confirmed (DWG-46).
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    names = set(queries.addresses_of(user).values_list("name", flat=True))
    if name in names:
        raise NameTaken
    if len(names) >= MOST_ADDRESSES:
        raise TooManyAddresses
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = CalendarAddress.objects.create(user=user, name=name, token_hash=hash_of(token), created_at=at)
    _record(actor, at, "deadline.calendar_opened", row)
    if shown is not None:
        about = queries.person_of(user)
        audit.keep_confirmation(actor=actor, at=at, form="deadlines.calendar", subject=about, values=shown)
    return NewAddress(row, token)


@transaction.atomic
def revoke_address(*, actor: Actor, at: datetime, address_id: int) -> None:
    """Make an address useless at once; gone already is fine."""
    row = CalendarAddress.objects.select_for_update().filter(pk=address_id).first()
    if row is not None:
        _record(actor, at, "deadline.calendar_revoked", row)
        row.delete()


def note_use(*, at: datetime, address: CalendarAddress) -> None:
    """Note that a program has read an address, at most once an hour."""
    if address.last_used_at is None or at - address.last_used_at >= USE_NOTED_EVERY:
        before = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at)
        CalendarAddress.objects.filter(before, pk=address.pk).update(last_used_at=at)


def _record(actor: Actor, at: datetime, kind: str, row: CalendarAddress) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=queries.person_of(row.user), data={"name": row.name})
