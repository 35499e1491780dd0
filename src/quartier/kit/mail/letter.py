"""A message as typed parts, and its rendering: provider brand, imprint of the contracting entity, always German."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.template.loader import render_to_string
from django.utils import translation

from quartier.kit.mail.headers import checked_line
from quartier.kit.portal import Brand
from quartier.values.zone import BERLIN

TEMPLATE_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
SUBJECT_LENGTH = 200
LINEAR_BELOW = 0.04045
# Printable ASCII without blank and backslash; two slashes would name another host.
PORTAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def one_line(text: object) -> str:
    """Return the text with every run of white space as one blank, so that it cannot pose as a part of its own.

    Days and instants are written the German way.
    """
    if isinstance(text, datetime):
        text = f"{text.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"
    elif isinstance(text, date):
        text = f"{text:%d.%m.%Y}"
    return " ".join(str(text).split())


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    kind: ClassVar[str] = "text"

    def plain(self, letterhead: Letterhead) -> str:
        """Return the paragraph on one line."""
        return one_line(self.text)


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, one pair a line."""

    pairs: Sequence[tuple[str, object]]
    kind: ClassVar[str] = "facts"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Return the pairs as they are read."""
        return [(one_line(label), one_line(value)) for label, value in self.pairs]

    def plain(self, letterhead: Letterhead) -> str:
        """Return one line per pair."""
        return "\n".join(f"{label}: {value}" for label, value in self.lines)


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do next: a link into the portal. `path` starts with / and never leaves the portal."""

    label: str
    path: str
    kind: ClassVar[str] = "action"

    def __post_init__(self) -> None:
        if not PORTAL_PATH.fullmatch(self.path):
            raise ValueError(f"a link in a mail is a path of the portal, not {self.path!r}")

    def plain(self, letterhead: Letterhead) -> str:
        """Return the label and, below it, the address."""
        return f"{one_line(self.label)}:\n{letterhead.link(self.path)}"


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else wrote, marked as such line by line."""

    text: str
    kind: ClassVar[str] = "quote"

    @property
    def lines(self) -> list[str]:
        """Return the lines without control characters."""
        return [one_line(line) for line in self.text.splitlines()]

    def plain(self, letterhead: Letterhead) -> str:
        """Return every line behind a mark."""
        return "\n".join(f"> {line}".rstrip() for line in self.lines)


Part = Text | Facts | Action | Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes: the contracting entity in its brand. `processor` names who runs the portal on its behalf, if anybody.

    `imprint` holds label and value of every line that a business letter needs (§ 25a GenG, § 35a GmbHG, § 5 DDG);
    `reply_to` is where an answer goes, `origin` the portal's address without a closing slash.
    """

    sender: str
    brand: Brand
    origin: str
    reply_to: str = ""
    imprint: Sequence[tuple[str, str]] = ()
    processor: str = ""

    def link(self, path: str) -> str:
        """Return the full address of a page of the portal."""
        return f"{self.origin}{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as it goes out; the subject is checked to be one line."""

    subject: str
    text: str
    html: str

    def __post_init__(self) -> None:
        checked_line(self.subject)


@dataclass(frozen=True, kw_only=True)
class Mail(ABC):
    """One kind of message. A subclass brings its facts as fields, names itself `app.name` and says what it says.

    `greeting` is the line above the body; a subclass that knows the person's name overrides it.
    """

    template: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not TEMPLATE_NAME.fullmatch(getattr(cls, "template", "")):
            raise TypeError(f"{cls.__name__} needs a template name like “parties.welcome”")

    @abstractmethod
    def subject(self) -> str:
        """Return the subject, one line."""

    @abstractmethod
    def body(self) -> Sequence[Part]:
        """Return the parts in reading order."""

    def greeting(self) -> str:
        """Return the salutation."""
        return "Guten Tag,"

    def render(self, letterhead: Letterhead) -> Rendered:
        """Return subject, plain text and HTML in German, whatever language the caller works in."""
        with translation.override("de"):
            subject = checked_line(str(self.subject()).strip())
            if not subject:
                raise ValueError(f"{self.template} has no subject")
            if len(subject) > SUBJECT_LENGTH:
                subject = subject[: SUBJECT_LENGTH - 1] + "…"
            parts = list(self.body())
            greeting = one_line(self.greeting())
            return Rendered(
                subject=subject,
                text=_plain(greeting, parts, letterhead),
                html=_html(subject, greeting, parts, letterhead),
            )


CLOSING = "Freundliche Grüße"
AUTOMATIC = "Diese E-Mail wurde automatisch erstellt."


def _processor_line(letterhead: Letterhead) -> str:
    if not letterhead.processor:
        return ""
    return f"Technischer Betrieb im Auftrag (Art. 28 DSGVO), nicht Vertragspartner: {one_line(letterhead.processor)}"


def _footer(letterhead: Letterhead) -> list[str]:
    imprint = [f"{one_line(label)}: {one_line(value)}" for label, value in letterhead.imprint]
    return [line for line in (one_line(letterhead.sender), *imprint, _processor_line(letterhead), AUTOMATIC) if line]


def _plain(greeting: str, parts: Sequence[Part], letterhead: Letterhead) -> str:
    blocks = [greeting, *(part.plain(letterhead) for part in parts), f"{CLOSING}\n{one_line(letterhead.sender)}"]
    # The blank after two hyphens is how mail programs know a signature (RFC 3676, 4.3).
    return "\n\n".join(blocks) + "\n\n-- \n" + "\n".join(_footer(letterhead)) + "\n"


def _html(subject: str, greeting: str, parts: Sequence[Part], letterhead: Letterhead) -> str:
    shown = [(part, letterhead.link(part.path) if isinstance(part, Action) else "") for part in parts]
    context = {
        "subject": subject,
        "greeting": greeting,
        "parts": shown,
        "closing": CLOSING,
        "letterhead": letterhead,
        "ink": _ink_on(letterhead.brand.colour),
        "footer": _footer(letterhead),
    }
    return render_to_string("kit/mail/letter.html", context)


def _ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on `#rrggbb` (WCAG 2.2, contrast ratio)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= LINEAR_BELOW else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"
