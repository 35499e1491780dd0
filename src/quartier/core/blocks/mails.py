"""What customers are told about warnings and blocks: by mail, or in the same words by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.core.blocks.labels import ground_label
from quartier.kit.mail import Facts, Mail, Part, Text


class Told(Mail):
    """A message that can go by letter as well."""

    template: ClassVar[str] = "blocks.told"

    def letter(self) -> tuple[str, str]:
        """Return subject and text as a letter has them, in German."""
        with translation.override("de"):
            return self.subject(), "\n\n".join(_paragraph(part) for part in self.body())


def _paragraph(part: Part) -> str:
    if isinstance(part, Facts):
        return "\n".join(f"- {label}: {value}" for label, value in part.lines)
    return part.text if isinstance(part, Text) else ""


def _grounds(keys: Sequence[str]) -> str:
    return "; ".join(ground_label(key) for key in keys)


def _ways_to_object() -> Text:
    return Text(
        _(
            "A person has decided this, not a program. If you think that it is wrong, answer us, and we look at it "
            "again. You can also go to court."
        )
    )


@dataclass(frozen=True, kw_only=True)
class WarningMail(Told):
    """Warns before a block, says what for and until when it can be put right (WR-089)."""

    template: ClassVar[str] = "blocks.warning"

    grounds: Sequence[str]
    text: str
    mend_by: date | None

    def subject(self) -> str:
        """Return the subject line."""
        return _("Warning: your access may be blocked")

    def body(self) -> Sequence[Part]:
        """Return what the message says."""
        mend = [(_("Please put it right until the end of"), self.mend_by)] if self.mend_by else []
        return (
            Text(_("we warn you. If it goes on or happens again, we can block your access to the portal.")),
            Facts(((pgettext("block", "Ground"), _grounds(self.grounds)), *mend)),
            Text(self.text),
            _ways_to_object(),
        )


@dataclass(frozen=True, kw_only=True)
class BlockedMail(Told):
    """Says that access is blocked, how far, how long and why, and how to object."""

    template: ClassVar[str] = "blocks.blocked"

    reach: str
    term: str
    grounds: Sequence[str]
    text: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your access is blocked")

    def body(self) -> Sequence[Part]:
        """Return what the message says."""
        facts = (
            (_("Blocked"), self.reach),
            (_("How long"), self.term),
            (pgettext("block", "Ground"), _grounds(self.grounds)),
        )
        return (
            Text(_("we have blocked your access to the portal.")),
            Facts(facts),
            *((Text(self.text),) if self.text else ()),
            Text(
                _(
                    "Your contracts are not touched by it, nor is what is owed. You reach us by e-mail, by letter and "
                    "by telephone; withdrawing, giving notice and your rights to your data go on that way."
                )
            ),
            _ways_to_object(),
        )


@dataclass(frozen=True, kw_only=True)
class LiftedMail(Told):
    """Says that access is open again."""

    template: ClassVar[str] = "blocks.lifted"

    reach: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your access is open again")

    def body(self) -> Sequence[Part]:
        """Return what the message says."""
        return (
            Text(_("the block of your access to the portal is lifted. You can use it again at once.")),
            Facts(((_("Was blocked"), self.reach),)),
        )
