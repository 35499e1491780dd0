"""Existing proposals, blocks and warnings to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.kit.clock import now
from quartier.values.actor import Actor, ActorKind

SOMEBODY = Actor(ActorKind.STAFF, "0", "Matrix")
approval("matrix.change", ApprovalKind("Änderung", "approvals.decide", lambda decided: None))


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def proposal(user_id: int) -> int:
    """A change that waits for a second person; a partner's staff get one of their own company."""
    from quartier.core.approvals import services  # noqa: PLC0415 – models load late

    subject, entity = (
        f"matrix.row:{rows('approvals.Approval').count()}",
        rows("accounts.User").get(pk=user_id).entity_id,
    )
    given: dict[str, Any] = {"kind": "matrix.change", "subject": subject, "shown": {}, "entity_id": entity}
    first = rows("parties.Party").order_by("pk")[0]
    return int(services.propose(actor=SOMEBODY, at=now(), holder=f"parties.party:{first.pk}", **given).pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {"approval_id": proposal}
