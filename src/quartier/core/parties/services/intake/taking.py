"""Taking records over: the one way in for master data, whether they come as a file or through the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from quartier.core.audit import services as audit
from quartier.core.parties.extension import tell_of_contracts
from quartier.core.parties.models import AddressState, Party, Relationship
from quartier.core.parties.queries import subject_of
from quartier.core.parties.rules import sort_key
from quartier.core.parties.services.intake import records
from quartier.core.parties.services.intake.comparing import Known, Outcome, Step, compared
from quartier.core.parties.services.intake.whitelist import CONTRACT, PARTY
from quartier.core.providers import queries as providers
from quartier.kit.clock import day_of
from quartier.kit.schemas import current_schema
from quartier.values.actor import Actor

Written = tuple[int, Mapping[str, str]]
ADDRESS = {"street", "postcode", "city", "country"}


@transaction.atomic
def take(
    *, actor: Actor, at: datetime, rows: Sequence[Written], earlier: Iterable[Written] = (), trial: bool = False
) -> list[Outcome]:
    """Take a batch of records over, or only say what would happen; each record that does not fit is refused alone.

    `earlier` are records of the same transfer for these customers: one transfer does not say two things about one.
    """
    companies = providers.entities()
    entities = {name.casefold(): row.pk for row in companies for name in (row.key, row.name)}
    if not trial:
        _one_at_a_time()
    read = [records.read(number, written, on=day_of(at), entities=entities) for number, written in rows]
    known = Known(read, earlier, lock=not trial)
    steps = [compared(record, known) for record in read]
    if not trial:
        fit = [step for step in steps if step.party is not None]
        added = _save(at, fit)
        _record(actor, at, fit, added, {row.pk: row.key for row in companies})
        tell_of_contracts(_with_other_contracts(fit), at)
    return [step.outcome for step in steps]


def _one_at_a_time() -> None:
    """Let one transfer of this provider write after the other, or two could both find a customer new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"parties.intake {current_schema()}"])


def _save(at: datetime, steps: Sequence[Step]) -> set[int]:
    """Write what the steps carry; returns the keys of the customers that are new."""
    fresh: dict[int, Party] = {}
    changed: dict[int, tuple[Party, set[str]]] = {}
    for step in steps:
        party: Any = step.party
        if party.pk is None:
            fresh[id(party)] = party
        else:
            changed.setdefault(party.pk, (party, set()))[1].update(step.party_columns)
    for party in fresh.values():
        party.created_at, party.sort_name = at, sort_key(party.name, party.given_name)
    Party.everything.bulk_create(fresh.values())
    for party, columns in changed.values():
        _save_party(party, columns)
    _save_contracts(steps)
    return {party.pk for party in fresh.values()}


def _save_party(party: Party, columns: set[str]) -> None:
    if columns & {"name", "given_name"}:
        party.sort_name = sort_key(party.name, party.given_name)
        columns |= {"sort_name"}
    if columns & ADDRESS:
        party.address_state, party.address_state_since = AddressState.KNOWN, None
        columns |= {"address_state", "address_state_since"}
    if columns:
        party.save(update_fields=columns)


def _save_contracts(steps: Sequence[Step]) -> None:
    fresh: dict[int, Relationship] = {}
    for step in steps:
        contract = step.contract
        if contract is None:
            continue
        if contract._state.adding:
            # A new customer has got its key only now.
            contract.party = contract.party
            fresh[id(contract)] = contract
        elif step.contract_columns:
            contract.save(update_fields=step.contract_columns)
    Relationship.objects.bulk_create(fresh.values())


def _with_other_contracts(steps: Sequence[Step]) -> list[int]:
    """Return the customers of whom a contract came, or ends on another day."""
    changed = (s for s in steps if s.contract is not None and (s.opens or "ended_on" in s.contract_columns))
    return sorted({step.party.pk for step in changed if step.party is not None})


def _record(actor: Actor, at: datetime, steps: Sequence[Step], added: set[int], companies: Mapping[int, str]) -> None:
    """Write a fact for each customer that came or changed, and for each contract likewise, all in one statement."""
    happened = [one for step in steps for one in _happened(step, added, companies)]
    audit.record_many(actor=actor, at=at, happenings=happened)


def _happened(step: Step, added: set[int], companies: Mapping[int, str]) -> Iterator[audit.Happening]:
    """Yield what a step is told as."""
    party, contract, changes = step.party, step.contract, step.outcome.changes
    if party is None:
        return
    who = subject_of(party)
    if party.pk in added:
        added.discard(party.pk)
        yield audit.Happening("party.added", who, {"number": party.number})
    elif data := {name: pair for name, pair in changes.items() if name in PARTY}:
        yield audit.Happening("party.master_data_changed", who, data)
    if contract is not None and step.opens:
        named = {"number": contract.number, "entity": companies[contract.legal_entity_id]}
        yield audit.Happening("relationship.opened", who, named)
    elif contract is not None and (data := {name: pair for name, pair in changes.items() if name in CONTRACT}):
        yield audit.Happening("relationship.changed", who, {"number": contract.number, **data})
