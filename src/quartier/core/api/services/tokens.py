"""Tokens of people: made by the person, shown once, taken back at any time, ended when the way in ends."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.core.api import queries
from quartier.core.api.mails import TokenMail
from quartier.core.api.models import PersonalToken
from quartier.core.api.rules import BYTES, LENGTHS, MOST_TOKENS, PERSONAL_MARK, digest
from quartier.core.api.services.keys import NoScope
from quartier.core.api.services.shown import counted
from quartier.core.audit import services as audit
from quartier.core.inbox.services import post
from quartier.kit.api import Problem
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor

# Finds the token and counts the call in one statement, so that parallel calls are counted one by one.
ADMIT = """
UPDATE api_personaltoken SET last_used_at = %(at)s,
       calls = CASE WHEN window_at > %(since)s THEN calls + 1 ELSE 1 END,
       window_at = CASE WHEN window_at > %(since)s THEN window_at ELSE %(at)s END
 WHERE digest = %(digest)s AND expires_at > %(at)s
RETURNING id, calls
"""


class MoreThanYouMay(Refused):
    """Nobody hands on what they may not do themselves."""

    message = gettext_lazy("You can only allow what you may do yourself.")
    field = "allowed"


class UnknownLength(Refused):
    """A token works for one of a few lengths of time."""

    message = gettext_lazy("Choose one of the periods that are offered.")
    field = "days"


class TooManyTokens(Refused):
    """Nobody needs that many; whoever has lost count takes some back."""

    message = gettext_lazy("You have 20 access keys. Please remove those that you do not need first.")


@transaction.atomic
def allow(
    *, actor: Actor, at: datetime, user: Any, name: str, allowed: Sequence[str], days: int
) -> tuple[PersonalToken, str]:
    """Make a token for a program of a person, tell them by mail, and return it with its secret, which is kept nowhere.

    Raises NoScope, MoreThanYouMay, UnknownLength and TooManyTokens; nothing is stored then.
    """
    if not allowed:
        raise NoScope(gettext_lazy("Choose what the program may do."), field="allowed")
    if not {*allowed} <= {*queries.own_scopes(user)}:
        raise MoreThanYouMay
    if days not in LENGTHS:
        raise UnknownLength
    if queries.tokens_of(user).count() >= MOST_TOKENS:
        raise TooManyTokens
    secret = PERSONAL_MARK + secrets.token_urlsafe(BYTES)
    times = {"issued_at": at, "expires_at": at + timedelta(days=days)}
    token = PersonalToken.objects.create(
        user=user, name=name, scopes=sorted(allowed), digest=digest(secret), ending=secret[-4:], **times
    )
    data = {"name": name, "scopes": token.scopes, "days": days}
    audit.record(actor=actor, at=at, kind="api.token_made", subject=_subject(user.pk), data=data)
    may = tuple(str(queries.own_scopes(user)[key]) for key in token.scopes)
    mail = TokenMail(addressee=user.name, name=name, may=may, until=token.expires_at)
    post(actor=actor, at=at, mail=mail, to=user.email, to_name=user.name, about=_subject(user.pk))
    return token, secret


@transaction.atomic
def take_back(*, actor: Actor, at: datetime, token: PersonalToken) -> None:
    """Let a token work no longer, from the next call on; nothing is left of it but the fact."""
    _end(actor, at, token)


@transaction.atomic
def revoke_all(user_id: int, at: datetime) -> None:
    """End all tokens of somebody whose way in has ended: blocked, closed, or the password in wrong hands."""
    for token in PersonalToken.objects.select_for_update().filter(user_id=user_id):
        _end(SYSTEM, at, token)


def admit_person(request: Any) -> PersonalToken:
    """Return the token that a call shows, with its person, and count the call.

    Raises a Problem: 401 for none that works, 403 for somebody who cannot come in at the moment, 429 for too many.
    """
    found = counted(request, ADMIT)
    token = PersonalToken.objects.select_related("user").get(pk=found)
    person: Any = token.user
    if not person.is_active:
        raise Problem(401, _("This key does not work here. Perhaps it has been revoked."))
    if person.must_change_password:
        raise Problem(403, _("Please log in to the portal first and choose a new password."))
    return token


def _end(actor: Actor, at: datetime, token: PersonalToken) -> None:
    data = {"name": token.name, "ending": token.ending}
    audit.record(actor=actor, at=at, kind="api.token_ended", subject=_subject(token.user_id), data=data)
    token.delete()


def _subject(user_id: int) -> str:
    return f"accounts.user:{user_id}"
