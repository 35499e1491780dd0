"""Section 6 of the catalogue, added: what customers may store in the portal."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.values.policy import Bound, Choice, Concern, between, parameter
from quartier.values.policy import mark as _


class FileKind(Choice):
    """Kinds of files, as people speak of them."""

    PDF = "pdf", _("PDF")
    PICTURES = "pictures", _("Pictures")
    TEXT = "text", _("Plain text")
    TABLES = "tables", _("Spreadsheets")
    OFFICE = "office", _("Text documents")
    ARCHIVES = "archives", _("ZIP archives")


@dataclass(frozen=True, kw_only=True)
class FilesPolicy(Concern):
    """Which files customers may store, how large, and how much of them; bounds of the installation hold as well."""

    concern = "files"
    slug = "dateien"
    title = _("Files of customers")

    largest_mb: int = parameter(
        "files.largest_mb",
        _("Largest file"),
        100,
        between(5, 100, _("5 to 100 MB"), "OWASP ASVS 5.0, 5.2.1"),
        hint=_("In megabytes. A photo of a telephone has about 5."),
    )
    space_mb: int = parameter(
        "files.space_mb",
        _("Space for each customer"),
        1000,
        between(50, 20_000, _("50 to 20,000 MB"), "OWASP ASVS 5.0, 5.2.4"),
        hint=_("In megabytes, for everything that one customer stores."),
    )
    kinds: frozenset[FileKind] = parameter(
        "files.kinds",
        _("Kinds of files"),
        frozenset(FileKind),
        Bound(
            holds=lambda kinds: FileKind.PDF in kinds,
            text=_("at least PDF, so that everybody can send a document"),
            source="OWASP ASVS 5.0, 5.2.2",
        ),
    )
