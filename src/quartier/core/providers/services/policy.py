"""Deciding about policy: validated, dated, audited. Nothing is decided backwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.providers.models import PolicyVersion
from quartier.core.providers.policies import BY_NAME, Policies
from quartier.core.providers.queries.policy import decided, decisions, fold, fold_all, subject_of
from quartier.core.providers.services.revision import touch
from quartier.kit.errors import Refused
from quartier.values.actor import Actor, ActorKind
from quartier.values.policy import Concern, Held, OutOfBounds, Sentence
from quartier.values.zone import BERLIN

REASON_LENGTH = 500

Entries = Mapping[str, Mapping[str, Any]]
Changed = Mapping[str, tuple[Any, Any]]


class NotAllowed(Refused):
    """Values that are unknown, unreadable or outside the law's bounds; `sentences` has one for each key."""

    def __init__(self, problems: Mapping[str, Sentence]) -> None:
        self.sentences = {key: sentence.text(gettext) for key, sentence in problems.items()}
        super().__init__(" ".join(self.sentences.values()), field=next(iter(self.sentences), None))


class Backdated(Refused):
    """A decision for a day that has passed."""

    message = _("A decision counts from today or from a later day; what has been cannot be changed.")
    field = "valid_from"


class ReasonMissing(Refused):
    """A decision without a reason, or one that nobody would read."""

    message = _("Please give a reason, in at most 500 characters.")
    field = "reason"


class NothingChanged(Refused):
    """A decision that decides nothing."""

    message = _("This is already in force on that day; nothing would change.")


@transaction.atomic
def decide(
    *,
    actor: Actor,
    at: datetime,
    valid_from: date,
    concern: type[Concern],
    entries: Entries,
    reason: str,
    shown: Mapping[str, str] | None = None,
) -> PolicyVersion:
    """Set values of one concern from a day on; `entries` is `{key: {value, origin, clause, conflict}}`.

    `shown` is what somebody confirmed on the check page; it is kept with the decision (DWG-46).

    The policy must stand on that day and on every later day for which something is planned.
    Raises NotAllowed, Backdated, ReasonMissing, NothingChanged; then nothing has changed.
    """
    planned = {concern: entries}
    (row,) = _write(actor=actor, at=at, valid_from=valid_from, reason=reason, planned=planned)
    if shown:
        subject = subject_of(concern)
        audit.keep_confirmation(actor=actor, at=at, form="providers.policy", subject=subject, values=shown)
    return row


@transaction.atomic
def adopt(*, actor: Actor, at: datetime, policies: Policies, reason: str, valid_from: date | None = None) -> None:
    """Take over a whole policy, such as a preset, from a day on (today when none is named); refuses as `decide`."""
    day = valid_from or at.astimezone(BERLIN).date()
    planned = {type(held.values): held.dump() for held in policies}
    _write(actor=actor, at=at, valid_from=day, reason=reason, planned=planned)


def examine(
    *, actor: Actor, at: datetime, valid_from: date, concern: type[Concern], entries: Entries, reason: str
) -> None:
    """Raise what `decide` would refuse; nothing is written. For forms that show a check page first."""
    _plan(actor, at, valid_from, reason, {concern: entries})


def _write(
    *, actor: Actor, at: datetime, valid_from: date, reason: str, planned: Mapping[type[Concern], Entries]
) -> list[PolicyVersion]:
    # The provider's row is locked by this, so that two decisions are checked one after the other.
    touch()
    plan = _plan(actor, at, valid_from, reason, planned)
    for row, changed in plan:
        _record(actor, at, row, changed)
    return PolicyVersion.objects.bulk_create(row for row, _changed in plan)


def _plan(
    actor: Actor, at: datetime, valid_from: date, reason: str, planned: Mapping[type[Concern], Entries]
) -> list[tuple[PolicyVersion, Changed]]:
    if actor.kind is not ActorKind.SYSTEM and valid_from < at.astimezone(BERLIN).date():
        raise Backdated
    if not reason.strip() or len(reason.strip()) > REASON_LENGTH:
        raise ReasonMissing
    before = decisions()
    plan = []
    for concern, entries in planned.items():
        if changed := _changed(before, concern, valid_from, entries):
            # What stays as it is is not decided anew, so that other planned changes keep their effect.
            data = {key: entry for key, (_old, entry) in changed.items()}
            row = PolicyVersion(concern=concern.concern, valid_from=valid_from, data=data, decided_by=str(actor),
                                decided_at=at, reason=reason.strip())  # fmt: skip
            plan.append((row, changed))
    if not plan:
        raise NothingChanged
    _check(_in_order([*before, *(row for row, _changed in plan)]), valid_from)
    return plan


def _changed(before: Sequence[PolicyVersion], concern: type[Concern], on: date, entries: Entries) -> Changed:
    """Return `{key: (before, after)}` for what is decided anew; raises NotAllowed for what cannot be read or stand.

    A default that is decided as it is counts as well: from then on it no longer follows a default that changes later.
    """
    old = fold(before, concern, on).dump()
    stored = decided(before, concern, on)
    try:
        new = Held.parse(concern, {**old, **entries}).dump()
    except OutOfBounds as error:
        raise NotAllowed(error.problems) from None
    return {key: (old[key], new[key]) for key in old if key in entries and stored.get(key) != new[key]}


def _check(after: Sequence[PolicyVersion], valid_from: date) -> None:
    """Raise NotAllowed where the policy would not stand on the day or on a later planned one."""
    for day in sorted({version.valid_from for version in after if version.valid_from >= valid_from}):
        try:
            fold_all(after, day)
        except OutOfBounds as error:
            raise NotAllowed(error.problems) from None


def _in_order(rows: Sequence[PolicyVersion]) -> list[PolicyVersion]:
    # A row that is not stored yet comes after all others of the same day and instant.
    return sorted(rows, key=lambda r: (r.valid_from, r.decided_at, r.pk is None, r.pk or 0))


def _record(actor: Actor, at: datetime, row: PolicyVersion, changed: Changed) -> None:
    data = {
        "valid_from": row.valid_from.isoformat(),
        "reason": row.reason,
        "changed": {key: list(pair) for key, pair in changed.items()},
    }
    audit.record(actor=actor, at=at, kind="policy.changed", subject=subject_of(BY_NAME[row.concern]), data=data)
