"""Recording what reached the office on paper, by e-mail or by telephone, with its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from quartier.core.declarations.labels import KINDS
from quartier.core.declarations.models import Declaration
from quartier.core.declarations.services.receiving import Given, receive
from quartier.core.documents import services as documents
from quartier.core.parties import queries as parties
from quartier.values.actor import Actor

EVIDENCE: Final = "declaration"


@dataclass(frozen=True, slots=True)
class Paper:
    """The scan of a letter, or a mail as a file, and the account that brings it in."""

    owner: Any
    name: str
    size: int
    blocks: Iterable[bytes]


@transaction.atomic
def record(*, actor: Actor, at: datetime, given: Given, paper: Paper | None) -> Declaration:
    """Record a declaration with its file, open to staff only. Raises what `receive` and documents raise."""
    if paper is not None:
        party = parties.party_numbered(given.party_id) if given.party_id else None
        upload = documents.receive(at=at, owner=paper.owner, file_name=paper.name, size=paper.size, blocks=paper.blocks)
        title = f"{KINDS.get(given.kind) or given.kind}, {given.name}"[:160]
        kept = documents.Given(kind=EVIDENCE, title=title, party=party, entity_id=given.entity_id)
        given = replace(given, evidence_id=documents.file(actor=actor, at=at, upload=upload, given=kept).pk)
    return receive(actor=actor, at=at, given=given)
