"""Reading contracts: whose, in which words, and what is noted about each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from quartier.core.contracts.models import (
    Agreement,
    AgreementKind,
    Amendment,
    Candidate,
    CandidateState,
    Contract,
    ContractState,
    ContractText,
    Ending,
)
from quartier.core.parties import queries as parties

SUBJECT = "contracts.contract"
OVER = (ContractState.ENDED, ContractState.WITHDRAWN)


def subject_of(row: Contract) -> str:
    """Return how facts, deadlines and declarations name a contract."""
    return f"{SUBJECT}:{row.pk}"


def contract_named(subject: str) -> Contract | None:
    """Return the contract that a subject names, None for another subject or an unknown one."""
    label, _, key = subject.partition(":")
    return _whole().filter(pk=int(key)).first() if label == SUBJECT and key.isdecimal() else None


def contract_numbered(contract_id: int) -> Contract:
    """Return a contract by its key, restricted or not; raises Contract.DoesNotExist for an unknown one."""
    return _whole().get(pk=contract_id)


def contract_from(origin: str) -> Contract | None:
    """Return the contract that came from something, such as "orders.order:7"."""
    return _whole().filter(origin=origin).first()


def instructed_by_mail(address: str) -> Sequence[Contract]:
    """Return running contracts of a registration whose instruction on withdrawal went to an e-mail address."""
    rows = _whole().filter(party__email__iexact=address, instructed_at__isnull=False, ended_at=None)
    return list(rows.filter(origin__startswith="registration.application:"))


def contracts_of(party: Any) -> Sequence[Contract]:
    """Return the contracts of a customer, the latest first; who acts in part sees those they may act in."""
    rows, limit = _whole().filter(party=party), party.looked_at_by
    return [row for row in rows if limit is None or limit.covers(row.relationship.kind, row.relationship_id)]


def contracts_by_tie(ties: Collection[int]) -> dict[int, Contract]:
    """Return the contracts of relationships by these; a relationship kept in another system has none."""
    return {row.relationship_id: row for row in _whole().filter(relationship__in=ties)}


def visible(staff: Any) -> QuerySet[Contract]:
    """Return the contracts that a member of staff may see: of their company and data areas (QX-01, SBV-27)."""
    rows = Contract.objects.filter(party__restricted_at=None, relationship__kind__in=parties.kinds_met(staff))
    rows = rows.select_related("relationship__legal_entity", "party")
    return rows if staff.entity_id is None else rows.filter(relationship__legal_entity_id=staff.entity_id)


def running(standing: str = "") -> QuerySet[Contract]:
    """Return the contracts that run or end later, perhaps only of consumers or of businesses."""
    rows = Contract.objects.exclude(state__in=OVER).select_related("relationship__legal_entity", "party")
    return rows.filter(standing=standing) if standing else rows


def texts_at(row: Contract, at: datetime) -> Sequence[ContractText]:
    """Return the versions that govern a contract at an instant, whatever has been published since (CC-01)."""
    until = Q(until__isnull=True) | Q(until__gt=at)
    found = row.texts.filter(until, since__lte=at).select_related("version__text").defer("version__source")
    return list(found)


def texts_of(row: Contract) -> Sequence[ContractText]:
    """Return every version that governs or has governed a contract."""
    return list(row.texts.select_related("version__text").defer("version__source"))


def governed_by(version_id: int) -> QuerySet[Contract]:
    """Return the contracts that a version governs now."""
    return Contract.objects.filter(texts__version_id=version_id, texts__until__isnull=True)


def ending_of(row: Contract) -> Ending | None:
    """Return the notice in force, None while there is none."""
    return row.endings.filter(revoked_at=None).select_related("declaration", "document").first()


def endings_of(row: Contract) -> Sequence[Ending]:
    """Return every notice, the latest first."""
    return list(row.endings.select_related("document"))


def amendments_of(row: Contract) -> Sequence[Amendment]:
    """Return the amendments of a contract in their order, drafts too."""
    return list(row.amendments.select_related("document"))


def amendments_in_force(row: Contract, on: date) -> Sequence[Amendment]:
    """Return the amendments that hold on a day: signed, with their file (QX-54)."""
    return list(row.amendments.filter(effective_on__lte=on).select_related("document"))


def agreements_about(subject: str) -> Sequence[Agreement]:
    """Return what was agreed in writing about a contract or an order, in its order."""
    return list(Agreement.objects.filter(subject=subject).select_related("document"))


def agreements_of(row: Contract) -> Sequence[Agreement]:
    """Return what was agreed in writing about a contract, or about what it came from."""
    about = [subject_of(row), *([row.origin] if row.origin else [])]
    return list(Agreement.objects.filter(subject__in=about).select_related("document"))


def agreed_with(party_id: int, on: date) -> Sequence[Agreement]:
    """Return the individual agreements in writing with a customer that were made through a day, the latest first."""
    rows = Agreement.objects.filter(party_id=party_id, kind=AgreementKind.INDIVIDUAL, agreed_on__lte=on)
    return list(rows.select_related("document").order_by("-agreed_on", "-pk"))


def own_terms_apply(row: Contract) -> bool:
    """Tell whether the customer's own terms were agreed to; without it the contract excludes them (CC-03)."""
    return any(one.kind == AgreementKind.OWN_TERMS for one in agreements_of(row))


def candidates(staff: Any) -> QuerySet[Candidate]:
    """Return what staff have to decide about contracts that they may see."""
    rows = Candidate.objects.filter(contract__in=visible(staff))
    return rows.select_related("contract__relationship__legal_entity", "contract__party")


def open_candidates(staff: Any) -> QuerySet[Candidate]:
    """Return what nobody has decided yet."""
    return candidates(staff).filter(state=CandidateState.OPEN)


def tie_numbered(relationship_id: int) -> Any:
    """Return a relationship by its key; one without a contract is kept in another system."""
    rows: QuerySet[Any] = apps.get_model("parties.Relationship")._default_manager.all()
    return rows.select_related("legal_entity", "party").get(pk=relationship_id)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a customer's list: a relationship, and its contract unless that is kept in another system."""

    tie: Any
    contract: Contract | None


def lines_of(party: Any) -> Sequence[Line]:
    """Return all relationships of a customer with their contracts, in two statements."""
    ties = parties.relationships_of(party)
    known = contracts_by_tie([tie.pk for tie in ties])
    return [Line(tie, known.get(tie.pk)) for tie in ties]


def _whole() -> QuerySet[Contract]:
    return Contract.everything.select_related("relationship__legal_entity", "party")
