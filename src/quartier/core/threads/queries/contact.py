"""Reading requests of people without an account."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.threads.models import ContactRequest, ContactState
from quartier.core.threads.queries.requests import Reader
from quartier.core.threads.rules import YEARS_OF_EVIDENCE
from quartier.values.zone import BERLIN

# Nobody needs an answered question longer, unless staff note why.
CONTACT_KEPT_FOR = timedelta(days=183)


def contact_subject(row: ContactRequest) -> str:
    """Return how facts and mails name such a request."""
    return f"threads.contactrequest:{row.pk}"


def contacts(reader: Reader) -> QuerySet[ContactRequest]:
    """Return the requests without an account that a member of staff may see, the latest first."""
    rows = ContactRequest.objects.select_related("entity")
    return rows if reader.entity_id is None else rows.filter(entity=reader.entity_id)


def open_contacts(reader: Reader) -> QuerySet[Any]:
    """Return those that wait for an answer."""
    return contacts(reader).filter(state=ContactState.OPEN)


def contact_by(token: str, at: datetime) -> ContactRequest | None:
    """Return the request that a secret link leads to, as long as the link is valid."""
    rows = ContactRequest.objects.filter(links__digest=digest_of(token), links__expires_at__gt=at)
    return rows.select_related("entity").first()


def digest_of(token: str) -> str:
    """Return what is kept of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()


def contact_kept_until(row: ContactRequest) -> datetime:
    """Return until when a request is kept: half a year after its last change, with a reason three years."""
    if row.kept_because:
        return datetime(row.changed_at.astimezone(BERLIN).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)
    return row.changed_at + CONTACT_KEPT_FOR


def contact_due(rows: QuerySet[Any], at: datetime, path: str = "") -> QuerySet[Any]:
    """Keep the requests, or rows that lead to one by `path`, whose time is over: `contact_kept_until` has come."""
    changed, reason = f"{path}changed_at", f"{path}kept_because"
    new_year = datetime(at.astimezone(BERLIN).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN)
    plain = Q(**{reason: "", f"{changed}__lte": at - CONTACT_KEPT_FOR})
    return rows.filter(plain | ~Q(**{reason: ""}) & Q(**{f"{changed}__lt": new_year}))
