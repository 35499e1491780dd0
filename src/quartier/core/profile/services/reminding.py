"""The reminder that a password is old: by a deadline, one mail each time; nobody is locked out for it (DWG-23)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from quartier.core.accounts import queries as accounts
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.profile.mails import OldPasswordMail
from quartier.core.providers.policies import PasswordPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.bgb.periods import add
from quartier.values.actor import SYSTEM, Actor
from quartier.values.period import ONE_DAY

PASSWORD_AGE = "profile.password_age"  # noqa: S105 – the name of a deadline
SOURCE = "NIST SP 800-63B-4, 3.1.1.2"


def watch_password(actor: Actor, user_id: int, at: datetime) -> None:
    """Count anew from a new password: an earlier reminder is over. Heard by accounts, in the same transaction."""
    user = get_user_model()._default_manager.get(pk=user_id)
    subject = f"accounts.user:{user_id}"
    found = running.open_deadline_of(PASSWORD_AGE, subject)
    if found is not None:
        deadlines.meet(actor=actor, at=at, deadline_id=found.pk)
    due_on = accounts.password_due_on(user, policy.in_force(PasswordPolicy, day_of(at)))
    if due_on is not None:
        _open(actor, at, user, due_on)


def _open(actor: Actor, at: datetime, user: Any, due_on: Any) -> None:
    party = parties.party_of(user)
    deadlines.open_deadline(
        actor=actor, at=at, kind=PASSWORD_AGE, subject=f"accounts.user:{user.pk}", last_on=due_on - ONE_DAY,
        source=SOURCE, holder=parties.subject_of(party) if party else "",
    )  # fmt: skip


def remind(passed: Passed) -> None:
    """Write to the owner of an old password once, and begin the next interval."""
    user: Any = get_user_model()._default_manager.filter(pk=int(passed.subject.rpartition(":")[2])).first()
    every = policy.in_force(PasswordPolicy, day_of(passed.at)).change_reminder
    if user is None or not user.is_active or every is None:
        return
    mail = OldPasswordMail(since=day_of(user.password_changed_at or passed.at))
    inbox.post(actor=SYSTEM, at=passed.at, mail=mail, to=user.email, to_name=str(user), about=passed.holder)
    _open(SYSTEM, passed.at, user, add(day_of(passed.at), every))
