"""What a record would change, compared with what is there. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from quartier.core.parties.models import Party, PartyKind, Relationship, Standing, Verdict
from quartier.core.parties.services.intake.records import Fault, Record
from quartier.core.parties.services.intake.whitelist import CONTRACT, MASTER_DATA, PARTY

# What customers change themselves: a group moves together, or half of an old address would meet half of a new one.
CUSTOMERS_OWN: Final = (("email",), ("phone",), ("mobile",), ("street", "postcode", "city", "country"))
OWN_FIELDS: Final = frozenset(name for group in CUSTOMERS_OWN for name in group)
# The fields of a record under the names that their columns have.
PARTY_COLUMNS: Final = {"customer_number": "number"}
CONTRACT_COLUMNS: Final = {
    "entity": "legal_entity_id",
    "contract_number": "number",
    "contract_kind": "kind",
    "contract_subject": "subject",
}
# What makes it the same contract, or the same customer, next time.
KEYS: Final = frozenset({"customer_number", "entity", "contract_number"})

Pairs = dict[str, list[str]]


@dataclass(slots=True)
class Outcome:
    """What a record does: its verdict, what is wrong, old and new by field, and what the customer's own word keeps."""

    number: int
    verdict: Verdict
    faults: list[Fault] = field(default_factory=list)
    changes: Pairs = field(default_factory=dict)
    kept: Pairs = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One record with its outcome and the rows that it makes or changes, with the columns to save."""

    outcome: Outcome
    party: Party | None = None
    party_columns: frozenset[str] = frozenset()
    contract: Relationship | None = None
    contract_columns: frozenset[str] = frozenset()
    opens: bool = False


class Known:
    """What is there for a batch of records, and what earlier records of the same transfer have said."""

    def __init__(self, records: Sequence[Record], earlier: Iterable[tuple[int, Mapping[str, str]]], lock: bool) -> None:
        parties = Party.everything.filter(number__in={record.customer_number for record in records})
        numbers = {record.contract["contract_number"] for record in records if record.contract and not record.faults}
        contracts = Relationship.objects.filter(number__in=numbers).select_related("party")
        if lock:
            parties, contracts = parties.select_for_update(), contracts.select_for_update(of=("self",))
        self.parties: dict[str, Party] = {str(row.number): row for row in parties}
        self.contracts = {(row.legal_entity_id, row.number): row for row in contracts}
        self._said: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
        for number, written in earlier:
            self.remember(number, written)

    def contradiction(self, record: Record) -> Fault | None:
        """Tell where an earlier record says something else about the same customer or contract."""
        for key, said in _sayings(record.written):
            number, before = self._said.get(key, (0, said))
            other = next((name for name in said if said[name] != before.get(name)), None)
            if other is not None:
                words = {"number": number, "field": str(MASTER_DATA[other].label)}
                return Fault(other, _("Row %(number)s says something else here: %(field)s.") % words)
        return None

    def remember(self, number: int, written: Mapping[str, str]) -> None:
        """Keep what is said first about a customer or contract."""
        for key, said in _sayings(written):
            self._said.setdefault(key, (number, said))


def _sayings(written: Mapping[str, str]) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """Return what a record says about a customer and about a contract, each under its key."""
    customer = written.get("customer_number", "").strip()
    found: list[tuple[tuple[str, ...], dict[str, str]]] = [
        ((customer,), {name: text.strip() for name, text in written.items() if name in PARTY})
    ]
    contract = {name: text.strip() for name, text in written.items() if name in CONTRACT}
    if any(contract.values()):
        key = (customer, contract.get("entity", "").casefold(), contract.get("contract_number", ""))
        found.append((key, contract))
    return found


def compared(record: Record, known: Known) -> Step:
    """Return what one record would do. The rows in the step carry the new values already, unsaved."""
    fault = known.contradiction(record)
    known.remember(record.number, record.written)
    faults = list(record.faults)
    if not faults and (fault := fault or _not_its_own(record, known)):
        faults = [fault]
    if faults:
        return Step(Outcome(record.number, Verdict.REFUSED, faults))
    outcome = Outcome(record.number, Verdict.UNCHANGED)
    party = known.parties.get(record.customer_number)
    is_new = party is None
    if party is None:
        party = known.parties[record.customer_number] = Party(number=record.customer_number)
    party_columns = _take_party(party, record.party, outcome)
    contract, contract_columns, opens = _take_contract(party, record, known, outcome)
    if is_new or opens:
        outcome.verdict = Verdict.NEW
    elif outcome.changes:
        outcome.verdict = Verdict.CHANGED
    return Step(outcome, party, party_columns, contract, contract_columns, opens)


def _not_its_own(record: Record, known: Known) -> Fault | None:
    """Refuse restricted customers and contracts of somebody else."""
    party = known.parties.get(record.customer_number)
    if party is not None and party.merged_into_id is not None:
        return Fault("customer_number", _("This customer has become one with another one."))
    if party is not None and party.is_restricted:
        return Fault("customer_number", _("The data of this customer are restricted (Art. 18 GDPR)."))
    if record.contract is None:
        return None
    contract = known.contracts.get((record.contract["entity"], record.contract["contract_number"]))
    if contract is not None and contract.party.number != record.customer_number:
        return Fault("contract_number", _("This contract belongs to another customer."))
    return None


def _take_party(party: Party, given: Mapping[str, Any], outcome: Outcome) -> frozenset[str]:
    """Put the given values on a party; what the customer has changed since stays. Returns the columns to save."""
    kept = _kept(party, given)
    columns = set()
    for name, value in given.items():
        old = getattr(party, PARTY_COLUMNS.get(name, name))
        if old == value or name in KEYS:
            continue
        pair = [PARTY[name].told(old), PARTY[name].told(value)]
        if name in kept:
            outcome.kept[name] = pair
            continue
        setattr(party, name, value)
        outcome.changes[name] = pair
        columns.add(name)
    if party.kind == PartyKind.ORGANISATION and party.standing != Standing.BUSINESS:
        party.standing = Standing.BUSINESS
        columns.add("standing")
    said = party.sent | {name: PARTY[name].told(given[name]) for name in given if name in OWN_FIELDS}
    if said != party.sent:
        party.sent = said
        columns.add("sent")
    return frozenset(columns)


def _kept(party: Party, given: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields of which the back office only repeats what it said before: the customer's word is newer."""
    kept: set[str] = set()
    for group in CUSTOMERS_OWN:
        said = {name: PARTY[name].told(given[name]) for name in group if name in given}
        if said and all(party.sent.get(name) == text for name, text in said.items()):
            kept |= {*said}
    return frozenset(kept)


def _take_contract(
    party: Party, record: Record, known: Known, outcome: Outcome
) -> tuple[Relationship | None, frozenset[str], bool]:
    """Put the given values on a contract; tells which columns to save and whether it is new."""
    if record.contract is None:
        return None, frozenset(), False
    key = (record.contract["entity"], record.contract["contract_number"])
    contract = known.contracts.get(key)
    opens = contract is None
    if contract is None:
        contract = known.contracts[key] = Relationship(party=party, legal_entity_id=key[0], number=key[1])
    columns = set()
    for name, value in record.contract.items():
        column = CONTRACT_COLUMNS.get(name, name)
        old = getattr(contract, column)
        if old != value and name not in KEYS:
            setattr(contract, column, value)
            outcome.changes[name] = [CONTRACT[name].told(old), CONTRACT[name].told(value)]
            columns.add(column)
    return contract, frozenset(columns), opens
