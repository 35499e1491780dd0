"""Kinds of deadlines that only the tests know."""

from __future__ import annotations

from datetime import timedelta

from quartier.core.audit import services as audit
from quartier.core.audit.extension import fact
from quartier.core.deadlines import services
from quartier.core.deadlines.extension import DeadlineKind, Passed, deadline
from quartier.values.actor import SYSTEM

PLAIN, NOTED, CHAIN, BROKEN = "test.plain", "test.noted", "test.chain", "test.broken"


class Broken(RuntimeError):
    """An effect that fails as long as its data say so."""


def note(passed: Passed) -> None:
    """Write down that the effect ran, at the instant at which the period ended."""
    data = {"at": passed.at.isoformat(), **passed.data}
    audit.record(actor=SYSTEM, at=passed.at, kind="test.noted", subject=passed.subject, data=data)


def go_on(passed: Passed) -> None:
    """Write it down and open the next one, as reminders do."""
    note(passed)
    left = passed.data["left"]
    if left:
        services.open_deadline(
            actor=SYSTEM,
            at=passed.at,
            kind=CHAIN,
            subject=passed.subject,
            due_at=passed.at + timedelta(days=passed.data["step"]),
            data={"left": left - 1, "step": passed.data["step"]},
        )


def fail(passed: Passed) -> None:
    """Write it down, then fail: nothing of it may stay."""
    note(passed)
    if passed.data["broken"]:
        raise Broken("the effect does not work")


fact("test.noted", "Noted")
for _key, _effect in ((PLAIN, None), (NOTED, note), (CHAIN, go_on), (BROKEN, fail)):
    deadline(_key, DeadlineKind(label=_key, promise="Something follows.", effect=_effect))
