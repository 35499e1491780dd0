"""Failures counted in one statement each: whoever has used up a budget waits, and nothing is computed for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts import rules
from quartier.core.accounts.models import Attempts
from quartier.core.accounts.rules import Budget
from quartier.kit.errors import Refused

# A window that is over begins anew; within it the count only grows. One statement, so parallel tries cannot slip by.
COUNT = """
INSERT INTO accounts_attempts AS a (key_hash, count, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key_hash) DO UPDATE SET
  count = CASE WHEN a.ends_at <= %s THEN 1 ELSE LEAST(a.count + 1, 1000000) END,
  ends_at = CASE WHEN a.ends_at <= %s THEN excluded.ends_at ELSE a.ends_at END
RETURNING count
"""


class TooManyTries(Refused):
    """A budget of failures is used up."""

    message = _("These were too many attempts. Please wait a quarter of an hour and try again.")
    status = 429


@dataclass(frozen=True, slots=True)
class Counted:
    """What a try counts against: something in common with other tries, and how often that may fail."""

    what: str
    budget: Budget

    @property
    def key(self) -> str:
        """Return the keyed hash under which it is counted: neither logins nor addresses can be read from it."""
        return salted_hmac("quartier.accounts.attempts", self.what, algorithm="sha256").hexdigest()


def counted_for_login(login: str, ip: str, device_key: str) -> Sequence[Counted]:
    """Return what a try to log in counts against; `device_key` is set where this login succeeded from before."""
    if device_key:
        return (Counted(f"device {device_key} {login}", rules.DEVICE_BUDGET),)
    return (
        Counted(f"login {login}", rules.STRANGERS_BUDGET),
        Counted(f"patient {login}", rules.PATIENT_BUDGET),
        counted_for_address("login", ip),
        Counted("portal", rules.PORTAL_BUDGET),
    )


def counted_for_address(what: str, ip: str, budget: Budget = rules.ADDRESS_BUDGET) -> Counted:
    """Return the count of one address for something; of IPv6 it is the network that one customer gets."""
    return Counted(f"address {what} {_network(ip)}", budget)


def counted_codes(user_id: int) -> Counted:
    """Return the count of wrong second factors of one person."""
    return Counted(f"codes {user_id}", rules.CODES_BUDGET)


def counted_code(user_id: int, code: str) -> Counted:
    """Return the count of one code, which is accepted once."""
    return Counted(f"code {user_id} {''.join(code.split())}", rules.ONE_CODE)


def counted_reset(login: str) -> Counted:
    """Return the count of wishes for a new password of one login."""
    return Counted(f"reset {login}", rules.RESET_BUDGET)


def _network(ip: str) -> str:
    found = ip_address(ip)
    return str(found if found.version == 4 else ip_network(f"{ip}/64", strict=False))  # noqa: PLR2004 – IPv4


def spend(*, at: datetime, counts: Iterable[Counted]) -> None:
    """Count a try before it is looked at. Raises TooManyTries as soon as one budget is used up."""
    with connection.cursor() as cursor:
        for one in counts:
            cursor.execute(COUNT, [one.key, at + one.budget.window, at, at])
            if cursor.fetchone()[0] > one.budget.most:
                raise TooManyTries


def give_back(*, counts: Iterable[Counted]) -> None:
    """Take a try back that was no failure. A success never empties a count: an attacker would log in in between."""
    with connection.cursor() as cursor:
        for one in counts:
            cursor.execute(
                "UPDATE accounts_attempts SET count = count - 1 WHERE key_hash = %s AND count > 0", [one.key]
            )


def forget_attempts(*, at: datetime) -> int:
    """Delete the counts whose window is over; returns how many."""
    return Attempts.objects.filter(ends_at__lte=at).delete()[0]
