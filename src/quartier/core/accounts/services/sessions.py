"""Sessions of a user."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from quartier.core.accounts.models import User


def end_sessions(user: User, *, keep: str = "") -> None:
    """End every session of a user but the one to keep."""
    for session in Session.objects.exclude(session_key=keep):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
