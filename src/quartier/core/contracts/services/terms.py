"""Terms that renew themselves, and the invoices that the time for notice is counted from (CC-82)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries, rules
from quartier.core.contracts.models import Candidate, CandidateState, Contract, ContractState, InvoiceDate
from quartier.core.contracts.services.ending import CUT_OFF, TERM, cancel, locked
from quartier.core.contracts.services.refusals import InvoiceOutside, NoTerms
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.law.bgb.notice import CONTRACT_YEAR, INVOICED_AHEAD
from quartier.law.bgb.periods import Begin, counted_end, latest_event_on
from quartier.values.actor import SYSTEM, Actor
from quartier.values.period import ONE_DAY

SOURCE = "§ 310 Abs. 1, § 307 BGB; vertragliche Laufzeit"


def open_term(actor: Actor, at: datetime, row: Contract, on: date | None = None) -> None:
    """Open the deadlines of the term that runs, in contracts that renew themselves; repeatable."""
    facts = queries.facts_of(row)
    now = rules.term_now(facts, on or day_of(at))
    if now is None:
        return
    subject = queries.subject_of(row)
    if running.open_deadline_of(TERM, subject) is None:
        deadlines.open_deadline(
            actor=actor, at=at, kind=TERM, subject=subject, last_on=now.ends_on, source=SOURCE,
            holder=parties.subject_of(row.party), entity_id=row.relationship.legal_entity_id,
        )  # fmt: skip
    if now.cut_off_on is not None and now.cut_off_on >= day_of(at) and not _cut_off_runs(subject):
        deadlines.open_deadline(
            actor=actor, at=at, kind=CUT_OFF, subject=subject, last_on=now.cut_off_on, source=SOURCE,
            holder=parties.subject_of(row.party), entity_id=row.relationship.legal_entity_id,
        )  # fmt: skip


def _cut_off_runs(subject: str) -> bool:
    return running.open_deadline_of(CUT_OFF, subject) is not None


@transaction.atomic
def note_invoice(*, actor: Actor, at: datetime, contract_id: int, invoiced_on: date, number: str = "") -> InvoiceDate:
    """Note the date of the invoice for a contract year: the earliest one that it fits and that has none.

    If that year was the last of a term that is over, the contract has renewed itself with it. Raises NoTerms,
    InvoiceOutside and ContractOver; nothing has changed then.
    """
    row = locked(contract_id)
    facts = queries.facts_of(row)
    if not rules.needs_invoice(facts):
        raise NoTerms
    year = _year_for(facts, invoiced_on)
    if year is None or invoiced_on > day_of(at):
        raise InvoiceOutside
    kept = InvoiceDate.objects.create(
        contract=row, year_begins_on=year, invoiced_on=invoiced_on, number=number.strip(), noted_at=at,
        noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"number": row.relationship.number, "invoiced": invoiced_on.isoformat(), "year": year.isoformat()}
    audit.record(actor=actor, at=at, kind="contracts.invoice_noted", subject=queries.subject_of(row), data=data)
    if row.state == ContractState.RUNNING:
        _billed(actor, at, row)
    return kept


def term_over(passed: Passed) -> None:
    """Renew a contract whose term is over. Where the last year has no invoice, nothing renews: staff decide."""
    rows = Contract.everything.select_for_update(no_key=True, of=("self",)).select_related(
        "relationship__legal_entity", "party"
    )
    row = rows.filter(pk=int(passed.subject.rpartition(":")[2])).first()
    if row is None or row.state != ContractState.RUNNING or passed.last_on is None:
        return
    facts = queries.facts_of(row)
    if rules.needs_invoice(facts) and rules.year_of(passed.last_on) not in facts.invoices:
        Candidate.objects.get_or_create(
            contract=row, ground=rules.Ground.NOT_INVOICED.value, state=CandidateState.OPEN,
            defaults={"found_at": passed.at, "found_by": str(SYSTEM)[:120], "seen": [], "note": str(passed.last_on)},
        )  # fmt: skip
        data = {"number": row.relationship.number, "until": passed.last_on.isoformat()}
        about = queries.subject_of(row)
        audit.record(actor=SYSTEM, at=passed.at, kind="contracts.term_unbilled", subject=about, data=data)
        return
    _renew(SYSTEM, passed.at, row, passed.last_on)


def _renew(actor: Actor, at: datetime, row: Contract, last_on: date) -> None:
    now = rules.term_now(queries.facts_of(row), last_on + ONE_DAY)
    if now is None:
        return
    data = {"number": row.relationship.number, "until": now.ends_on.isoformat()}
    audit.record(actor=actor, at=at, kind="contracts.renewed", subject=queries.subject_of(row), data=data)
    open_term(actor, at, row, last_on + ONE_DAY)


def _billed(actor: Actor, at: datetime, row: Contract) -> None:
    """Open the time for notice that an invoice has fixed; renew what waited for it."""
    waits = row.candidates.select_for_update(no_key=True).filter(
        ground=rules.Ground.NOT_INVOICED, state=CandidateState.OPEN
    ).first()  # fmt: skip
    if waits is None:
        cancel(actor, at, row, (CUT_OFF,), "Die Rechnung ist gestellt.")
        open_term(actor, at, row)
        return
    last_on = date.fromisoformat(waits.note)
    if rules.year_of(last_on) in queries.facts_of(row).invoices:
        waits.state, waits.decided_at, waits.decided_by = CandidateState.GONE, at, str(actor)[:120]
        waits.save(update_fields=["state", "decided_at", "decided_by"])
        _renew(actor, at, row, last_on)


def _year_for(facts: rules.Facts, invoiced_on: date) -> date | None:
    """Return the first contract year without an invoice that an invoice of a day can belong to."""
    year = facts.began_on
    for _step in range(200):
        if latest_event_on(year, INVOICED_AHEAD) > invoiced_on:
            return None
        last_on = counted_end(year, CONTRACT_YEAR, Begin.DAY)
        if invoiced_on <= last_on and year not in facts.invoices:
            return year
        year = last_on + ONE_DAY
    return None
