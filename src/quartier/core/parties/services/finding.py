"""Searching for parties that may be one: by keys that sound or look alike, then compared with reasons."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties.models import BankAccount, Party, PartyKind, Twins, TwinSearch
from quartier.core.parties.rules.likeness import WORTH_A_LOOK, Traits, digits_of, keys, reasons, score
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.values.actor import Actor

# A key that more share than these says nothing: half a street with one name is no duplicate.
CROWD: Final = 60
CHUNK: Final = 5_000
STALLED_AFTER: Final = timedelta(minutes=5)
EVERYBODY: Final = "parties.party:*"
READ: Final = (
    "pk", "sort_name", "born_on", "email", "phone", "mobile", "street", "postcode", "kind",
)  # fmt: skip
Found = dict[tuple[int, int], dict[str, int]]


class SearchRuns(Refused):
    """One search at a time."""

    message = _("A search is running already.")


@transaction.atomic
def begin_search(*, actor: Actor, at: datetime) -> TwinSearch:
    """Have all parties compared in the background. Raises SearchRuns."""
    last = TwinSearch.objects.select_for_update().first()
    if last is not None and last.finished_at is None and at - last.touched_at < STALLED_AFTER:
        raise SearchRuns
    row = TwinSearch.objects.create(started_at=at, touched_at=at, total=Party.objects.count())
    audit.record(actor=actor, at=at, kind="twins.searched", subject=EVERYBODY, data={"rows": row.total})
    enqueue("parties.search_twins", lock="parties.twins", search_id=row.pk)
    return row


def search(*, at: datetime, search_id: int) -> int:
    """Compare all parties and keep the pairs worth a look; returns how many. Can be repeated at any time.

    Each part is committed by itself, so that the page shows how far it is; pairs that are known to be two people stay
    known, and those that are not alike any more go at the end.
    """
    row = TwinSearch.objects.get(pk=search_id)
    traits = _traits()
    partners = _partners(traits)
    kept: list[int] = []
    for done, chunk in _chunks(traits):
        kept += _store(at, _pairs(chunk, traits, partners))
        TwinSearch.objects.filter(pk=row.pk).update(done=done, found=len(kept), touched_at=at)
    with transaction.atomic():
        Twins.objects.filter(apart_at=None).exclude(found_at=at).delete()
        TwinSearch.objects.filter(pk=row.pk).update(done=len(traits), finished_at=at, touched_at=at)
    return len(kept)


def _traits() -> dict[int, Traits]:
    """Return what is compared of everybody who is not locked away."""
    ibans: defaultdict[int, set[str]] = defaultdict(set)
    for party_id, iban in BankAccount.objects.filter(valid_until=None).values_list("party_id", "iban"):
        ibans[party_id].add(iban)
    rows = Party.objects.order_by("pk").values_list(*READ).iterator(CHUNK)
    return {
        number: Traits(
            number, sort_name, born_on, email.casefold(),
            frozenset(filter(None, map(digits_of, (phone, mobile)))), street, postcode, frozenset(ibans[number]),
            kind != PartyKind.ORGANISATION,
        )
        for number, sort_name, born_on, email, phone, mobile, street, postcode, kind in rows
    }  # fmt: skip


def _partners(traits: Mapping[int, Traits]) -> Mapping[int, set[int]]:
    """Return with whom each party is compared: those after it who share a key with it that is no crowd's."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in traits.items():
        for key in {*keys(one)}:
            groups[key].append(number)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for group in groups.values():
        if 1 < len(group) <= CROWD:
            for first, second in itertools.combinations(group, 2):
                found[first].add(second)
    return found


def _chunks(traits: Mapping[int, Traits]) -> Iterator[tuple[int, Sequence[int]]]:
    numbers = iter(traits)
    done = 0
    while chunk := list(itertools.islice(numbers, CHUNK)):
        done += len(chunk)
        yield done, chunk


def _pairs(chunk: Sequence[int], traits: Mapping[int, Traits], partners: Mapping[int, set[int]]) -> Found:
    """Return the pairs of which one of these parties is the first, with their reasons."""
    found: Found = {}
    for first in chunk:
        for second in partners.get(first, ()):
            why = reasons(traits[first], traits[second])
            if score(why) >= WORTH_A_LOOK:
                found[first, second] = why
    return found


@transaction.atomic
def _store(at: datetime, found: Found) -> list[int]:
    rows = [
        Twins(first_id=first, second_id=second, score=score(why), reasons=list(why), found_at=at)
        for (first, second), why in found.items()
    ]
    options = {"update_conflicts": True, "unique_fields": ["first", "second"]}
    Twins.objects.bulk_create(rows, CHUNK, update_fields=["score", "reasons", "found_at"], **options)  # type: ignore[arg-type]
    return [row.first_id for row in rows]


@transaction.atomic
def keep_apart(*, actor: Actor, at: datetime, twins_id: int) -> Twins:
    """Note that two parties are two; no search brings the pair up again. Repeatable."""
    row = Twins.objects.select_for_update(of=("self",)).get(pk=twins_id)
    if row.apart_at is None:
        row.apart_at, row.apart_by = at, actor.name[:120]
        row.save(update_fields=["apart_at", "apart_by"])
        for one, other in ((row.first_id, row.second_id), (row.second_id, row.first_id)):
            data = {"other": f"parties.party:{other}"}
            audit.record(actor=actor, at=at, kind="twins.kept_apart", subject=f"parties.party:{one}", data=data)
    return row
