"""Pure decisions about logins."""

from __future__ import annotations

import re
from typing import Final

NAME_LENGTH: Final = 40
LOGIN_LENGTH: Final = 320
# Between account and user in a login; no name holds it, and no address begins with a name and it.
BETWEEN: Final = "/"
# What an account or user may be called: it is read out on the phone and typed on paper.
NAME: Final = re.compile(r"[A-Za-z0-9ÄÖÜäöüß][A-Za-z0-9ÄÖÜäöüß._-]{1,38}[A-Za-z0-9ÄÖÜäöüß]")


def login_by_email(email: str) -> str:
    """Return the login of somebody who logs in with the address: staff, and customers without a shared account.

    >>> login_by_email(" Ilse@Posthaus.example ")
    'ilse@posthaus.example'
    """
    return email.strip().lower()


def login_in_account(account: str, user_name: str) -> str:
    """Return the login of a user of a shared account (QX-12); user names may repeat from account to account.

    >>> login_in_account("Kontor-Süd", "Paula")
    'kontor-süd/paula'
    """
    return f"{account.strip()}{BETWEEN}{user_name.strip()}".lower()


def login_by_id(user_id: str) -> str:
    """Return the login of somebody to whom the provider issued an id.

    >>> login_by_id("WN-4711-K")
    'wn-4711-k'
    """
    return user_id.strip().lower()


def is_name(text: str) -> bool:
    """Tell whether an account or user may be called so: 3 to 40 letters, digits, dots, hyphens.

    >>> is_name("Kontor-Süd"), is_name("a/b"), is_name("kontor@sued")
    (True, False, False)
    """
    return NAME.fullmatch(text) is not None
