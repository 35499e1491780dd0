"""The password as a proof of who asks, where there is no session in which it was given a moment ago."""

from __future__ import annotations

from datetime import datetime

from quartier.core.accounts.models import User
from quartier.core.accounts.rules import DEVICE_BUDGET
from quartier.core.accounts.services.passwords import WrongPassword
from quartier.core.accounts.services.throttling import Counted, give_back, spend


def prove(*, at: datetime, user: User, password: str) -> None:
    """Go on only for whoever knows the password. Guesses are counted as long as the caller is in no transaction.

    Raises WrongPassword and TooManyTries.
    """
    counts = [Counted(f"proof {user.pk}", DEVICE_BUDGET)]
    spend(at=at, counts=counts)
    if not user.check_password(password):
        raise WrongPassword
    give_back(counts=counts)
