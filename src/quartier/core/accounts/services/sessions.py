"""Sessions of a user."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.models import Session, User
from quartier.core.accounts.queries import name_of
from quartier.core.audit import services as audit
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoSuchSession(Refused):
    """The session has ended already, or is somebody else's."""

    message = _("This session has ended already.")
    status = 404


def end_sessions(user: User, *, keep: str = "") -> int:
    """End every session of a user but the one to keep, in one statement; returns how many."""
    return Session.objects.filter(user=user).exclude(session_key=keep).delete()[0]


@transaction.atomic
def end_session(*, actor: Actor, at: datetime, user: User, name: str) -> None:
    """End one session of a user, by the name under which pages show it. Raises NoSuchSession."""
    row = next((row for row in Session.objects.filter(user=user) if name_of(row) == name), None)
    if row is None:
        raise NoSuchSession
    row.delete()
    audit.record(actor=actor, at=at, kind="account.sessions_ended", subject=f"accounts.user:{user.pk}")


@transaction.atomic
def end_other_sessions(*, actor: Actor, at: datetime, user: User, keep: str) -> int:
    """End all sessions of a user but the one that asks; returns how many."""
    ended = end_sessions(user, keep=keep)
    audit.record(actor=actor, at=at, kind="account.sessions_ended", subject=f"accounts.user:{user.pk}")
    return ended
