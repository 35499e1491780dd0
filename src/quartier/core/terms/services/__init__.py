"""Writing, publishing, sending and accepting legal texts."""

from quartier.core.terms.services.accepting import NobodyAccepts, TextChanged, accept, forget, let_go
from quartier.core.terms.services.editing import (
    FileNotRead,
    KeyTaken,
    KindTaken,
    NameTaken,
    NotADraft,
    NotEditable,
    SameWords,
    ScopeMissing,
    add_text,
    change_draft,
    import_version,
    withdraw_draft,
)
from quartier.core.terms.services.publishing import OlderThanNow, ReasonMissing, Unfinished, publish
from quartier.core.terms.services.sending import SentTooOften, note_download, send
from quartier.core.terms.services.starting import start_with

__all__ = [
    "FileNotRead",
    "KeyTaken",
    "KindTaken",
    "NameTaken",
    "NobodyAccepts",
    "NotADraft",
    "NotEditable",
    "OlderThanNow",
    "ReasonMissing",
    "SameWords",
    "ScopeMissing",
    "SentTooOften",
    "TextChanged",
    "Unfinished",
    "accept",
    "add_text",
    "change_draft",
    "forget",
    "import_version",
    "let_go",
    "note_download",
    "publish",
    "send",
    "start_with",
    "withdraw_draft",
]
