"""Guarantees: only with the signed confirmation on file (QX-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries as contracts
from quartier.core.documents import services as documents
from quartier.core.performance.models import Guarantee
from quartier.core.performance.queries import subject_of
from quartier.core.performance.services.refusals import ConfirmationMissing, NotYet
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

PAPER: Final = "guarantee"
TITLE: Final = "Garantie"


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed file or scan, and the account that brings it in."""

    owner: Any
    name: str
    size: int
    blocks: Iterable[bytes]


@transaction.atomic
def confirm_guarantee(
    *, actor: Actor, at: datetime, contract_id: int, words: str, confirmed_on: date, paper: Paper | None
) -> Guarantee:
    """Enter a guarantee with its signed confirmation. Raises ConfirmationMissing and NotYet, and what documents refuse.

    Nothing is stored then.
    """
    if paper is None:
        raise ConfirmationMissing
    if confirmed_on > day_of(at):
        raise NotYet(field="confirmed_on")
    contract = contracts.contract_numbered(contract_id)
    upload = documents.receive(at=at, owner=paper.owner, file_name=paper.name, size=paper.size, blocks=paper.blocks)
    kept = documents.Given(
        kind=PAPER, title=TITLE, party=contract.party, entity_id=contract.relationship.legal_entity_id
    )
    document = documents.file(actor=actor, at=at, upload=upload, given=kept)
    row = Guarantee.objects.create(
        contract=contract, words=words.strip(), confirmed_on=confirmed_on, document=document, noted_at=at,
        noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"words": row.words, "confirmed": confirmed_on.isoformat(), "document": document.pk}
    audit.record(actor=actor, at=at, kind="performance.guaranteed", subject=subject_of(row), data=data)
    return row
