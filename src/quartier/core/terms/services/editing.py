"""Drafts of legal texts: taken in from a file, changed, withdrawn. Nothing here shows to anybody outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.terms.models import FileFormat, LegalText, TextKind, TextVersion, VersionState
from quartier.core.terms.queries import subject_of
from quartier.core.terms.rules import Unreadable, digest_of, read
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

# Parts of addresses beside which a text would not be found.
RESERVED: Final = ("neu", "annahmen", "fassung")


class KeyTaken(Refused):
    """Addresses and programs name a text by its key."""

    message = _("There is a text with this short name already.")
    field = "key"


class KindTaken(Refused):
    """Only special terms can stand beside others of their kind."""

    message = _("There is a text of this kind already. Add a version to it, or say what the new one is for.")
    field = "kind"


class ScopeMissing(Refused):
    """Special terms are for something."""

    message = _("Please say what the special terms are for, such as partners.")
    field = "for_scope"


class FileNotRead(Refused):
    """The file is of another kind, broken, encrypted, or holds no words."""

    message = _("No words could be read from this file. Possible are Markdown, text, DOCX and PDF up to 4 MB.")
    field = "file"


class SameWords(Refused):
    """A version differs from every other one."""

    message = _("This text has a version with exactly this content already.")
    field = "file"


class NameTaken(Refused):
    """Name and day together tell versions apart (QX-57)."""

    message = _("This text has a version with this name and this day already.")
    field = "name"


class NotADraft(Refused):
    """What has been published stays as it is."""

    message = _("This version has been published. It can no longer be changed; write a new one.")


class NotEditable(Refused):
    """The words of a DOCX or PDF stand in the file."""

    message = _("This draft came from a file and is kept as it is. Take in a new file instead.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How a version is called, and the day it gives itself."""

    name: str
    dated_on: date


@transaction.atomic
def add_text(*, actor: Actor, at: datetime, key: str, kind: str, title: str, for_scope: str = "") -> LegalText:
    """Add a text without any version. Raises KeyTaken, KindTaken and ScopeMissing."""
    if kind == TextKind.SPECIAL and not for_scope:
        raise ScopeMissing
    if key in RESERVED or LegalText.objects.filter(key=key).exists():
        raise KeyTaken
    if kind != TextKind.SPECIAL and not for_scope and LegalText.objects.filter(kind=kind, for_scope="").exists():
        raise KindTaken
    order = (list(TextKind).index(TextKind(kind)) + 1) * 10
    row = LegalText.objects.create(key=key, kind=kind, title=title, for_scope=for_scope, order=order)
    data = {"key": key, "text": kind}
    audit.record(actor=actor, at=at, kind="terms.text_added", subject=f"terms.legaltext:{row.pk}", data=data)
    return row


@transaction.atomic
def import_version(
    *,
    actor: Actor,
    at: datetime,
    text_id: int,
    data: bytes,
    file_name: str,
    name: str,
    dated_on: date,
    is_legacy: bool = False,
) -> TextVersion:
    """Take a file in as a draft, byte by byte; `is_legacy` says that it was in force before it came here.

    Raises FileNotRead, SameWords and NameTaken.
    """
    text = LegalText.objects.select_for_update().get(pk=text_id)
    try:
        whole = read(data, file_name)
    except Unreadable:
        raise FileNotRead from None
    digest = digest_of(data)
    _refuse_doubles(text, digest, Naming(name=name, dated_on=dated_on))
    row = TextVersion.objects.create(
        text=text, title=text.title, name=name, dated_on=dated_on, body=whole.body, digest=digest, source=data,
        file_format=whole.format.value, file_name=file_name[-120:], is_legacy=is_legacy, made_at=at,
        made_by=str(actor)[:120],
    )  # fmt: skip
    facts = {"text": text.key, "name": name, "digest": digest, "format": row.file_format, "legacy": is_legacy}
    audit.record(actor=actor, at=at, kind="terms.drafted", subject=subject_of(row), data=facts)
    return row


@transaction.atomic
def change_draft(
    *, actor: Actor, at: datetime, version_id: int, name: str, dated_on: date, body: str | None = None
) -> TextVersion:
    """Change name, day and words of a draft. Raises NotADraft, NotEditable, SameWords and NameTaken."""
    row = _draft(version_id)
    if body is not None and body != row.body:
        if row.file_format not in (FileFormat.MARKDOWN, FileFormat.TEXT):
            raise NotEditable
        row.body, row.source, row.digest = body, body.encode(), digest_of(body.encode())
    _refuse_doubles(row.text, row.digest, Naming(name=name, dated_on=dated_on), besides=row.pk)
    row.name, row.dated_on = name, dated_on
    row.save(update_fields=["name", "dated_on", "body", "source", "digest"])
    facts = {"text": row.text.key, "name": name, "digest": row.digest}
    audit.record(actor=actor, at=at, kind="terms.draft_changed", subject=subject_of(row), data=facts)
    return row


@transaction.atomic
def withdraw_draft(*, actor: Actor, at: datetime, version_id: int) -> None:
    """Delete a draft; the fact that there was one stays. Raises NotADraft."""
    row = _draft(version_id)
    facts = {"text": row.text.key, "name": row.name, "digest": row.digest}
    audit.record(actor=actor, at=at, kind="terms.draft_withdrawn", subject=subject_of(row), data=facts)
    row.delete()


def _draft(version_id: int) -> TextVersion:
    row = TextVersion.objects.select_for_update(of=("self",)).select_related("text").get(pk=version_id)
    if row.state != VersionState.DRAFT:
        raise NotADraft
    return row


def _refuse_doubles(text: LegalText, digest: str, naming: Naming, besides: int | None = None) -> None:
    others = TextVersion.objects.filter(text=text).exclude(pk=besides or 0)
    if others.filter(digest=digest).exists():
        raise SameWords
    if others.filter(name=naming.name, dated_on=naming.dated_on).exists():
        raise NameTaken
