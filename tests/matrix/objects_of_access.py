"""Existing proposals, blocks and warnings to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.kit.clock import now
from quartier.values.actor import Actor, ActorKind
from tests.matrix.people import rows

SOMEBODY = Actor(ActorKind.STAFF, "0", "Matrix")
approval("matrix.change", ApprovalKind("Änderung", "approvals.decide", lambda decided: None))


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


def _customer(user_id: int) -> Any:
    """A customer whom a member of staff can see; its own company's for a partner's."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    found = rows("parties.Party").filter(**{"relationships__legal_entity": entity} if entity else {})
    return found.order_by("pk")[0]


def block(user_id: int) -> int:
    """A block in force."""
    known = {"party": _customer(user_id), "scope": "personal", "term": "permanent", "imposed_by": "Matrix"}
    row = rows("blocks.Block").create(**known, imposed_at=now())
    row.grounds.create(ground="misuse.other")
    return int(row.pk)


def ground(user_id: int) -> int:
    """A ground of a block in force."""
    return int(rows("blocks.BlockGround").get(block=block(user_id)).pk)


def warning(user_id: int) -> int:
    """A warning that stands."""
    known = {"party": _customer(user_id), "grounds": ["misuse.other"], "text": "Bitte nicht.", "way": "mail"}
    return int(rows("blocks.Warned").create(**known, warned_at=now(), warned_by="Matrix").pk)


def candidate(user_id: int) -> int:
    """Something that could be a ground for a block."""
    item = f"matrix.row:{rows('blocks.Candidate').count()}"
    known = {"party": _customer(user_id), "kind": "matrix.found", "item": item, "ground": "misuse.other", "text": "x"}
    return int(rows("blocks.Candidate").create(**known, raised_at=now()).pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "approval_id": proposal,
    "block_id": block,
    "candidate_id": candidate,
    "ground_id": ground,
    "warning_id": warning,
}
