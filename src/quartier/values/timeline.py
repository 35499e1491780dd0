"""What holds from which day: dated versions, each with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from quartier.values.period import Period
from quartier.values.sentences import Unanswerable
from quartier.values.sentences import mark as _

T = TypeVar("T")


class NotInForce(Unanswerable):
    """A day lies before the first version: the rule did not exist yet, or nobody has entered how it was."""


class NotYetKnown(Unanswerable):
    """A day lies beyond what is known; the sentence says what to enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Generic[T]):
    """What holds from a day on, and where that is written.

    `verified` is False while a lawyer still has to compare it with the primary text; `note` says what is uncertain.
    """

    valid_from: date
    value: T
    source: str
    verified: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        if not self.source:
            raise ValueError("A version without a source is a rumour.")
        if not self.verified and not self.note:
            raise ValueError("An unverified version says what has to be checked.")


@dataclass(frozen=True, slots=True)
class Timeline(Generic[T]):
    """Versions in the order of their days; each holds until the next, the last one until `known_until` or for good.

    `title` names what they are about. `advice` is said when a day at or after `known_until` is asked for.
    """

    title: str
    versions: tuple[Version[T], ...]
    known_until: date | None = None
    advice: str = ""

    def __post_init__(self) -> None:
        days = [version.valid_from for version in self.versions]
        if not days or days != sorted(set(days)):
            raise ValueError(f"{self.title}: versions need different days in rising order.")
        if self.known_until is not None and self.known_until <= days[-1]:
            raise ValueError(f"{self.title}: the last version must begin before the day until which all is known.")

    @property
    def begins_on(self) -> date:
        """Return the first day for which something is known."""
        return self.versions[0].valid_from

    def at(self, day: date) -> Version[T]:
        """Return the version that holds on a day; raises NotInForce before the first, NotYetKnown after the known."""
        if day < self.begins_on:
            raise NotInForce(
                _("%(title)s: nothing is known for %(day)s; the first version holds from %(first)s."),
                title=self.title,
                day=day,
                first=self.begins_on,
            )
        if self.known_until is not None and day >= self.known_until:
            raise NotYetKnown(
                _("%(title)s: not known for %(day)s, only until %(until)s. %(advice)s"),
                title=self.title,
                day=day,
                until=self.known_until,
                advice=self.advice,
            )
        return next(version for version in reversed(self.versions) if version.valid_from <= day)

    def over(self, period: Period) -> tuple[tuple[Period, Version[T]], ...]:
        """Return the parts of a period in which one version holds, in order; raises as `at` does."""
        parts = period.split(version.valid_from for version in self.versions)
        if self.known_until is not None and parts and parts[-1].last_on >= self.known_until:
            self.at(max(self.known_until, period.starts_on))
        return tuple((part, self.at(part.starts_on)) for part in parts)

    def extended(self, *more: Version[T], known_until: date | None = None) -> Timeline[T]:
        """Return the timeline with more versions at its end; they may not change what was known."""
        first = min(version.valid_from for version in more)
        if first <= self.versions[-1].valid_from or (self.known_until is not None and first < self.known_until):
            raise ValueError(f"{self.title}: {first} is known already; history does not change.")
        if self.known_until is not None and first > self.known_until:
            raise NotYetKnown(
                _("%(title)s: something is missing between %(until)s and %(first)s. %(advice)s"),
                title=self.title,
                until=self.known_until,
                first=first,
                advice=self.advice,
            )
        return replace(self, versions=(*self.versions, *more), known_until=known_until)
