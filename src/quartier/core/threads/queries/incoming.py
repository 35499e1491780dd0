"""Reading mail that came in, and the addresses at which it does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.parties import queries as parties
from quartier.core.privacy.extension import Subject, by_email
from quartier.core.threads.models import Fate, IncomingMail, Thread
from quartier.core.threads.rules import YEARS_OF_EVIDENCE
from quartier.kit.mail.incoming import Purpose, Recipient, address_of
from quartier.kit.schemas import current_schema
from quartier.values.zone import BERLIN

# What staff may still give a place: also reports whose sender never sent the rest.
TO_SORT = (Fate.WAITS, Fate.ASKED)
# As long as this, a second copy of a mail is recognised.
KEPT_AFTER_SORTING = timedelta(days=90)


def reply_address(thread: Thread) -> str:
    """Return the address at which the customer goes on with a thread by mail; nothing where none is taken in."""
    return address_of(Recipient(current_schema(), Purpose.REQUEST, thread.pk))


def defect_address() -> str:
    """Return the address for defects by mail; nothing where none is taken in."""
    return address_of(Recipient(current_schema(), Purpose.DEFECT))


def mail_subject(row: IncomingMail) -> str:
    """Return how facts name a mail that came in."""
    return f"threads.incomingmail:{row.pk}"


def incoming() -> QuerySet[IncomingMail]:
    """Return the mail that came in; whose it is nobody knows yet, so that no partner's staff may see it (QX-01)."""
    return IncomingMail.objects.select_related("party", "thread")


def mails_to_sort() -> QuerySet[Any]:
    """Return the mails that wait for staff to sort them."""
    return incoming().filter(fate=Fate.WAITS)


def mail_addresses() -> list[str]:
    """Return the addresses at which this portal takes mail in."""
    places = (Recipient(current_schema()), Recipient(current_schema(), Purpose.DEFECT))
    return [address for place in places if (address := address_of(place))]


def suggested(row: IncomingMail, seen: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the customers that a member of staff sees whose address a mail bears."""
    return seen.filter(pk__in=[party.pk for party in parties.written_from(row.sender_address)])


def sent_by(subject: Subject) -> Q:
    """Select the mail of a customer, and what came from one of their addresses."""
    return Q(party=subject.ids.get("parties.Party", 0)) | by_email("sender_address")(subject)


def mail_kept_until(row: IncomingMail) -> datetime | None:
    """Return until when a mail is kept: three months after it was sorted; an unfinished report three years."""
    if row.settled_at is not None:
        return row.settled_at + KEPT_AFTER_SORTING
    return datetime(row.received_at.astimezone(BERLIN).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def mail_due(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Keep the mails whose time is over: `mail_kept_until` has come."""
    new_year = datetime(at.astimezone(BERLIN).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN)
    return rows.filter(
        Q(settled_at__lte=at - KEPT_AFTER_SORTING) | Q(settled_at__isnull=True, received_at__lt=new_year)
    )
