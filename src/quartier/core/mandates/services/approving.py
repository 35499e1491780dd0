"""A second person confirms a run: its file is written, once, and kept as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from django.db.models import F, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from quartier.core.approvals.extension import Decided
from quartier.core.audit import services as audit
from quartier.core.documents.services import Given
from quartier.core.documents.services.issuing import issue
from quartier.core.mandates import queries
from quartier.core.mandates.models import Collection, Creditor, Mandate, Payout, Run
from quartier.core.mandates.queries import Batch
from quartier.core.mandates.rules import CollectionState, PayoutState, RunState, pain
from quartier.core.mandates.rules.calendar import business_days_after
from quartier.core.mandates.services import preparing, refusals
from quartier.kit.clock import day_of
from quartier.values.actor import Actor
from quartier.values.zone import BERLIN

FILE: Final = "bank-file"
XML: Final = "application/xml"
READ_AT_ONCE: Final = 2_000


def confirmed(decided: Decided) -> None:
    """Write the file of a run that a second person has confirmed.

    What was paid or held back since is left out. Raises AllRefused when nothing is left, WrongState.
    """
    run = preparing.locked(int(decided.subject.rpartition(":")[2]), RunState.WAITING)
    creditor = queries.creditor_of(run.entity_id)
    if creditor is None:
        raise refusals.NoCreditor
    if run.kind == preparing.DEBIT:
        left_out = _looked_at_again(run, decided.at)
        content = b"".join(_debits(run, creditor, decided.at))
    else:
        left_out = 0
        content = b"".join(_transfers(run, creditor, decided.at))
    _keep(decided.actor, decided.at, run, content, left_out)


def refused(decided: Decided) -> None:
    """Discard a run that a second person has refused."""
    run = preparing.locked(int(decided.subject.rpartition(":")[2]), RunState.WAITING)
    preparing.discarded(decided.actor, decided.at, run, decided.reason or "Zurückgezogen")


def _looked_at_again(run: Run, at: datetime) -> int:
    """Leave out what was paid or held back since it was prepared, and ask only for what is open; returns how many."""
    rows = list(run.collections.select_for_update(no_key=True, of=("self",)).select_related("mandate").order_by("pk"))
    items = preparing.locked_items(rows)
    held = preparing.held_back(list(items.values()), day_of(at))
    earliest = business_days_after(day_of(at), preparing.LEAD)
    changed, out = [], 0
    for row in rows:
        open_ = items[row.item_id].open
        if open_ <= 0 or row.item_id in held or not queries.is_usable(row.mandate, max(row.collect_on, earliest)):
            row.state, row.because = CollectionState.DROPPED, held.get(row.item_id, "Seit der Vorbereitung erledigt")
            row.ended_on, out = day_of(at), out + 1
            changed.append(row)
        elif open_ < row.amount or row.collect_on < earliest:
            row.amount, row.collect_on = min(open_, row.amount), max(row.collect_on, earliest)
            changed.append(row)
    if out == len(rows):
        raise refusals.AllRefused
    Collection.objects.bulk_update(changed, ["state", "because", "ended_on", "amount", "collect_on"], batch_size=2_000)
    return out


def _debits(run: Run, creditor: Creditor, at: datetime) -> Iterator[bytes]:
    number = Concat(Value(f"{run.message_id}-"), Cast(F("pk"), CharField()))
    run.collections.filter(state=CollectionState.CHOSEN).update(end_to_end_id=number)
    batches = queries.batches_of(run)
    run.count, run.sum = sum(one.count for one in batches), sum((one.total for one in batches), preparing.NOTHING)
    return pain.direct_debits(
        message_id=run.message_id, at=at.astimezone(BERLIN), creditor=_account(creditor),
        batches=[
            pain.DebitBatch(
                one.id, one.collect_on, one.scheme, one.sequence, one.count, one.total,
                partial(_rows, run, creditor, one),
            )
            for one in batches
        ],
    )  # fmt: skip


def _rows(run: Run, creditor: Creditor, batch: Batch) -> Iterator[pain.Debit]:
    rows = run.collections.filter(
        state=CollectionState.CHOSEN, collect_on=batch.collect_on, mandate__scheme=batch.scheme, sequence=batch.sequence
    )
    rows = rows.select_related("mandate__party", "item").defer("mandate__words", "mandate__evidence").order_by("pk")
    for row in rows.iterator(READ_AT_ONCE):
        mandate, party = row.mandate, str(row.mandate.party)
        yield pain.Debit(
            end_to_end_id=row.end_to_end_id or "", amount=row.amount, reference=mandate.reference,
            signed_on=mandate.signed_on or row.collect_on,
            payer=pain.Payer(mandate.holder, mandate.iban, mandate.holder_city, mandate.holder_country),
            text=f"{row.item.text} {row.item.document}".strip(),
            ultimate=party if mandate.account_id is None and party != mandate.holder else "",
            amended=amended(mandate, creditor),
        )  # fmt: skip


def amended(mandate: Mandate, creditor: Creditor) -> pain.Amended:
    """Return what the payer's bank knows otherwise of a mandate that was used before."""
    if not mandate.sent_reference:
        return pain.Amended()
    return pain.Amended(
        reference=mandate.sent_reference if mandate.sent_reference != mandate.reference else "",
        identifier=mandate.sent_identifier if mandate.sent_identifier != creditor.identifier else "",
        creditor_name=mandate.sent_name if mandate.sent_name != creditor.name else "",
        other_account=bool(mandate.sent_iban) and mandate.sent_iban != mandate.iban,
    )


def _transfers(run: Run, creditor: Creditor, at: datetime) -> Iterator[bytes]:
    number = Concat(Value(f"{run.message_id}-"), Cast(F("pk"), CharField()))
    run.payouts.filter(state=PayoutState.CHOSEN).update(end_to_end_id=number)

    def rows() -> Iterator[pain.Transfer]:
        for row in Payout.objects.filter(run=run, state=PayoutState.CHOSEN).select_related("party").order_by("pk"):
            party = str(row.party)
            yield pain.Transfer(
                row.end_to_end_id or "", row.amount, pain.Payer(row.holder, row.iban), row.purpose,
                party if party != row.holder else "",
            )  # fmt: skip

    on = business_days_after(day_of(at), 1)
    batch = pain.TransferBatch(f"{run.message_id}-1", on, run.count, run.sum, rows)
    return pain.transfers(
        message_id=run.message_id, at=at.astimezone(BERLIN), payer=_account(creditor), batches=[batch]
    )


def _account(creditor: Creditor) -> pain.Creditor:
    entity = creditor.entity
    return pain.Creditor(
        creditor.name,
        creditor.iban,
        creditor.bic,
        creditor.identifier,
        entity.city,
        entity.country if entity.city else "",
    )


def _keep(actor: Actor, at: datetime, run: Run, content: bytes, left_out: int) -> None:
    word = "Lastschriften" if run.kind == preparing.DEBIT else "Überweisungen"
    given = Given(kind=FILE, title=f"{word} {run.message_id}", entity_id=run.entity_id)
    run.document = issue(
        actor=actor, at=at, file_name=f"{run.message_id}.xml", media_type=XML, content=content, given=given
    )
    run.digest = hashlib.sha256(content).hexdigest()
    run.state, run.approved_at = RunState.APPROVED, at
    run.save()
    data = {
        "run": run.message_id, "count": run.count, "sum": str(run.sum), "sha256": run.digest, "left_out": left_out,
    }  # fmt: skip
    audit.record(actor=actor, at=at, kind="mandates.run_approved", subject=queries.subject_of(run), data=data)
