"""What a report by mail says: description, steps and impact behind their words, in any order; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from quartier.core.threads.rules.requests import Impact

WORDS = {
    "text": "beschreibung|description|mangel|defect",
    "steps": "schritte|schritt|steps",
    "impact": "auswirkungen|auswirkung|impact",
}
LABEL = re.compile(
    r"(?im)^[ \t>*_-]*(?:\d[.)][ \t]*)?(?:"
    + "|".join(f"(?P<{part}>{words})" for part, words in WORDS.items())
    + r")[ \t*_]*:[ \t*_]*"
)
# What people write about how far they are hindered; the first that is found counts.
HINDRANCE = (
    (Impact.MINOR, re.compile(r"(?i)\bstört\s+nur\b|\baber\s+(?:noch\s+)?(?:be)?nutzbar\b|\bgering|\bminor\b")),
    (Impact.HINDERED, re.compile(r"(?i)\bteilweise\b|\bzum\s+teil\b|\beingeschränkt|\bin\s+part\b|\bpartly\b")),
    (Impact.BLOCKED, re.compile(
        r"(?i)\bgar\s+nicht\b|\büberhaupt\s+nicht\b|\bunbenutzbar|\bnicht\s+(?:be)?nutzbar\b|\bat\s+all\b"
    )),
)  # fmt: skip
# As many mails of one sender are dealt with in an hour; a loop of two machines stops here (RFC 3834, 2).
MOST_AN_HOUR = 20
# A server's clock is believed as far as this; mail waits in queues for five days at most (RFC 5321, 4.5.4.1).
CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST_ON_THE_WAY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a report consists of; "" is what is missing."""

    text: str = ""
    steps: str = ""
    impact: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what is missing, in the order in which it is asked for."""
        return tuple(name for name in WORDS if not getattr(self, name))

    def or_else(self, earlier: Parts) -> Parts:
        """Return these parts, and what is missing in them from an earlier mail."""
        return Parts(**{name: getattr(self, name) or getattr(earlier, name) for name in WORDS})


def parts_of(text: str) -> Parts:
    """Return the parts of a report. Words before the first label describe, unless the description has a label."""
    found = list(LABEL.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    said = {str(match.lastgroup): text[match.end() : end].strip() for match, end in zip(found, ends, strict=False)}
    before = text[: found[0].start()].strip() if found else text.strip()
    return Parts(**{"text": before} | {name: words for name, words in said.items() if words})


def completed(earlier: Parts, text: str) -> Parts:
    """Return what an earlier mail said, and what this one adds; one part that was asked for needs no label."""
    whole = earlier.or_else(parts_of(text))
    if len(whole.missing) == 1 and earlier.text and text.strip() and not LABEL.search(text):
        return replace(whole, **{whole.missing[0]: text.strip()})
    return whole


def reads_as_report(text: str) -> bool:
    """Tell whether somebody has written behind the words for a report, whichever address they chose."""
    return any(match.lastgroup in ("steps", "impact") for match in LABEL.finditer(text))


def impact_of(words: str) -> Impact:
    """Return how far somebody is hindered by their own words; hindered where these say neither more nor less."""
    return next((impact for impact, pattern in HINDRANCE if pattern.search(words)), Impact.HINDERED)


def time_of_receipt(claimed: datetime | None, at: datetime) -> datetime:
    """Return when our mail server had a message that is taken in at `at`; a clock that is far out is not believed."""
    if claimed is None or not at - LONGEST_ON_THE_WAY <= claimed <= at + CLOCKS_DIFFER:
        return at
    return min(claimed, at)
