"""Mail about declarations: that one was received, with its words and the minute, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from quartier.core.declarations.extension import DeclarationState, declaration_kinds
from quartier.core.declarations.models import Declaration
from quartier.kit.mail import Action, Facts, Mail, Part, Quote, Text
from quartier.values.packing import unpacked


def told(row: Declaration) -> list[str]:
    """Return the sentences that say what came of a declaration, in the language of the moment."""
    return [unpacked(one).text(_) for one in row.outcome.get("sentences", ())]


def content(row: Declaration) -> tuple[Part, ...]:
    """Return what was declared, with date and time of receipt (§ 312k Abs. 4, § 356a Abs. 4 BGB)."""
    kind = declaration_kinds[row.kind]
    pairs: list[tuple[str, Any]] = [
        (_("Declaration"), kind.label),
        (_("Received"), row.received_at),
        (_("Name"), row.name),
        (_("About"), row.about),
        (_("Sent"), row.dispatched_on),
        (_("Answer to"), row.contact),
    ]
    words = (Text(_("Your words:")), Quote(row.words)) if row.words else ()
    return (Facts([(label, value) for label, value in pairs if value]), *words, *kind.parts(row))


def outcome(row: Declaration) -> tuple[Part, ...]:
    """Return what came of a declaration, and the letter to sign where its form was too light."""
    kind, parts = declaration_kinds[row.kind], [Text(line) for line in told(row)]
    if row.state == DeclarationState.BELOW_FORM and kind.letter is not None:
        return (*parts, Action(_("The letter to sign"), kind.letter(row.subject)))
    return tuple(parts)


@dataclass(frozen=True, kw_only=True)
class ReceiptMail(Mail):
    """Confirms at once that a declaration was received: its content, date and time."""

    template: ClassVar[str] = "declarations.receipt"

    row: Declaration
    with_outcome: bool

    def subject(self) -> str:
        """Return the subject line."""
        return _("We have received: %(kind)s") % {"kind": declaration_kinds[self.row.kind].label}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        if self.with_outcome:
            return (Text(_("we have received your declaration.")), *content(self.row), *outcome(self.row))
        later = Text(_("We look at it and write to you what comes of it. This e-mail proves that we received it."))
        return (Text(_("we have received your declaration.")), *content(self.row), later)


@dataclass(frozen=True, kw_only=True)
class AnswerMail(Mail):
    """Says what came of a declaration."""

    template: ClassVar[str] = "declarations.answer"

    row: Declaration

    def subject(self) -> str:
        """Return the subject line."""
        return _("About your declaration: %(kind)s") % {"kind": declaration_kinds[self.row.kind].label}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (Text(_("we have looked at this declaration:")), *content(self.row), *outcome(self.row))
