"""Reading documents: who may see which, and where they stand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.core.documents.extension import document_kinds
from quartier.core.documents.models import Document, DocumentState, Upload, Visibility
from quartier.core.documents.rules import Allowance, Limits, for_customers, for_staff
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension.legal import let_go_before
from quartier.core.providers.policies import FilesPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.roles import areas_of, kinds_within
from quartier.values.period import ONE_DAY
from quartier.values.zone import BERLIN

EVIDENCE = "documents.evidence"
LISTED_IN = Coalesce("year", ExtractYear("created_at", tzinfo=BERLIN))


@cache
def _limits(given: tuple[tuple[str, int], ...]) -> Limits:
    return Limits(**dict(given))


def limits() -> Limits:
    """Return the bounds of this installation: `DOCUMENT_LIMITS` in the settings over the defaults."""
    given: Mapping[str, int] = settings.DOCUMENT_LIMITS
    return _limits(tuple(given.items()))


def allowance(party: Any | None, at: datetime) -> Allowance:
    """Return what somebody may send now: a customer as the provider has decided, staff (no party) as we are built."""
    return for_staff(limits()) if party is None else for_customers(policy.in_force(FilesPolicy, day_of(at)), limits())


def allowance_of_visitors(at: datetime) -> Allowance:
    """Return what somebody without an account may send: what customers may."""
    return for_customers(policy.in_force(FilesPolicy, day_of(at)), limits())


def held(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Upload]:
    """Return files that are held for visitors, by their key."""
    return {row.key: row for row in Upload.objects.filter(key__in=[*keys], held_until__isnull=False)}


def subject_of(document: Document) -> str:
    """Return how facts name a document."""
    return f"documents.document:{document.pk}"


def _newest() -> Any:
    newer = Document.everything.filter(series=OuterRef("series"), version__gt=OuterRef("version"))
    return ~Exists(newer)


def own(party: Any) -> QuerySet[Document]:
    """Return what a customer has: what was published for them and what they stored, as far as it may be shown.

    By the year they are about, or else of their filing, the latest year first, in a year by kind, newest first.
    """
    rows = Document.objects.filter(party=party, visibility=Visibility.CUSTOMER, state=DocumentState.READY)
    rows = rows.filter(_newest()).select_related("entity").annotate(listed_in=LISTED_IN)
    return rows.order_by("-listed_in", "kind", "-created_at", "-pk")


def earlier_versions(rows: Iterable[Document]) -> dict[uuid.UUID, list[Document]]:
    """Return the versions before these that their customer may still open, newest first, by series."""
    newest = {row.series: row.version for row in rows if row.version > 1}
    found: dict[uuid.UUID, list[Document]] = {}
    known = Document.objects.filter(series__in=newest, state=DocumentState.READY)
    for row in known.filter(Q(hidden_at__isnull=True) | Q(by_customer=True)).order_by("-version"):
        if row.version < newest[row.series]:
            found.setdefault(row.series, []).append(row)
    return found


def stored_by(party: Any) -> QuerySet[Document]:
    """Return everything that a customer has stored in the portal, every version, oldest first."""
    rows = Document.objects.filter(party=party, by_customer=True, state=DocumentState.READY)
    return rows.order_by("created_at", "pk")


def count_unchecked(party: Any) -> int:
    """Return how many of a customer's files wait for the scanner."""
    return Document.objects.filter(party=party, by_customer=True, state=DocumentState.WAITING).count()


def own_document(party: Any, document_id: int) -> Document | None:
    """Return a document that a customer may open now: theirs, checked, and not hidden unless they sent it."""
    rows = Document.objects.filter(pk=document_id, party=party, visibility=Visibility.CUSTOMER)
    return rows.filter(Q(hidden_at__isnull=True) | Q(by_customer=True), state=DocumentState.READY).first()


def visible(staff: Any) -> QuerySet[Document]:
    """Return what staff may know of: of their own company (QX-01), and open to one of their roles (QX-41).

    Of a data area only who works in it (SBV-27); whoever keeps evidence meets all of them. What is restricted, or of
    somebody who is, is met by nobody in daily work; privacy tells of it on its own pages.
    """
    rows = Document.objects.filter(party__restricted_at__isnull=True).select_related("party", "entity", "sender")
    if staff.entity_id is not None:
        rows = rows.filter(entity_id=staff.entity_id)
    if EVIDENCE not in staff.permissions:
        area_of = {kind.key: kind.area for kind in document_kinds}
        rows = rows.exclude(kind__in=area_of.keys() - {*kinds_within(areas_of(staff), area_of)})
    return rows.filter(Q(roles=[]) | Q(roles__overlap=list(staff.roles)))


def visible_document(staff: Any, document_id: int) -> Document | None:
    """Return one of the documents that a member of staff may know of."""
    return visible(staff).filter(pk=document_id).first()


def may_open(staff: Any, document: Document) -> bool:
    """Tell whether staff may open a document they know of: checked, and hidden ones only as evidence (DWG-37)."""
    return document.state == DocumentState.READY and (document.hidden_at is None or EVIDENCE in staff.permissions)


def may_correct(staff: Any, document: Document) -> bool:
    """Tell whether staff may publish a corrected version: of the newest one, and never of what a customer stored."""
    newer = Document.everything.filter(series=document.series, version__gt=document.version)
    return "documents.publish" in staff.permissions and not document.by_customer and not newer.exists()


def public_document(document_id: int) -> Document | None:
    """Return a document that everybody may open."""
    rows = Document.objects.filter(visibility=Visibility.PUBLIC, state=DocumentState.READY, hidden_at__isnull=True)
    return rows.filter(pk=document_id).first()


def versions(document: Document) -> Sequence[Document]:
    """Return all versions of a document, newest first."""
    return list(Document.objects.filter(series=document.series).order_by("-version"))


def used(party: Any) -> int:
    """Return how many bytes a customer has stored."""
    return Document.everything.filter(party=party, by_customer=True).aggregate(sum=Sum("size"))["sum"] or 0


def upload_of(user: Any, key: uuid.UUID) -> Upload | None:
    """Return an upload of this account; a stranger's does not exist."""
    return Upload.objects.filter(owner_id=user.pk, key=key).first()


def open_uploads(user: Any) -> Sequence[Upload]:
    """Return the files that an account has sent and not filed yet."""
    return list(Upload.objects.filter(owner_id=user.pk))


def kept_until(document: Document) -> datetime | None:
    """Return until when the law keeps a document, None when it may go at any time; for ever while it is in force."""
    kind, filed_on = document_kinds[document.kind], day_of(document.created_at)
    if not kind.in_force or document.party is None:
        return kind.kept_until(filed_on)
    ends = [row.ended_on for row in parties.relationships_of(document.party)]
    known = [day for day in ends if day is not None]
    return datetime.max.replace(tzinfo=UTC) if len(known) < len(ends) else kind.kept_until(max(filed_on, *known))


def due_for_erasure(rows: QuerySet[Document], at: datetime) -> QuerySet[Document]:
    """Keep the documents of people whose time is over: what the law let go, and what we gave to past customers.

    What a customer stored themselves never ends by itself; what is for everybody is about nobody.
    """
    kinds = {kind.key: kind.kept_as for kind in document_kinds}
    over = Q(kind__in=[key for key, class_ in kinds.items() if class_ is None], party__in=_past_customers(at))
    for class_ in {class_ for class_ in kinds.values() if class_ is not None}:
        if (before := let_go_before(class_, at)) is not None:
            keys = [key for key in kinds if kinds[key] is class_]
            in_force = [key for key in keys if document_kinds[key].in_force]
            ended = parties.ended_by(_everybody(), day_of(before) - ONE_DAY)
            over |= Q(kind__in=keys, created_at__lt=before) & (~Q(kind__in=in_force) | Q(party__in=ended))
    return rows.filter(over, party__isnull=False, by_customer=False)


def purpose_over(rows: QuerySet[Document], at: datetime) -> QuerySet[Document]:
    """Keep the documents that only the law keeps: their customer has no contract any more."""
    kept = [kind.key for kind in document_kinds if kind.kept_as is not None]
    return rows.filter(kind__in=kept, party__in=_past_customers(at))


def _past_customers(at: datetime) -> QuerySet[Any]:
    """Return those whose last contract ended so long ago that the provider's policy ends their account."""
    return parties.purpose_over(_everybody(), at)


def _everybody() -> QuerySet[Any]:
    people: Any = Document._meta.get_field("party").related_model
    rows: QuerySet[Any] = people.everything.all()
    return rows


def unchecked(before: datetime) -> list[int]:
    """Return what has waited for the scanner since before that instant."""
    return list(
        Document.everything.filter(state=DocumentState.WAITING, created_at__lte=before).values_list("pk", flat=True)
    )


def abandoned(at: datetime, after: timedelta) -> QuerySet[Upload]:
    """Return uploads that nobody went on with for so long; what is held for somebody, when its time has come."""
    idle = Q(held_until__isnull=True, touched_at__lte=at - after)
    return Upload.objects.filter(idle | Q(held_until__lte=at))


def reported(staff: Any) -> QuerySet[Document]:
    """Return the visible documents that were reported and are not hidden."""
    return visible(staff).filter(reported_at__isnull=False, hidden_at__isnull=True)


def count_quarantined(staff: Any) -> int:
    """Return how many visible documents the scanner has stopped."""
    return visible(staff).filter(state=DocumentState.QUARANTINED).count()


def answering(party: Any) -> int | None:
    """Return the one company that a customer has contracts with; None, the portal's own, when there are several."""
    found = {row.legal_entity_id for row in parties.relationships_of(party)}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Line:
    """A document as its customer sees it in the list."""

    row: Document
    label: str
    may_open: bool
    earlier: Sequence[Document] = ()


def by_year(rows: Sequence[Document]) -> Sequence[tuple[int, Sequence[Line]]]:
    """Return a page of a customer's documents by year, in the order in which they come."""
    found: dict[int, list[Line]] = {}
    earlier = earlier_versions(rows)
    for row in rows:
        line = Line(row, label_of(row), row.hidden_at is None or row.by_customer, earlier.get(row.series, ()))
        found.setdefault(row.year or day_of(row.created_at).year, []).append(line)
    return list(found.items())


def titled(title: str, kind: str, year: int | None) -> str:
    """Return the title that was given, otherwise the kind and the year."""
    return title or f"{document_kinds[kind].label} {year or ''}".strip()


def label_of(document: Document) -> str:
    """Return what a document's kind is called; of a kind that is no longer registered, its key."""
    kind = document_kinds.get(document.kind)
    return str(kind.label) if kind else document.kind


def told(document: Document) -> Mapping[str, Any]:
    """Return what a report to a person says about a document: the facts of the file, not its content."""
    return {
        _("Title"): document.title,
        pgettext("document", "Kind"): label_of(document),
        _("Year"): document.year,
        _("File"): document.file_name,
        pgettext("file", "Size in bytes"): document.size,
        "SHA-256": document.sha256,
        _("Filed"): document.created_at,
        _("Stored by the person"): document.by_customer,
        _("Confidential"): document.is_confidential,
        _("Hidden since"): document.hidden_at,
        _("Reason"): document.hidden_reason,
    }


def upload_told(upload: Upload) -> Mapping[str, Any]:
    """Return what a report to a person says about a file on its way in."""
    return {
        _("File"): upload.file_name,
        pgettext("file", "Size in bytes"): upload.size,
        _("Last part"): upload.touched_at,
    }
