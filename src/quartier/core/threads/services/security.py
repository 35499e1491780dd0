"""A request of its own when somebody may know a customer's password (DWG-20): staff look into it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.accounts import queries as accounts
from quartier.core.parties import queries as parties
from quartier.core.threads.services.writing import open_thread
from quartier.values.actor import SYSTEM, Actor


def look_into_suspicion(actor: Actor, user_id: int, at: datetime) -> None:
    """Open a request for staff; the customer's own words are asked for there. Staff themselves have no customer record.

    It stands in the language of the office, whoever reported it.
    """
    user = accounts.user_numbered(user_id)
    party = parties.party_of(user)
    if party is None:
        return
    with translation.override("de"):
        text = _(
            "It was reported that somebody else may know the password of the login %(login)s. All sessions have ended, "
            "the password is dead, and a link to a new one has been mailed. Please ask what has happened."
        ) % {"login": user.login}
        category, subject = _("Security of the account"), _("Somebody may know the password")
    words: dict[str, Any] = {"category": category, "subject": subject, "text": text}
    open_thread(actor=SYSTEM, at=at, party=party, treatment="request", internal=True, **words)
