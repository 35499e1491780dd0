"""What somebody may send: as the provider has decided for customers, within the bounds of the installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quartier.core.documents.rules.limits import MB, Limits
from quartier.core.documents.rules.types import ENDINGS
from quartier.core.providers.policies import FileKind, FilesPolicy

OF_KIND: Final[Mapping[FileKind, tuple[str, ...]]] = {
    FileKind.PDF: (".pdf",),
    FileKind.PICTURES: (".png", ".jpg", ".jpeg", ".gif", ".webp"),
    FileKind.TEXT: (".txt",),
    FileKind.TABLES: (".csv", ".xlsx", ".ods"),
    FileKind.OFFICE: (".docx", ".odt"),
    FileKind.ARCHIVES: (".zip",),
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """The largest file, the space in all (None for staff, who publish), and the endings that are taken."""

    largest: int
    space: int | None
    endings: tuple[str, ...]


def for_customers(policy: FilesPolicy, limits: Limits) -> Allowance:
    """Return what customers may send: the narrower of what the provider and the installation allow."""
    endings = tuple(ending for kind in FileKind if kind in policy.kinds for ending in OF_KIND[kind])
    return Allowance(min(policy.largest_mb * MB, limits.largest), min(policy.space_mb * MB, limits.quota), endings)


def for_staff(limits: Limits) -> Allowance:
    """Return what staff may send."""
    return Allowance(limits.largest, None, tuple(ENDINGS))
