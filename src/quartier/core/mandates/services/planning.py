"""What will be collected: planned as soon as a claim arises, announced in time, never a day too early."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.ledger.extension import Item
from quartier.core.letters import services as letters
from quartier.core.mandates import queries
from quartier.core.mandates.mails import Notice, NoticeLetter, NoticeMail
from quartier.core.mandates.models import Collection, Creditor, Mandate
from quartier.core.mandates.rules import ACTIVE_STATES, CollectionState, MandateState
from quartier.core.mandates.rules.calendar import collect_from
from quartier.core.providers.policies.billing import PaymentMethod
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM, Actor

CHUNK: Final = 500


def plan_invoices(actor: Actor, at: datetime, invoices: Sequence[Any]) -> None:
    """Plan what was billed to be paid by direct debit; called when invoices are issued, many at once."""
    subjects = [one.subject for one in invoices if one.payment_method == PaymentMethod.SEPA_DEBIT and not one.is_credit]
    if subjects:
        plan(actor=actor, at=at, items=Item.everything.filter(subject__in=subjects))


@transaction.atomic
def plan(*, actor: Actor, at: datetime, items: Iterable[Item]) -> int:
    """Plan the collection of open claims whose customers have given a mandate; returns how many.

    Each is planned once. It is announced by a job at once, and collected on a day when banks work: when it is due, but
    not before the days of notice are over.
    """
    open_ = [one for one in items if one.amount > 0 and one.open > 0]
    mandates = _mandates(open_)
    creditors = {row.entity_id: row for row in Creditor.objects.exclude(identifier="")}
    known = set(
        Collection.objects.filter(item__in=[one.pk for one in open_], state__in=[str(one) for one in ACTIVE_STATES])
        .values_list("item_id", flat=True)
    )  # fmt: skip
    on, rows = day_of(at), []
    for item in open_:
        mandate = mandates.get((item.party_id, item.entity_id))
        creditor = creditors.get(item.entity_id)
        if mandate is None or creditor is None or item.pk in known or not queries.is_usable(mandate, on):
            continue
        collect_on = collect_from(on, item.due_on, creditor.notice_days)
        rows.append(Collection(item=item, mandate=mandate, state=CollectionState.PLANNED, amount=item.open,
                               collect_on=collect_on, planned_at=at))  # fmt: skip
    made = Collection.objects.bulk_create(rows, ignore_conflicts=True)
    if made:
        _announce_soon()
        data = {"count": len(made), "first": min(one.collect_on for one in made).isoformat()}
        audit.record(actor=actor, at=at, kind="mandates.planned", subject="mandates.collection", data=data)
    return len(made)


def _mandates(items: Sequence[Item]) -> dict[tuple[int, int], Mandate]:
    rows = Mandate.objects.filter(party__in={one.party_id for one in items}, state=MandateState.ACTIVE)
    # The number of the account is not read here: 100,000 of them would be decrypted for nothing.
    return {(row.party_id, row.entity_id): row for row in rows.defer("iban", "sent_iban", "words", "evidence")}


def _announce_soon() -> None:
    name = f"mandates.announce:{getattr(connection, 'schema_name', '')}"
    enqueue("mandates.announce", lock=name, queueing_lock=name)


@transaction.atomic
def announce(*, at: datetime, most: int = CHUNK) -> bool:
    """Announce the next planned collections, by mail or letter; tells whether there are more.

    Whose announcement comes later than planned is collected later. Whom nothing reaches stays unannounced, with the
    reason: nothing is collected then.
    """
    rows = list(
        Collection.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
        .filter(Q(state=CollectionState.PLANNED), announced_on=None, because="")
        .select_related("mandate__party", "mandate__entity", "item")
        .order_by("pk")[:most]
    )
    creditors = {row.entity_id: row for row in Creditor.objects.all()}
    on, told = day_of(at), []
    for row in rows:
        creditor = creditors[row.mandate.entity_id]
        row.collect_on = max(row.collect_on, collect_from(on, row.item.due_on, creditor.notice_days))
        row.announced_by, row.because = _told(at, row, creditor)
        if row.announced_by:
            row.announced_on = on
            about = {"document": row.item.document, "amount": str(row.amount), "on": row.collect_on.isoformat()}
            told.append(audit.Happening("mandates.announced", f"parties.party:{row.mandate.party_id}", about))
    Collection.objects.bulk_update(rows, ["collect_on", "announced_on", "announced_by", "because"])
    if told:
        audit.record_many(actor=SYSTEM, at=at, happenings=told)
    return len(rows) == most


def _told(at: datetime, row: Collection, creditor: Creditor) -> tuple[str, str]:
    """Announce one collection; returns by what, and why not."""
    party, mandate = row.mandate.party, row.mandate
    notice = Notice(
        amount=row.amount, collect_on=row.collect_on, document=row.item.document or row.item.text,
        account=mandate.masked, reference=mandate.reference, identifier=creditor.identifier, creditor=creditor.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            if party.email and not party.is_restricted:
                about = f"parties.party:{party.pk}"
                inbox.post(
                    actor=SYSTEM, at=at, mail=NoticeMail(notice=notice), to=party.email, to_name=str(party),
                    about=about, entity=mandate.entity,
                )  # fmt: skip
                return "E-Mail", ""
            text = NoticeLetter(notice=notice)
            letter = letters.write(actor=SYSTEM, at=at, party_id=party.pk, entity_id=mandate.entity_id, text=text)
            return f"Brief {letter.number}", ""
    except (Refused, ValueError) as refusal:
        return "", f"Nicht angekündigt: {refusal}"[:200]
