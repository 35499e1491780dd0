"""Pure decisions about logins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ua_parser import parse_os, parse_user_agent

NAME_LENGTH: Final = 40
# Longer ones are made up; what stands behind is not read.
LONGEST_AGENT: Final = 1000
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


class Way(StrEnum):
    """What a login is made of (`RegistrationPolicy.login_identifiers`); the password comes besides."""

    EMAIL = "email"
    ACCOUNT = "account"
    ISSUED = "issued"


def way_of(asked: Collection[str]) -> Way:
    """Return the way to log in that a provider's fields come to.

    >>> way_of(["email", "password"]).value, way_of(["user_id", "password"]).value
    ('email', 'issued')
    >>> way_of(["account_name", "user_name", "password"]).value
    'account'
    """
    if "account_name" in asked:
        return Way.ACCOUNT
    return Way.ISSUED if "user_id" in asked else Way.EMAIL


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts without a request, and how long at most."""

    idle: timedelta
    whole: timedelta


# Customers read contracts and fill in long forms; staff have others' data on the screen; operators reach everybody.
# NIST SP 800-63B-4, 2.2.3 (AAL2: 24 hours, one hour idle) is met by all who need a second factor.
LIMITS: Final[Mapping[str, SessionLimits]] = {
    "customer": SessionLimits(timedelta(hours=2), timedelta(hours=12)),
    "staff": SessionLimits(timedelta(minutes=45), timedelta(hours=10)),
    "operator": SessionLimits(timedelta(minutes=15), timedelta(hours=8)),
}
# A session of a visitor holds a few messages or an unfinished login.
VISITING: Final = SessionLimits(timedelta(hours=2), timedelta(hours=12))
# How exactly we know when somebody was last here; more would be a write with every page.
SEEN_EVERY: Final = timedelta(minutes=1)


def ends_at(audience: str, started_at: datetime, seen_at: datetime) -> datetime:
    """Return when a session ends unless somebody comes back.

    >>> noon = datetime(2026, 11, 22, 12)
    >>> ends_at("customer", noon, noon + timedelta(hours=11)).hour
    0
    """
    limits = LIMITS.get(audience, VISITING)
    return min(seen_at + limits.idle, started_at + limits.whole)


@dataclass(frozen=True, slots=True)
class Budget:
    """How many failures are forgiven within a window; after that everybody who counts there waits."""

    most: int
    window: timedelta


# One login from browsers that never logged in there: slows guessing down without shutting out the owner, whose
# browser has a budget of its own (OWASP, device cookies).
STRANGERS_BUDGET: Final = Budget(5, timedelta(minutes=15))
# The same login in a day, however patiently.
PATIENT_BUDGET: Final = Budget(50, timedelta(days=1))
DEVICE_BUDGET: Final = Budget(10, timedelta(minutes=15))
# One address; a house or an office may stand behind it.
ADDRESS_BUDGET: Final = Budget(30, timedelta(minutes=5))
# All strangers of one portal together: bounds what a guess from ten thousand addresses costs us.
PORTAL_BUDGET: Final = Budget(1000, timedelta(minutes=5))
# Wrong codes of one person who has the password already, in a day: the chance of a hit stays below 1 in 6,000.
CODES_BUDGET: Final = Budget(50, timedelta(days=1))
# A code counts once; it lasts a minute and a half with the tolerance for wrong clocks.
ONE_CODE: Final = Budget(1, timedelta(minutes=3))
# Links to a new password for one login.
RESET_BUDGET: Final = Budget(3, timedelta(hours=1))

STAFF_PASSWORD_FLOOR: Final = 12
# Of the list of common passwords these are refused whatever their case; the others as they are typed.
MOST_COMMON: Final = 500
LINK_VALIDITY: Final = timedelta(hours=2)
INVITATION_VALIDITY: Final = timedelta(days=7)
ADDRESS_VALIDITY: Final = timedelta(hours=48)
TRUSTED_FOR: Final = timedelta(days=30)
# A browser that has not come for so long is a stranger again.
DEVICE_KEPT: Final = timedelta(days=365)


def composed(password: str) -> str:
    """Return a password in Unicode's composed form, so that it is the same on every keyboard; nothing is cut off.

    >>> composed("Ma" + chr(0x308) + "rz") == "M" + chr(0xE4) + "rz"
    True
    """
    return unicodedata.normalize("NFC", password)


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """What a password must have."""

    min_length: int
    upper_lower: bool = False
    digit: bool = False
    special: bool = False


class Unmet(StrEnum):
    """A rule that a password does not meet."""

    LENGTH = "length"
    UPPER = "upper"
    LOWER = "lower"
    DIGIT = "digit"
    SPECIAL = "special"


def unmet(password: str, rule: PasswordRule) -> list[Unmet]:
    """Return every rule that a password does not meet, in the order in which they are told.

    >>> [one.value for one in unmet("abcde1", PasswordRule(8, upper_lower=True, digit=True))]
    ['length', 'upper']
    """
    found = {
        Unmet.LENGTH: len(password) < rule.min_length,
        Unmet.UPPER: rule.upper_lower and not any(sign.isupper() for sign in password),
        Unmet.LOWER: rule.upper_lower and not any(sign.islower() for sign in password),
        Unmet.DIGIT: rule.digit and not any(sign.isdigit() for sign in password),
        Unmet.SPECIAL: rule.special and all(sign.isalnum() or sign.isspace() for sign in password),
    }
    return [one for one, missing in found.items() if missing]


def device_name(user_agent: str) -> str:
    """Return what a browser is called in the list of devices; nothing that tells one browser from the next.

    >>> device_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0")
    'Firefox, Windows'
    >>> device_name("")
    ''
    """
    text = user_agent[:LONGEST_AGENT]
    browser, system = parse_user_agent(text), parse_os(text)
    return ", ".join(found.family for found in (browser, system) if found is not None)[:80]
