"""Reading letters and batches: staff see those of their own company (QX-01), to people whom they meet (SBV-27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.core.documents import queries as documents
from quartier.core.letters.extension import letter_templates
from quartier.core.letters.models import Batch, Letter, LetterState
from quartier.core.letters.rules import LARGEST_BATCH, sheets
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension.legal import let_go_before
from quartier.kit import csvfile
from quartier.law.hgb.books import DocumentClass

# In the order of the post: by place, then by name.
POSTAL = ("postcode", "sort_name", "pk")


def visible(staff: Any) -> QuerySet[Letter]:
    """Return the letters that a member of staff may know of: of their company, to people whom they may see."""
    rows = Letter.objects.filter(party__in=parties.visible_parties(staff).values("pk"))
    rows = rows.select_related("party", "entity", "batch")
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def visible_batches(staff: Any) -> QuerySet[Batch]:
    """Return the batches of a member of staff's company that show no letter to anybody whom they may not see.

    Restrictions that came later hide no batch: what is printed lies on the table.
    """
    rows = Batch.objects.select_related("entity", "file")
    theirs = Letter.everything.filter(batch=OuterRef("pk"), party__restricted_at__isnull=True)
    rows = rows.exclude(Exists(theirs.exclude(party__in=parties.visible_parties(staff).values("pk"))))
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def waiting(entity_id: int, staff: Any | None = None) -> QuerySet[Letter]:
    """Return the letters of a company that wait to be printed, in the order of the post, as far as staff see them."""
    rows = Letter.objects.filter(party__restricted_at__isnull=True) if staff is None else visible(staff)
    return rows.filter(entity_id=entity_id, state=LetterState.WAITING).order_by(*POSTAL)


def to_print(staff: Any) -> QuerySet[Letter]:
    """Return the letters that wait to be printed."""
    return visible(staff).filter(state=LetterState.WAITING)


def count_unposted(staff: Any) -> int:
    """Return how many batches have not gone to the post yet."""
    return visible_batches(staff).filter(posted_on__isnull=True).count()


@dataclass(frozen=True, slots=True)
class Heap:
    """A company and how many of its letters wait; `fits` is how many of them one batch takes."""

    entity_id: int
    name: str
    count: int

    @property
    def fits(self) -> int:
        """Return how many letters the next batch can take."""
        return min(self.count, LARGEST_BATCH)


def heaps(staff: Any) -> Sequence[Heap]:
    """Return the companies with letters that wait, those with the most first."""
    rows = visible(staff).filter(state=LetterState.WAITING).order_by()
    found = rows.values("entity_id", name=F("entity__name")).annotate(count=Count("pk")).order_by("-count", "name")
    return [Heap(**row) for row in found]


def in_batch(batch: Batch) -> QuerySet[Letter]:
    """Return the letters of a batch in its order."""
    return Letter.everything.filter(batch=batch).select_related("document").order_by("place")


def manifest(batch: Batch) -> Iterator[str]:
    """Yield the list that goes with a batch as CSV, without a name: place, letter, postcode, pages, sheets."""
    head = [pgettext("order", "Place"), _("Letter"), _("Postcode"), _("Pages"), _("Sheets")]
    rows = in_batch(batch).values_list("place", "number", "postcode", "page_count")
    return csvfile.lines(head, ([*row, sheets(row[-1], both_sides=batch.both_sides)] for row in rows))


def kept_until(letter: Letter) -> datetime | None:
    """Return until when the law has us keep a letter: as long as its document."""
    return documents.kept_until(letter.document)


def due(rows: QuerySet[Letter], at: datetime) -> QuerySet[Letter]:
    """Narrow letters to those whose years are over."""
    before = let_go_before(DocumentClass.LETTERS, at)
    return rows.none() if before is None else rows.filter(written_at__lt=before)


def idle(rows: QuerySet[Letter], at: datetime) -> QuerySet[Letter]:
    """Narrow letters to those on no way any more, to people whose time after the last contract is over."""
    people: Any = Letter._meta.get_field("party").related_model
    past = parties.purpose_over(people.everything.all(), at)
    return rows.filter(state__in=[LetterState.POSTED, LetterState.TAKEN_BACK], party__in=past)


def template_label(letter: Letter) -> str:
    """Return what a letter's kind is called; of one that is no longer registered, its key."""
    text = letter_templates.get(letter.template)
    return str(text.label) if text else letter.template


def stale_files(before: date) -> list[int]:
    """Return the print files of batches that were posted before that day."""
    rows = Batch.objects.filter(posted_on__lt=before, file__isnull=False)
    return list(rows.values_list("file_id", flat=True))


def told(letter: Letter) -> Mapping[str, Any]:
    """Return what a report to a person says about a letter; what it says stands in its document."""
    return {
        _("Number"): letter.number,
        pgettext("letter", "Subject"): letter.subject,
        _("Address"): letter.address,
        _("Written on"): letter.written_at,
        _("State"): letter.get_state_display(),
        _("Posted on"): letter.batch.posted_on if letter.batch else None,
    }
