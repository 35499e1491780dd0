"""What a call shows to be let in, and how often it may."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from quartier.core.api.rules import CALLS, WINDOW, digest
from quartier.kit.api import Problem


def counted(request: Any, statement: str) -> int:
    """Return whose secret a call shows, and count the call; `statement` finds the row and counts in one.

    Raises a Problem: 401 for no valid secret, 429 for too many calls. A wrong one costs one statement on an index;
    guessing one is out of reach, so nobody is locked out.
    """
    word, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if word.lower() != "bearer" or not secret.strip():
        raise Problem(401, _("Please send your key in the header “Authorization: Bearer …”."))
    values = {"at": request.now, "since": request.now - WINDOW, "digest": digest(secret.strip())}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    if found is None:
        raise Problem(401, _("This key does not work here. Perhaps it has been revoked."))
    if found[1] > CALLS:
        wait = int(WINDOW.total_seconds())
        words = _("These are too many calls. Please wait a minute and send more records at once.")
        raise Problem(429, words, wait=wait)
    return int(found[0])
