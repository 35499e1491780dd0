"""“Send me the text”: any version by e-mail, to whoever asks, and noted (QX-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.terms import queries
from quartier.core.terms.mails import TextMail
from quartier.core.terms.models import TextVersion
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

HOUR: Final = 3600
# An hour's mails to one address, and from one browser's address: enough to read, too few to molest anybody.
TO_ONE: Final = 4
FROM_ONE: Final = 20


class SentTooOften(Refused):
    """Whoever wants to molest somebody could use the portal for it."""

    message = _("The text has been sent several times within the last hour. Please try again later.")
    status = 429


def send(*, actor: Actor, at: datetime, version: TextVersion, to: str, name: str = "", origin: str = "") -> None:
    """Post a version to an address and note the request; the fact names no address. Raises SentTooOften.

    Whether the address is known here makes no difference, and nothing about anybody is told. `origin` is where the
    request came from, to count it.
    """
    _count(f"to:{to.lower()}", TO_ONE, at)
    _count(f"from:{origin or actor.key}", FROM_ONE, at)
    with transaction.atomic():
        mail = TextMail(
            title=version.title, name=version.name, dated_on=version.dated_on, words=version.body, version_id=version.pk
        )
        inbox.post(actor=actor, at=at, mail=mail, to=to, to_name=name, about=queries.subject_of(version))
        _note(actor, at, version, "e-mail")


@transaction.atomic
def note_download(*, actor: Actor, at: datetime, version: TextVersion) -> None:
    """Note that a customer fetched a version."""
    _note(actor, at, version, "file")


def _note(actor: Actor, at: datetime, version: TextVersion, way: str) -> None:
    data: dict[str, Any] = {"text": version.text.key, "name": version.name, "digest": version.digest, "sent_as": way}
    audit.record(actor=actor, at=at, kind="terms.fetched", subject=queries.subject_of(version), data=data)


def _count(what: str, most: int, at: datetime) -> None:
    place = f"terms.sent:{what}:{int(at.timestamp()) // HOUR}"
    number = int(cache.get(place, 0)) + 1
    if number > most:
        raise SentTooOften
    cache.set(place, number, HOUR)
