"""Against machines and guessing: counted tries, a little work for browsers, and patience where there is no script.

Nobody else's server is asked and no riddle is set. Who sends wrong codes makes the work harder for everybody for an
hour, but locks nobody out (SBV-79).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from quartier.core.registration.rules.work import bits_for, is_done
from quartier.kit.errors import Refused
from quartier.kit.schemas import current_schema

SALT = "quartier.registration.work"
HOUR = 3600
HOLDS = timedelta(hours=2)
# Nobody reads and fills in a form faster than this.
SHORTEST = timedelta(seconds=4)
LONGEST_PROOF = 20
WITH_WORK, WITHOUT = 30, 6
MAILS_AN_HOUR = 5


class TooOften(Refused):
    """A form that anybody can send is not sent without end."""

    message = _("There were very many attempts. Please wait an hour and try again, or call us.")
    status = 429


class NotShownAsHuman(Refused):
    """Neither work nor patience: it was a program, or the page lay open too long."""

    message = _("This went too fast, or the page was open for too long. Please wait a few seconds and send it again.")
    status = 422


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a form page asks of a browser: a proof for this text with so many bits."""

    text: str
    bits: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form page sent along: the challenge, the proof if the browser made one, and the field nobody sees."""

    challenge: str
    proof: str
    bait: str


def challenge(at: datetime) -> Challenge:
    """Return a challenge for a form page; how hard it is depends on what fails in the portal at present."""
    bits = bits_for(int(cache.get(_failures(at), 0)))
    return Challenge(
        signing.dumps([current_schema(), int(at.timestamp()), bits, secrets.token_hex(8)], salt=SALT), bits
    )


def let_in(shown: Shown, *, ip: str | None, at: datetime) -> None:
    """Let a form pass that a browser has worked for or a person has taken time over; each challenge serves once.

    Raises NotShownAsHuman, and TooOften for an address of the network that goes on and on.
    """
    made_at, bits, nonce = _read(shown.challenge, at)
    worked = 0 < len(shown.proof) <= LONGEST_PROOF and is_done(shown.challenge, shown.proof, bits)
    if shown.bait or not (worked or at - made_at >= SHORTEST):
        raise NotShownAsHuman
    if not cache.add(f"{SALT}:{nonce}", 1, int(HOLDS.total_seconds())):
        raise NotShownAsHuman
    count(f"form:{'worked' if worked else 'waited'}:{ip}", WITH_WORK if worked else WITHOUT, at=at)


def note_failure(at: datetime) -> None:
    """Note that something did not fit somewhere in this portal."""
    _raised(_failures(at))


def count(what: str, most: int, *, at: datetime) -> None:
    """Count a try of this hour. Raises TooOften beyond `most`."""
    if _raised(f"{SALT}:{what}:{int(at.timestamp()) // HOUR}") > most:
        raise TooOften


def _read(text: str, at: datetime) -> tuple[datetime, int, str]:
    try:
        schema, made, bits, nonce = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise NotShownAsHuman from None
    made_at = datetime.fromtimestamp(made, at.tzinfo)
    if schema != current_schema() or not made_at <= at + timedelta(seconds=1) or at - made_at > HOLDS:
        raise NotShownAsHuman
    return made_at, int(bits), str(nonce)


def _failures(at: datetime) -> str:
    return f"{SALT}:failed:{int(at.timestamp()) // HOUR}"


def _raised(name: str) -> int:
    """Raise a counter that lives an hour; `incr` of a cache in the database would shorten its life."""
    number = int(cache.get(name, 0)) + 1
    cache.set(name, number, HOUR)
    return number
