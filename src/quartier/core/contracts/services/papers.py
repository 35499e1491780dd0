"""What is agreed in writing: amendments with their signed file, individual agreements, terms of the customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries
from quartier.core.contracts.models import Agreement, AgreementKind, Amendment, Contract
from quartier.core.contracts.services.ending import locked
from quartier.core.contracts.services.refusals import (
    AlreadyEffective,
    BeforeSignature,
    FileMissing,
    InTheFuture,
    NotWritten,
)
from quartier.core.documents import services as documents
from quartier.kit.clock import day_of
from quartier.law.bgb.form import FormLevel, Sending
from quartier.values.actor import Actor

PAPER = "contract-paper"
# Terms of the other side need ink or a qualified electronic signature (CC-03); anything agreed needs text.
LEVELS = {AgreementKind.OWN_TERMS: FormLevel.WRITTEN_STATUTORY, AgreementKind.INDIVIDUAL: FormLevel.TEXT}


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed file or scan, and the account that brings it in."""

    owner: Any
    name: str
    size: int
    blocks: Iterable[bytes]


def filed(actor: Actor, at: datetime, paper: Paper | None, row: Contract, title: str) -> int | None:
    """Keep a file about a contract in the archive of documents, open to its customer; None without a file.

    Raises what documents refuse of the file. Called inside the transaction that it belongs to.
    """
    if paper is None:
        return None
    upload = documents.receive(at=at, owner=paper.owner, file_name=paper.name, size=paper.size, blocks=paper.blocks)
    given = documents.Given(kind=PAPER, title=title, party=row.party, entity_id=row.relationship.legal_entity_id)
    return int(documents.file(actor=actor, at=at, upload=upload, given=given).pk)


@transaction.atomic
def draft_amendment(*, actor: Actor, at: datetime, contract_id: int, title: str, words: str) -> Amendment:
    """Write the next amendment of a contract down; it has no effect before its signed file is there (QX-54).

    Raises ContractOver.
    """
    row = locked(contract_id)
    last = row.amendments.order_by("-number").values_list("number", flat=True).first() or 0
    kept = Amendment.objects.create(
        contract=row, number=last + 1, title=title.strip(), words=words.strip(), noted_at=at, noted_by=str(actor)[:120]
    )
    data = {"number": row.relationship.number, "amendment": str(kept.number), "title": kept.title}
    audit.record(actor=actor, at=at, kind="contracts.amendment_drafted", subject=queries.subject_of(row), data=data)
    return kept


@transaction.atomic
def put_into_effect(
    *, actor: Actor, at: datetime, amendment_id: int, signed_on: date, effective_on: date,
    document_id: int | None = None, paper: Paper | None = None,
) -> Amendment:  # fmt: skip
    """Let an amendment hold from a day on, with the file that both sides signed.

    Raises FileMissing, AlreadyEffective, InTheFuture for the signature, BeforeSignature and ContractOver; nothing has
    changed then.
    """
    kept = Amendment.everything.select_for_update(no_key=True, of=("self",)).get(pk=amendment_id)
    row = locked(kept.contract_id)
    if kept.effective_on is not None:
        raise AlreadyEffective
    if document_id is None and paper is None:
        raise FileMissing
    if signed_on > day_of(at):
        raise InTheFuture(field="signed_on")
    if effective_on < signed_on:
        raise BeforeSignature
    title = f"Nachtrag {kept.number} zu {row.relationship.number}"
    kept.document_id = document_id or filed(actor, at, paper, row, title)
    kept.signed_on, kept.effective_on = signed_on, effective_on
    kept.save(update_fields=["document", "signed_on", "effective_on"])
    data = {"number": row.relationship.number, "amendment": str(kept.number), "holds": effective_on.isoformat()}
    audit.record(actor=actor, at=at, kind="contracts.amended", subject=queries.subject_of(row), data=data)
    return kept


@transaction.atomic
def attach_agreement(
    *, actor: Actor, at: datetime, subject: str, party_id: int, kind: AgreementKind, channel: Sending, agreed_on: date,
    document_id: int | None, words: str = "",
) -> Agreement:  # fmt: skip
    """Attach a dated agreement to a contract or an order; it goes before the terms (§ 305b BGB, WR-003).

    The customer's own terms apply only so, in writing or with a qualified signature (CC-03). Raises NotWritten for
    what is less formal, FileMissing without the file, InTheFuture; nothing is stored then.
    """
    if not channel.reaches.meets(LEVELS[AgreementKind(kind)]):
        raise NotWritten
    if document_id is None:
        raise FileMissing
    if agreed_on > day_of(at):
        raise InTheFuture(field="agreed_on")
    kept = Agreement.objects.create(
        subject=subject, party_id=party_id, kind=kind, words=words.strip(), agreed_on=agreed_on, channel=channel.value,
        document_id=document_id, noted_at=at, noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"agreement": str(kind), "agreed": agreed_on.isoformat(), "channel": channel.value}
    audit.record(actor=actor, at=at, kind="contracts.agreed", subject=subject, data=data)
    return kept


@transaction.atomic
def agree(
    *, actor: Actor, at: datetime, contract_id: int, kind: AgreementKind, channel: Sending, agreed_on: date,
    paper: Paper | None, words: str = "",
) -> Agreement:  # fmt: skip
    """Attach an agreement to a contract with the file that shows it. Raises what `attach_agreement` raises."""
    row = locked(contract_id)
    if not channel.reaches.meets(LEVELS[AgreementKind(kind)]):
        raise NotWritten
    document_id = filed(actor, at, paper, row, f"Vereinbarung zu {row.relationship.number}")
    return attach_agreement(
        actor=actor, at=at, subject=queries.subject_of(row), party_id=row.party_id, kind=kind, channel=channel,
        agreed_on=agreed_on, document_id=document_id, words=words,
    )  # fmt: skip
