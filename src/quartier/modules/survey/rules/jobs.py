"""What a job may do in which state, and what a check of documents comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

CHECKABLE: Final = frozenset({"checking", "waiting", "ready", "drawing"})
OPEN_WISH: Final = ("asked", "quoted", "agreed")
# What can still be stopped: nothing of it was delivered.
UNDONE: Final = frozenset({"checking", "waiting", "ready", "drawing", "review", "making"})


class Finding(Choice):
    """What was found of one item of the checklist."""

    GOOD = "good", _("is there and can be used")
    MISSING = "missing", _("is missing")
    UNUSABLE = "unusable", _("cannot be used")
    NOT_NEEDED = "not_needed", _("is not needed here")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a product's checklist: a file or an entry that the work needs, and how many of it are there."""

    key: str
    label: str
    least: int
    there: int

    @property
    def proposal(self) -> Finding:
        """Return what it looks like before somebody has looked."""
        if self.there >= max(self.least, 1):
            return Finding.GOOD
        return Finding.MISSING if self.least else Finding.NOT_NEEDED


@dataclass(frozen=True, slots=True)
class Judged:
    """One item of a checklist with what was found, and words about it for the customer."""

    key: str
    label: str
    finding: Finding
    words: str = ""

    @property
    def is_lacking(self) -> bool:
        """Tell whether the customer has to do something."""
        return self.finding in (Finding.MISSING, Finding.UNUSABLE)

    def told(self) -> str:
        """Return what the customer is asked for, in German like every mail about an order.

        >>> Judged("plans", "Grundrisse", Finding.UNUSABLE, "Maße sind nicht lesbar.").told()
        'Grundrisse: kann so nicht verwendet werden. Maße sind nicht lesbar.'
        >>> Judged("plans", "Grundrisse", Finding.MISSING).told()
        'Grundrisse: fehlt noch.'
        """
        what = "fehlt noch." if self.finding is Finding.MISSING else "kann so nicht verwendet werden."
        return f"{self.label}: {what} {self.words}".strip()[:200]

    def data(self) -> dict[str, str]:
        """Return it as it is stored."""
        return {"key": self.key, "label": self.label, "finding": self.finding.value, "words": self.words}


def judged_of(rows: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Return stored items."""
    return [Judged(one["key"], one["label"], Finding(one["finding"]), one["words"]) for one in rows]


def lacking(items: Sequence[Judged]) -> list[str]:
    """Return what the customer is asked for, one sentence each."""
    return [one.told() for one in items if one.is_lacking]
