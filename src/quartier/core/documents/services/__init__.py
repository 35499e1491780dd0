"""Receiving, keeping, publishing, opening, hiding and forgetting documents."""

from quartier.core.documents.services.hiding import AlreadyHidden, NotHidden, hide, report, show_again
from quartier.core.documents.services.holding import hold, hold_longer, let_go
from quartier.core.documents.services.keeping import (
    ConfidentialForAll,
    ForgottenKind,
    Given,
    OwnerMissing,
    WrongOwner,
    file,
    release,
    replace,
)
from quartier.core.documents.services.reading import LinkExpired, linked_document, open_document
from quartier.core.documents.services.receiving import append, begin, discard, forget_bytes, receive, tidy
from quartier.core.documents.services.refusals import (
    FileRefused,
    NotComplete,
    QuotaReached,
    TooManyUploads,
    WrongOffset,
)
from quartier.core.documents.services.scanning import scan, scan_waiting

__all__ = [
    "AlreadyHidden",
    "ConfidentialForAll",
    "FileRefused",
    "ForgottenKind",
    "Given",
    "LinkExpired",
    "NotComplete",
    "NotHidden",
    "OwnerMissing",
    "QuotaReached",
    "TooManyUploads",
    "WrongOffset",
    "WrongOwner",
    "append",
    "begin",
    "discard",
    "file",
    "forget_bytes",
    "hide",
    "hold",
    "hold_longer",
    "let_go",
    "linked_document",
    "open_document",
    "receive",
    "release",
    "replace",
    "report",
    "scan",
    "scan_waiting",
    "show_again",
    "tidy",
]
