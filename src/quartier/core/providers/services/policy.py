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
from quartier.core.providers.policies import Policies
from quartier.core.providers.queries.policy import decisions, fold, fold_all
from quartier.core.providers.services.revision import touch
from quartier.kit.clock import BERLIN
from quartier.kit.errors import Refused
from quartier.values.actor import Actor, ActorKind
from quartier.values.policy import Concern, OutOfBounds, Sentence

REASON_LENGTH = 500


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
    entries: Mapping[str, Mapping[str, Any]],
    reason: str,
) -> PolicyVersion:
    """Set values of one concern from a day on; `entries` is `{key: {value, origin, clause, conflict}}`.

    The policy must stand on that day and on every later day for which something is planned.
    Raises NotAllowed, Backdated, ReasonMissing, NothingChanged; then nothing has changed.
    """
    if actor.kind is not ActorKind.SYSTEM and valid_from < at.astimezone(BERLIN).date():
        raise Backdated
    if not reason.strip() or len(reason.strip()) > REASON_LENGTH:
        raise ReasonMissing
    # The provider's row is locked by this, so that two decisions are checked one after the other.
    touch()
    before = decisions()
    row = PolicyVersion(
        concern=concern.concern,
        valid_from=valid_from,
        data={key: dict(entry) for key, entry in entries.items()},
        decided_by=str(actor),
        decided_at=at,
        reason=reason.strip(),
    )
    changed = _changed(before, row, concern)
    _check(before, row)
    row.save(force_insert=True)
    _record(actor, at, row, changed)
    return row


@transaction.atomic
def adopt(*, actor: Actor, at: datetime, valid_from: date, policies: Policies, reason: str) -> None:
    """Take over a whole policy, such as a preset: one decision for each concern that differs."""
    for held in policies:
        try:
            decide(
                actor=actor,
                at=at,
                valid_from=valid_from,
                concern=type(held.values),
                entries=held.dump(),
                reason=reason,
            )
        except NothingChanged:
            continue


def _changed(before: Sequence[PolicyVersion], row: PolicyVersion, concern: type[Concern]) -> dict[str, list[Any]]:
    """Return `{key: [before, after]}`; raises NotAllowed for what cannot be read and NothingChanged for no change."""
    old = fold(before, concern, row.valid_from)
    try:
        new = fold(_in_order([*before, row]), concern, row.valid_from).dump()
    except OutOfBounds as error:
        raise NotAllowed(error.problems) from None
    changed = {key: [entry, new[key]] for key, entry in old.dump().items() if entry != new[key]}
    if not changed:
        raise NothingChanged
    # What stays as it is is not decided anew, so that other planned changes keep their effect.
    row.data = {key: row.data[key] for key in changed}
    return changed


def _check(before: Sequence[PolicyVersion], row: PolicyVersion) -> None:
    """Raise NotAllowed where the policy would not stand on the day or on a later planned one."""
    after = _in_order([*before, row])
    for day in sorted({version.valid_from for version in after if version.valid_from >= row.valid_from}):
        try:
            fold_all(after, day)
        except OutOfBounds as error:
            raise NotAllowed(error.problems) from None


def _in_order(rows: Sequence[PolicyVersion]) -> list[PolicyVersion]:
    # A row that is not stored yet comes after all others of the same day and instant.
    return sorted(rows, key=lambda r: (r.valid_from, r.decided_at, r.pk is None, r.pk or 0))


def _record(actor: Actor, at: datetime, row: PolicyVersion, changed: Mapping[str, list[Any]]) -> None:
    data = {"valid_from": row.valid_from.isoformat(), "reason": row.reason, "changed": dict(changed)}
    audit.record(actor=actor, at=at, kind="policy.changed", subject=f"providers.policy:{row.concern}", data=data)
