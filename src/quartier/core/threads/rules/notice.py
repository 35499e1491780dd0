"""Recognising notice to quit in what people write; pure."""

from __future__ import annotations

import re
from datetime import date

from quartier.core.threads.rules.requests import Treatment
from quartier.law.bgb.form import Declaration, Sending
from quartier.law.bgb.form_check import FormCheck, form_check
from quartier.law.rule import Derived

# Words with which people end contracts. A question about notice periods is none, so the first person is asked for.
_END = r"k(?:ü|ue)ndigen?"
NOTICE_WORDS = re.compile(
    rf"\b{_END}\s+(?:ich|wir)\b"
    rf"|\b(?:ich|wir)\s+(?:hiermit\s+|fristgerecht\s+|fristlos\s+)*{_END}\b"
    rf"|\bhiermit\s+{_END}\b"
    r"|\b(?:meine|unsere|hiermit\s+die)\s+(?:\w+\s+)?k(?:ü|ue)ndigung\s+(?:zum|per|meiner|unserer|des|der)\b"
)
# “Ich kündige meinen Besuch an” announces: the verb ankündigen, whose first half stands at the end of the clause.
MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
CLAUSE = re.compile(rf"\.(?!\d|\s+(?:{MONTHS})\b)|[!?;:,]|\bund\b|\baber\b|\bdenn\b")
ANNOUNCED = re.compile(r"\ban\s*$")


def reads_as_notice(treatment: str, text: str) -> bool:
    """Tell whether a message gives notice to quit: by its subject or by its words (DWG-30)."""
    if treatment == Treatment.NOTICE:
        return True
    words = " ".join(text.casefold().split())
    return any(not _announces(words, found) for found in NOTICE_WORDS.finditer(words))


def notice_by_message(on: date) -> Derived[FormCheck]:
    """Return whether a tenancy can be ended by a message in the portal (§ 568 Abs. 1 BGB)."""
    return form_check(declaration=Declaration.END_TENANCY, channel=Sending.PORTAL_FORM, on=on)


def _announces(words: str, found: re.Match[str]) -> bool:
    """Tell whether the verb that was found is ankündigen: its clause ends in “an”."""
    end = CLAUSE.search(words, found.end())
    return ANNOUNCED.search(words[found.end() : end.start() if end else len(words)]) is not None
