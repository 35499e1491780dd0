"""Reading parties that may be one, and those that have become one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.parties.models import Merger, Party, Twins, TwinSearch
from quartier.core.parties.queries.keeping import party_kept_until
from quartier.core.parties.queries.people import subject_of
from quartier.core.privacy.extension import Subject
from quartier.kit import formats

# In which order two are compared field by field.
COMPARED = (
    "number", "kind", "standing", "salutation", "given_name", "name", "born_on", "email", "phone", "mobile", "street",
    "postcode", "city", "country", "billing_name", "billing_street", "billing_postcode", "billing_city", "language",
)  # fmt: skip


def twins() -> QuerySet[Twins]:
    """Return the pairs that somebody should look at, the likeliest first."""
    rows = Twins.objects.filter(apart_at=None, first__restricted_at=None, second__restricted_at=None)
    return rows.select_related("first", "second")


def last_search() -> TwinSearch | None:
    """Return the search that was begun last."""
    return TwinSearch.objects.first()


def mergers() -> QuerySet[Merger]:
    """Return what was merged, the latest first."""
    return Merger.objects.select_related("stays", "gone")


def subjects_of(party: Party) -> list[str]:
    """Return how facts name a party, and those that have become one with it: their history is its own."""
    gone = Party.everything.filter(merged_into=party)
    return [subject_of(one) for one in (party, *gone)]


def told_field(party: Party, name: str) -> str:
    """Return what a record says in one field, as people read it."""
    value = getattr(party, name)
    if isinstance(value, date):
        return formats.day(value)
    shown = getattr(party, f"get_{name}_display", None)
    return str(shown() if shown else value or formats.NOTHING)


def twins_about(subject: Subject) -> Q:
    """Select the pairs in which a person stands."""
    number = subject.ids.get("parties.Party", 0)
    return Q(first=number) | Q(second=number)


def twins_told(row: Twins) -> Mapping[str, Any]:
    """Tell a person that somebody like them was found, and not who."""
    return {_("Found on"): row.found_at, _("Points"): row.score}


def mergers_about(subject: Subject) -> Q:
    """Select the mergers of a person's records."""
    number = subject.ids.get("parties.Party", 0)
    return Q(stays=number) | Q(gone=number)


def merger_told(row: Merger) -> Mapping[str, Any]:
    """Tell a person which of their records have become one."""
    return {_("Merged on"): row.merged_at, _("Merged by"): row.merged_by, _("Undone on"): row.undone_at}


def merger_kept_until(row: Merger) -> datetime | None:
    """Return until when a merger can be told of: as long as the person is kept."""
    return party_kept_until(row.stays)
