"""Existing changes and announcements to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from quartier.kit.clock import day_of, now
from quartier.values.actor import SYSTEM
from tests.matrix.people import party, rows

FOLLOWS = {"terms_change.objection": {"value": {"within": {"days": 14}, "form": "text"}, "origin": "stated"}}


def _reasons() -> dict[str, Any]:
    return {"summary": "Neu.", "reason": "Gesetz", "reasonable": "Üblich", "drafted_at": now(), "drafted_by": "Matrix"}


def change(user_id: int) -> int:
    """A change that is prepared."""
    given = {"topic": "service", "grade": "material", "title": "Neues Protokoll", "scopes": ["paid"]}
    day = day_of(now()) + timedelta(days=60)
    return int(rows("changes.Change").create(**given, **_reasons(), effective_on=day).pk)


def announcement(user_id: int) -> int:
    """An announced change of the terms that needs consent and allows an objection."""
    from quartier.core.providers.policies import TermsChangePolicy  # noqa: PLC0415 – models load late
    from quartier.core.providers.services import policy  # noqa: PLC0415 – models load late

    with suppress(policy.NothingChanged):
        policy.decide(
            actor=SYSTEM, at=now(), valid_from=date(2020, 1, 1), reason="Matrix", concern=TermsChangePolicy,
            entries=FOLLOWS,
        )  # fmt: skip
    version = rows("terms.TextVersion").filter(text__key="terms", state="published")[0]
    given = {"topic": "text", "grade": "far_reaching", "title": "Neue Bedingungen", "state": "announced"}
    day = day_of(now()) + timedelta(days=60)
    known, _is_new = rows("changes.Change").get_or_create(
        new_version=version, defaults={**given, **_reasons(), "effective_on": day, "announced_at": now()}
    )
    told = {"standing": "consumer", "road": "email", "binding": "consent", "state": "sent", "sent_at": now()}
    found = rows("changes.Announcement").create(change=known, party_id=party(user_id), **told)
    return int(found.pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "announcement_id": announcement,
    "planned_change_id": change,
    "topic": lambda _user_id: "service",
}
