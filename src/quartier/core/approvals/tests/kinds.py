"""A kind of approval that only the tests know."""

from __future__ import annotations

from quartier.core.approvals.extension import ApprovalKind, Decided, approval
from quartier.core.audit import services as audit
from quartier.core.audit.extension import fact
from quartier.kit.errors import Refused

CHANGE = "test.change"
HIDDEN = "tests.row:404"
REFUSING = "tests.row:13"


class NotPossible(Refused):
    """An effect that refuses."""

    message = "Not possible any more."


def happen(decided: Decided) -> None:
    """Write down that it happened, by whom."""
    if decided.subject == REFUSING:
        raise NotPossible
    data = {"value": decided.data.get("value", ""), "by": decided.actor.name}
    audit.record(actor=decided.actor, at=decided.at, kind="test.happened", subject=decided.subject, data=data)


def drop(decided: Decided) -> None:
    """Write down that it did not."""
    audit.record(actor=decided.actor, at=decided.at, kind="test.dropped", subject=decided.subject,
                 data={"reason": decided.reason})  # fmt: skip


fact("test.happened", "Happened")
fact("test.dropped", "Dropped")
approval(
    CHANGE,
    ApprovalKind(
        "Teständerung",
        "approvals.decide",
        happen,
        drop,
        visible=lambda staff, subject: subject != HIDDEN,
        href=lambda subject: "/buero/",
    ),
)
