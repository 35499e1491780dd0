"""Which texts there are, and in which words they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from quartier.core.terms.models import LegalText, TextVersion, VersionState
from quartier.core.terms.rules import ACCEPTED
from quartier.kit.components.markup import Text


@dataclass(frozen=True, slots=True)
class Document:
    """A legal text as it is in force now: words, digest of the file, since when, and the version's name and day.

    `kind` is the key of the text; `version_id` what an acceptance points to.
    """

    kind: str
    title: Text
    body: str
    digest: str
    as_of: datetime
    name: str
    dated_on: date
    version_id: int
    is_marked: bool = True

    @property
    def label(self) -> str:
        """Return title, name and day, as confirmations name it (QX-57)."""
        return f"{self.title}, {self.name} ({self.dated_on:%d.%m.%Y})"


def document_of(row: TextVersion) -> Document:
    """Return a version as others read it."""
    return Document(row.kind, row.title, row.body, row.digest, row.as_of, row.name, row.dated_on, row.pk, row.is_marked)


def current_documents(kinds: Collection[str] = ACCEPTED) -> list[Document]:
    """Return the texts of these keys that are in force, in that order; one that is not published is left out."""
    found = {row.kind: row for row in _light().filter(state=VersionState.PUBLISHED, text__key__in=kinds)}
    return [document_of(found[kind]) for kind in kinds if kind in found]


def current(key: str) -> TextVersion | None:
    """Return the version of a text that is in force, None where there is none."""
    return _light().filter(state=VersionState.PUBLISHED, text__key=key).first()


def version(pk: int) -> TextVersion:
    """Return a version by its number, a draft too. Raises LookupError."""
    row = _light().filter(pk=pk).first()
    if row is None:
        raise LookupError
    return row


def public_version(pk: int) -> TextVersion:
    """Return a version that is or was in force. Raises LookupError for a draft: it is nobody's business yet."""
    row = version(pk)
    if row.is_draft:
        raise LookupError
    return row


def version_after(row: TextVersion) -> TextVersion | None:
    """Return the version that is in force in the place of an earlier one, None where it is in force itself."""
    return None if row.state == VersionState.PUBLISHED else current(row.text.key)


def text_keyed(key: str) -> LegalText:
    """Return a text by its key. Raises LookupError."""
    row = LegalText.objects.filter(key=key).first()
    if row is None:
        raise LookupError
    return row


def known_texts() -> Sequence[LegalText]:
    """Return all texts in their order."""
    return list(LegalText.objects.all())


def public_texts() -> list[tuple[LegalText, list[TextVersion]]]:
    """Return every text that was ever published, with its versions, the one in force first."""
    rows = _light().exclude(state=VersionState.DRAFT).defer("source", "body")
    found: dict[int, tuple[LegalText, list[TextVersion]]] = {}
    for row in rows.order_by("text__order", "text__title", "text", "-published_at", "-pk"):
        found.setdefault(row.text_id, (row.text, []))[1].append(row)
    for _text, versions in found.values():
        versions.sort(key=lambda row: row.state != VersionState.PUBLISHED)
    return list(found.values())


def versions_of(text: LegalText) -> QuerySet[TextVersion]:
    """Return the versions of a text, the newest first, without their words."""
    return TextVersion.objects.filter(text=text).select_related("text").defer("source", "body")


def drafts() -> QuerySet[TextVersion]:
    """Return what has not been published yet."""
    return _light().filter(state=VersionState.DRAFT)


def subject_of(row: TextVersion) -> str:
    """Return how facts name a version."""
    return f"terms.textversion:{row.pk}"


def _light() -> QuerySet[TextVersion]:
    return TextVersion.objects.select_related("text").defer("source")
