"""Erasing a person: what may go goes, what must be kept is reduced and restricted, and both are told (Art. 17 GDPR)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.privacy.extension import PersonalData, Subject, holds, registry
from quartier.core.privacy.queries import Controller, knows, label_of_rows, rows_of_one
from quartier.core.privacy.services.ledger import keep_in_ledger
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.restriction import Restrictable
from quartier.values.actor import Actor


class NothingKnown(Refused):
    """The controller holds nothing about this person."""

    message = _("This company holds no data about this person.")
    status = 404


class StillKept(Refused):
    """The law or a running contract requires that data are kept."""

    message = _("These data cannot be erased yet.")


class HeldBack(StillKept):
    """A legal hold forbids erasing anything of a person."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """Rows of one kind that stay: how many, why, until when; `until` None while no day is known."""

    model: str
    label: str
    rows: int
    reason: str
    until: datetime | None

    def __str__(self) -> str:
        words = {"kind": self.label, "reason": self.reason}
        if self.until is None:
            return _t("%(kind)s: %(reason)s.") % words
        return _t("%(kind)s: %(reason)s (until %(day)s).") % {**words, "day": formats.day(day_of(self.until))}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an erasure did: rows erased, rows restricted, and what remains."""

    erased: int
    restricted: int
    remaining: Sequence[Remaining]


@dataclass(frozen=True, slots=True)
class _Kind:
    """The rows of one kind, by key: what may go, what stays, and the last end of those that stay."""

    entry: PersonalData
    due: list[Any]
    kept: list[Any]
    until: datetime | None

    @property
    def rows(self) -> QuerySet[Any]:
        return _all(self.entry).filter(pk__in=self.due)

    @property
    def staying(self) -> QuerySet[Any]:
        return _all(self.entry).filter(pk__in=self.kept)


@dataclass(frozen=True, slots=True)
class _Weighing:
    """All kinds of rows of a person, and whether a contract still runs."""

    rows: Sequence[_Kind]
    runs: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an erasure would do: kinds of data that go, with the number of rows, and what stays and why."""

    going: Sequence[tuple[str, int]]
    remaining: Sequence[Remaining]
    runs: bool


def weighed(*, subject: Subject, controller: Controller, at: datetime) -> Weighed:
    """Return what would go and what would stay of a person; `runs` while a contract needs the data."""
    found = _weigh(subject, controller, at)
    going = [(label_of_rows(one.entry), len(one.due)) for one in found.rows if one.due]
    return Weighed(going, [_told(one) for one in found.rows if one.kept], found.runs)


@transaction.atomic
def erase(*, actor: Actor, at: datetime, subject: Subject, controller: Controller, partly: bool = False) -> Outcome:
    """Erase what one controller alone holds about a person.

    All or nothing, unless `partly`: then what must be kept stays behind, reduced to what the reason of keeping needs
    and restricted, unless a contract still runs. Raises NothingKnown, HeldBack for a legal hold, and StillKept,
    also when nothing at all may go; nothing has changed then.
    """
    if not knows(subject, controller):
        raise NothingKnown
    if held := held_back(subject, at):
        raise HeldBack(f"{HeldBack.message} {' '.join(held)}")
    found = _weigh(subject, controller, at)
    stays = [_told(one) for one in found.rows if one.kept]
    if stays and not (partly and any(one.due for one in found.rows)):
        raise StillKept(f"{StillKept.message} {' '.join(map(str, stays))}")
    outcome = replace(_carry_out(found, at), remaining=stays)
    more = {"restricted": outcome.restricted} if stays else {}
    _record(actor, at, "personal_data.erased", subject, controller, rows=outcome.erased, **more)
    if not found.runs:
        keep_in_ledger(at=at, subject=subject, controller=controller, whole=not stays)
    return outcome


@transaction.atomic
def erase_again(*, actor: Actor, at: datetime, subject: Subject, controller: Controller, whole: bool = True) -> int:
    """Erase what a restored copy has brought back; returns the number of rows.

    A whole erasure is not weighed again: that nothing had to be kept was decided on newer data than the copy has. For
    the same reason no contract runs, even if the copy does not know of its end.
    """
    found = _weigh(subject, controller, at, ended=True)
    if whole:
        found = _Weighing([replace(one, due=one.due + one.kept, kept=[]) for one in found.rows], runs=False)
    outcome = _carry_out(found, at)
    _record(actor, at, "personal_data.erased_again", subject, controller, rows=outcome.erased)
    return outcome.erased


def held_back(subject: Subject, at: datetime) -> list[str]:
    """Return why nothing of a person may be erased now, one sentence each."""
    return [reason for reasons in holds for reason in reasons(subject, at)]


def _weigh(subject: Subject, controller: Controller, at: datetime, *, ended: bool = False) -> _Weighing:
    """Sort the rows of a person into what may go and what stays, before anything goes.

    Without its contract a person could no longer be told to whom they belonged. Whom kept rows lead to, stays; and
    while a contract runs nothing goes that has no end of its own.
    """
    found = [_sorted(entry, rows_of_one(entry, subject, controller), at) for entry in registry]
    runs = not ended and any(_runs(one) for one in found if _is_root(one, subject))
    named = any(one.kept and _names_the_person(one.entry.model, subject) for one in found)
    return _Weighing([_with_the_person(one, subject, runs=runs, named=named) for one in found], runs)


def _runs(one: _Kind) -> bool:
    return one.until is not None and one.until.year == MAXYEAR


def _sorted(entry: PersonalData, rows: QuerySet[Any], at: datetime) -> _Kind:
    if entry.erase is None:
        return _Kind(entry, [], [], None)
    if entry.retention.until is None:
        return _Kind(entry, list(rows.values_list("pk", flat=True)), [], None)
    due, kept, last = [], [], None
    for row in rows.select_related().iterator(chunk_size=1000):
        end = entry.retention.until(row)
        if end is None or end <= at:
            due.append(row.pk)
        else:
            kept.append(row.pk)
            last = end if last is None else max(last, end)
    return _Kind(entry, due, kept, last)


def _with_the_person(one: _Kind, subject: Subject, *, runs: bool, named: bool) -> _Kind:
    """Keep the person whom kept rows name, and during a contract what has no end of its own."""
    if (runs and one.entry.retention.until is None) or (named and _is_root(one, subject)):
        return replace(one, due=[], kept=one.kept + one.due)
    return one


def _names_the_person(model: str, subject: Subject) -> bool:
    """Tell whether rows of a kind lead to the row that stands for the person, directly or over rows between."""
    root = subject.key.partition(":")[0]
    seen, ahead = set[type[Model]](), [apps.get_model(model)]
    while ahead:
        here = ahead.pop()
        if here._meta.label_lower == root:
            return True
        seen.add(here)
        ahead += [f.related_model for f in _leading_on(here) if f.related_model not in seen]
    return False


def _leading_on(model: type[Model]) -> list[Any]:
    return [f for f in model._meta.concrete_fields if f.many_to_one and not f.null]


def _is_root(one: _Kind, subject: Subject) -> bool:
    return one.entry.model.lower() == subject.key.partition(":")[0]


def _carry_out(found: _Weighing, at: datetime) -> Outcome:
    erased = restricted = 0
    for one in reversed(found.rows):
        if one.kept and not found.runs:
            if one.entry.reduce:
                one.entry.reduce(one.staying, at)
            restricted += _restrict(one.staying, at)
        erased += _erase(one, at)
    return Outcome(erased, restricted, [])


def _erase(one: _Kind, at: datetime) -> int:
    """Erase rows of one kind; one that is needed by a row that stays, stays with it."""
    erase = one.entry.erase
    if not one.due or erase is None:
        return 0
    try:
        with transaction.atomic():
            erase(one.rows, at)
    except (ProtectedError, RestrictedError):
        return sum(_erase_one(one, key, at) for key in one.due)
    return len(one.due)


def _erase_one(one: _Kind, key: Any, at: datetime) -> int:
    try:
        with transaction.atomic():
            assert one.entry.erase is not None
            one.entry.erase(_all(one.entry).filter(pk=key), at)
    except (ProtectedError, RestrictedError):
        _restrict(_all(one.entry).filter(pk=key), at)
        return 0
    return 1


def _restrict(rows: QuerySet[Any], at: datetime) -> int:
    if not issubclass(rows.model, Restrictable):
        return 0
    return rows.filter(restricted_at__isnull=True).update(restricted_at=at)


def _all(entry: PersonalData) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model(entry.model)._default_manager.all()
    return rows


def _told(one: _Kind) -> Remaining:
    until = None if _runs(one) else one.until
    reason = str(one.entry.retention.text)
    return Remaining(one.entry.model, label_of_rows(one.entry), len(one.kept), reason, until)


def _record(actor: Actor, at: datetime, kind: str, subject: Subject, controller: Controller, **more: int) -> None:
    """Write who acted for which controller; for an own controller the portal's staff act as its processor (SBV-21)."""
    data = {"controller": controller.key, "as_processor": not controller.is_principal, **more}
    audit.record(actor=actor, at=at, kind=kind, subject=subject.key, data=data)


def erasable(at: datetime) -> Iterator[tuple[PersonalData, QuerySet[Any]]]:
    """Yield each kind of rows with those whose time is over, in the order in which they can go."""
    for entry in reversed(list(registry)):
        if entry.retention.due is not None and entry.erase is not None:
            yield entry, entry.retention.due(_all(entry), at)


def restrictable(at: datetime) -> Iterator[tuple[PersonalData, QuerySet[Any]]]:
    """Yield each kind of rows with those whose purpose has ended while something keeps them, not restricted yet."""
    for entry in registry:
        if entry.retention.idle is not None:
            yield entry, entry.retention.idle(_all(entry).filter(restricted_at__isnull=True), at)


def erase_rows(entry: PersonalData, keys: Sequence[Any], at: datetime) -> int:
    """Erase rows of one kind whose time is over; returns how many. What is needed by rows that stay, stays."""
    until = entry.retention.until
    rows = _all(entry).filter(pk__in=keys)
    due = list(keys) if until is None else [row.pk for row in rows if (end := until(row)) is None or end <= at]
    return _erase(_Kind(entry, due, [], None), at)


def restrict_rows(entry: PersonalData, keys: Sequence[Any], at: datetime) -> int:
    """Restrict rows of one kind whose purpose has ended; returns how many."""
    rows = _all(entry).filter(pk__in=keys)
    if entry.restrict is None:
        return _restrict(rows, at)
    entry.restrict(rows, at)
    return len(keys)
