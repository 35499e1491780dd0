"""How apps bring letters: typed data with a subject and a text, set by the one form of the house."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from django.utils.translation import gettext_lazy as _

from quartier.kit.components.markup import Text
from quartier.kit.pdf import blocks_of
from quartier.kit.pdf.text import Block
from quartier.kit.registry import Registry


class LetterText(ABC):
    """What one letter says. A subclass is a frozen dataclass of its facts; its words are German.

    `remark` stands above the address, such as “Persönlich”. `facts` are lines of the block beside it, such as the
    number of a contract. `is_signed` leaves room for a signature.
    """

    key: ClassVar[str]
    label: ClassVar[Text]
    remark: ClassVar[str] = ""
    is_signed: ClassVar[bool] = True

    @abstractmethod
    def subject(self) -> str:
        """Return the line that says what the letter is about."""

    @abstractmethod
    def body(self) -> Sequence[Block]:
        """Return the text between salutation and closing, as `kit.pdf.blocks_of` makes it of Markdown."""

    def facts(self) -> Sequence[tuple[str, str]]:
        """Return further lines of the block of references, label and value."""
        return ()

    def enclosures(self) -> Sequence[str]:
        """Return what lies in the envelope besides."""
        return ()


T = TypeVar("T", bound=LetterText)

letter_templates: Registry[type[LetterText]] = Registry("letters")


def letter_template(text: type[T]) -> type[T]:
    """Register a kind of letter; called from a plug."""
    letter_templates.register(text.key, text)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralLetter(LetterText):
    """A letter in free words: paragraphs, lists, tables, bold and italic in Markdown."""

    key = "general"
    label = _("General letter")

    about: str
    text: str
    with_it: Sequence[str] = ()

    def subject(self) -> str:
        """Return the subject as it was written."""
        return self.about

    def body(self) -> Sequence[Block]:
        """Return the text as blocks."""
        return blocks_of(self.text)

    def enclosures(self) -> Sequence[str]:
        """Return the enclosures as they were written."""
        return self.with_it


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A letter that is set but not kept: the preview."""

    content: bytes
    pages: int
