"""What customers are sent about a change: by mail or letter, in the same words, always in German."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.core.changes.rules import CONSENT, PRIVACY, SILENCE, Passage, Plan
from quartier.core.letters.extension import LetterText
from quartier.kit import formats
from quartier.kit.mail import Action, Facts, Mail, Part, Quote, Text
from quartier.kit.pdf import blocks_of
from quartier.kit.pdf.text import Block

ADDRESS = "/aenderungen/"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an announcement says, apart from to whom: the facts of the change and what the recipient can do."""

    title: str
    summary: str
    kind: str
    version: str
    passages: tuple[Passage, ...]
    price: str
    effective_on: date
    plan: Plan
    special_notice: bool

    def facts(self) -> list[tuple[str, object]]:
        """Return what changes and from when."""
        found: list[tuple[str, object]] = [(_("What changes"), self.title)]
        if self.version:
            found.append((_("New version"), self.version))
        if self.price:
            found.append((_("Price"), self.price))
        found.append((_("In effect from"), self.effective_on))
        return found

    def rights(self) -> list[str]:
        """Return what the recipient can do, until when, and what silence means: the law asks for all of it."""
        found = [self._when()]
        if self.plan.objection is not None:
            within = {"time": self.plan.objection.text(_)}
            found.append(
                _("You may object. Time: %(time)s from the receipt of this message. Text form is enough.") % within
            )
        if self.plan.binding == SILENCE:
            found.append(
                _("If you do not object in time, the change counts as approved. If you object, the old terms stay.")
            )
        elif self.plan.binding == CONSENT:
            found.append(
                _("The change needs your consent. If you say nothing, nothing changes: the old terms go on for you.")
            )
        elif self.plan.objection is not None:
            found.append(_("If you say nothing, the change takes effect. If you object, the old terms stay."))
        else:
            found.append(self._told_only())
        if self.special_notice:
            found.append(_("Because of the change you may end the contract by special notice before it takes effect."))
        return found

    def _when(self) -> str:
        lead = {"day": formats.day(self.effective_on), "time": self.plan.lead.text(_)}
        return _("It takes effect on %(day)s, but not before %(time)s after you have received this message.") % lead

    def _told_only(self) -> str:
        if self.kind == PRIVACY:
            return _("You need do nothing. Your rights as a data subject stay as they are.")
        return _("You need do nothing. If you do not agree, you may end the use or the contract as it provides.")


def _quoted(one: Passage) -> str:
    return one.new or _("This passage is dropped: %(words)s") % {"words": one.old}


@dataclass(frozen=True, kw_only=True)
class AnnouncementMail(Mail):
    """Announces a change with the new text, the right to object, its time and what silence means (WR-096)."""

    template: ClassVar[str] = "changes.announcement"

    said: Said

    def subject(self) -> str:
        """Return the subject line."""
        return _("Change from %(day)s: %(title)s") % {
            "day": formats.day(self.said.effective_on),
            "title": self.said.title,
        }

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        quotes: list[Part] = [Quote(_quoted(one)) for one in self.said.passages]
        head: list[Part] = [Text(_("these passages read as follows from then on:"))] if quotes else []
        return (
            Text(_("we inform you about a change.")),
            Facts(tuple(self.said.facts())),
            *(Text(part) for part in self.said.summary.splitlines() if part.strip()),
            *head,
            *quotes,
            *(Text(line) for line in self.said.rights()),
            Action(_("Read the change, object or agree"), ADDRESS),
        )


@dataclass(frozen=True, kw_only=True)
class ReminderMail(Mail):
    """Reminds somebody once that a change needs their consent."""

    template: ClassVar[str] = "changes.reminder"

    title: str
    effective_on: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your answer is missing: %(title)s") % {"title": self.title}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have told you about a change that needs your consent. You have not answered yet.")),
            Facts(((_("What changes"), self.title), (_("In effect from"), self.effective_on))),
            Text(_("If you say nothing, nothing changes: the old terms go on for you.")),
            Action(_("Read the change and answer"), ADDRESS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementLetter(LetterText):
    """Announces a change on paper, in the words of the mail."""

    key = "changes.announcement"
    label = gettext_lazy("Announcement of a change")
    is_signed = False

    said: Said

    def subject(self) -> str:
        """Return the line that says what the letter is about."""
        with translation.override("de"):
            given = {"day": formats.day(self.said.effective_on), "title": self.said.title}
            return _("Change from %(day)s: %(title)s") % given

    def body(self) -> Sequence[Block]:
        """Return the text between salutation and closing."""
        with translation.override("de"):
            facts = [f"- {label}: {_worded(value)}" for label, value in self.said.facts()]
            head = [_("these passages read as follows from then on:")] if self.said.passages else []
            parts = [
                _("we inform you about a change."), "\n".join(facts), self.said.summary, *head,
                *(_quoted(one) for one in self.said.passages), *self.said.rights(),
            ]  # fmt: skip
            return blocks_of("\n\n".join(parts))


def _worded(value: object) -> str:
    return formats.day(value) if isinstance(value, date) else str(value)
