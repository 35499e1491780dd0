"""The letter that brings a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from quartier.core.letters.extension import LetterText
from quartier.core.registration.rules.codes import shown
from quartier.kit.pdf import blocks_of
from quartier.kit.pdf.text import Block
from quartier.values import writing

FIRST = "mit diesem Brief erhalten Sie Ihren Zugang zum Portal."
REMINDER = """vor einiger Zeit haben wir Ihnen einen Zugang zum Portal geschickt. Bisher haben Sie ihn nicht benutzt. \
Wenn Sie möchten, können Sie das jetzt nachholen. Was in unserem früheren Brief stand, gilt nicht mehr."""
NUMBER = "Ihre persönliche Zugangsnummer lautet:"
CODE = "Ihr persönlicher Registrierungscode lautet:"
HOW = """So geht es:

1. Öffnen Sie **{address}**.
2. Geben Sie {what} ein und legen Sie ein Passwort fest.
3. Öffnen Sie den Link in der E-Mail, die wir Ihnen dann schicken.

Das geht einmal und bis zum **{until}**. Behalten Sie diesen Brief für sich. Das Portal ist kostenlos, und Sie müssen \
es nicht nutzen."""
BY_NUMBER = "die Zugangsnummer und Ihre E-Mail-Adresse"
BY_CODE = "den Registrierungscode, Ihren Nachnamen, Ihr Geburtsdatum und Ihre E-Mail-Adresse"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLetter(LetterText):
    """Brings somebody the code for the registration; it is never kept."""

    key = "registration_code"
    label = _("Letter with a code")
    remark = "Persönlich"
    is_signed = False

    code: str
    until: date
    address: str
    with_birthday: bool
    is_reminder: bool = False

    def subject(self) -> str:
        """Return the subject."""
        return "Erinnerung: Ihr Zugang zum Portal" if self.is_reminder else "Ihr Zugang zum Portal"

    def body(self) -> Sequence[Block]:
        """Return the text with the code on a line of its own."""
        what, said = (BY_CODE, CODE) if self.with_birthday else (BY_NUMBER, NUMBER)
        how = HOW.format(address=self.address, what=what, until=writing.day(self.until, english=False))
        begin = REMINDER if self.is_reminder else FIRST
        return blocks_of("\n\n".join((begin, said, f"**{shown(self.code)}**", how)))
