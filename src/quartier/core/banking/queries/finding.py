"""Looking for whom entries may come from: a handful of statements for a whole chunk of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import connection

from quartier.core.banking.models import Entry, Payer
from quartier.core.banking.rules.matching import Claim, Guess, Money, guesses
from quartier.core.banking.rules.naming import sort_names
from quartier.core.banking.rules.references import digit_runs, digits_of, names, words_of

CLAIMS: Final = """
SELECT id, party_id, document, open FROM ledger_item
 WHERE entity_id = %s AND amount > 0 AND document <> '' AND restricted_at IS NULL
   AND regexp_replace(document, '[^0-9]', '', 'g') = ANY(%s)
"""
OPEN: Final = """
SELECT id, party_id, document, open FROM ledger_item
 WHERE entity_id = %s AND open > 0 AND party_id = ANY(%s) AND restricted_at IS NULL ORDER BY due_on, id
"""
# Nobody has more claims than can be looked at; a house of a thousand flats pays by its number.
MOST_CLAIMS: Final = 400


@dataclass(slots=True)
class Known:
    """What is known about the entries of a chunk."""

    by_digits: Mapping[str, list[Claim]] = field(default_factory=dict)
    payers: Mapping[str, set[int]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    sorted: Mapping[str, set[int]] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    open: Mapping[int, list[Claim]] = field(default_factory=dict)


def guesses_for(entity_id: int, rows: Sequence[Entry]) -> dict[int, list[Guess]]:
    """Return whose money each entry may be, the best guess first; what one entry takes is not open for the next."""
    known = _known(entity_id, rows)
    taken: dict[int, Any] = {}
    found = {}
    for row in rows:
        best = _guesses(row, known, taken)
        found[row.pk] = best
        if best and best[0].is_sure:
            _take(row, best[0], known, taken)
    return found


def _take(row: Entry, best: Guess, known: Known, taken: dict[int, Any]) -> None:
    """Let a sure guess use up what it pays, in the order in which claims are due."""
    left = row.amount
    claims = known.open.get(best.party, [])
    for claim in sorted(claims, key=lambda one: one.key not in best.named):
        part = min(left, claim.open - taken.get(claim.key, 0))
        if part > 0:
            taken[claim.key] = taken.get(claim.key, 0) + part
            left -= part


def _guesses(row: Entry, known: Known, taken: Mapping[int, Any]) -> list[Guess]:
    text = f"{row.purpose} {row.end_to_end}"
    mentioned = {claim.key: claim for run in digit_runs(text) for claim in known.by_digits.get(run, ())}
    full = {key for key, claim in mentioned.items() if names(text, claim.document)}
    customers = {known.numbers[word] for word in words_of(text) if word in known.numbers}
    payers = known.payers.get(row.iban_hash, set()) if row.iban_hash else set()
    people = {claim.party for claim in mentioned.values()} | customers | payers
    for name in sort_names(row.name):
        people |= known.sorted.get(name, set())
    money = Money(
        amount=row.amount, name=row.name, by_number=frozenset(full), by_digits=frozenset(mentioned.keys() - full),
        customers=frozenset(customers), payers=frozenset(payers),
    )  # fmt: skip
    claims = dict(mentioned)
    for party in people:
        claims |= {claim.key: claim for claim in known.open.get(party, ())[:MOST_CLAIMS]}
    left = [_left(claim, taken) for claim in claims.values()]
    return guesses(money, {party: known.people.get(party, "") for party in people}, left)


def _left(claim: Claim, taken: Mapping[int, Any]) -> Claim:
    gone = taken.get(claim.key)
    return claim if not gone else Claim(
        key=claim.key, party=claim.party, document=claim.document, open=claim.open - gone
    )  # fmt: skip


def _known(entity_id: int, rows: Sequence[Entry]) -> Known:
    texts = [f"{row.purpose} {row.end_to_end}" for row in rows]
    runs = {run for text in texts for run in digit_runs(text)}
    by_digits: dict[str, list[Claim]] = defaultdict(list)
    for claim in _claims(CLAIMS, entity_id, sorted(runs)):
        by_digits[digits_of(claim.document)].append(claim)
    payers: dict[str, set[int]] = defaultdict(set)
    wanted = {row.iban_hash for row in rows if row.iban_hash}
    for hash_, party in Payer.objects.filter(iban_hash__in=wanted).values_list("iban_hash", "party_id"):
        payers[hash_].add(party)
    numbers, by_name, people = _people(texts, rows, by_digits, payers)
    open_: dict[int, list[Claim]] = defaultdict(list)
    for claim in _claims(OPEN, entity_id, sorted(people)):
        open_[claim.party].append(claim)
    return Known(by_digits, payers, numbers, by_name, people, open_)


def _people(
    texts: Iterable[str], rows: Iterable[Entry], by_digits: Mapping[str, list[Claim]], payers: Mapping[str, set[int]]
) -> tuple[dict[str, int], dict[str, set[int]], dict[int, str]]:
    """Return customers by number and by the name they are sorted under, and what everybody is called."""
    parties: Any = apps.get_model("parties.Party")
    words = {word for text in texts for word in words_of(text) if any(sign.isdigit() for sign in word)}
    sorts = {name for row in rows for name in sort_names(row.name)}
    keys = {claim.party for claims in by_digits.values() for claim in claims}.union(*payers.values(), ())
    cells = ("pk", "number", "sort_name", "given_name", "name")
    found = list(parties.objects.filter(number__in=words).values_list(*cells))
    named = list(parties.objects.filter(sort_name__in=sorts).values_list(*cells))
    meant = list(parties.objects.filter(pk__in=keys).values_list(*cells))
    numbers = {number: pk for pk, number, *_rest in found if number}
    by_name: dict[str, set[int]] = defaultdict(set)
    for pk, _number, sort_name, *_rest in named:
        by_name[sort_name].add(pk)
    people = {pk: f"{given} {name}".strip() for pk, _number, _sort, given, name in (*found, *named, *meant)}
    return numbers, by_name, people


def _claims(statement: str, entity_id: int, keys: list[Any]) -> list[Claim]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [entity_id, keys])
        return [Claim(key=pk, party=party, document=document, open=open_) for pk, party, document, open_ in cursor]
