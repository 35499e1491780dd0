"""Cases: what is known of a claim, what it has grown to, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from quartier.core.dunning.models import Case, Fee, InterestCharge
from quartier.core.dunning.queries.bases import Bases
from quartier.core.dunning.rules.interest import NOTHING, Paid, interest_of
from quartier.core.dunning.rules.start import Facts
from quartier.core.ledger import queries as ledger
from quartier.core.ledger.extension import Allocation, Nature
from quartier.law.bgb.default_interest import DayCount
from quartier.law.bgb.default_rate import Party
from quartier.law.rule import Derived, Step
from quartier.values.packing import packed, unpacked
from quartier.values.sentences import Say


def subject_of(claim_id: int) -> str:
    """Return how facts and deadlines name a claim."""
    return f"ledger.item:{claim_id}"


def claim_of(subject: str) -> int:
    """Return the key of the claim that a subject names."""
    return int(subject.rpartition(":")[2])


def debtor_of(party: Any) -> Party:
    """Return what a customer is to the law: whoever is not known to be a business counts as a consumer."""
    return Party.BUSINESS if party.standing == "business" else Party.CONSUMER


def facts_of(row: Case) -> Facts:
    """Return a case as the law asks for it."""
    return Facts(
        debtor=Party(row.debtor), due_on=row.claim.due_on, arose_on=row.arose_on, received_on=row.received_on,
        told=row.told, fixed_day=row.fixed_day, consideration=row.consideration, refused_on=row.refused_on,
        reminded_on=row.reminded_on,
    )  # fmt: skip


def steps_packed(derived: Derived[Any]) -> list[dict[str, Any]]:
    """Return the steps of a result as they are stored."""
    return [{**packed(step.sentence), "source": step.source} for step in derived.steps]


def steps_told(data: Iterable[Any], say: Say) -> list[tuple[str, str]]:
    """Return stored steps as sentences with their sources."""
    return [(unpacked(one).text(say), one.get("source", "")) for one in data]


def steps_said(steps: Iterable[Step], say: Say) -> list[tuple[str, str]]:
    """Return steps as sentences with their sources."""
    return [(one.sentence.text(say), one.source) for one in steps]


def cases() -> QuerySet[Case]:
    """Return cases with their claims and customers."""
    return Case.objects.select_related("claim__party", "claim__entity", "claim__contract")


def case_of(claim_id: int) -> Case | None:
    """Return the case of a claim."""
    return cases().filter(claim=claim_id, claim__restricted_at__isnull=True).first()


def default_of(claim_id: int) -> date | None:
    """Return since when the debtor of a claim is in default."""
    row = Case.objects.filter(claim=claim_id).only("default_since").first()
    return row.default_since if row is not None else None


def in_default(on: date) -> QuerySet[Case]:
    """Return open claims whose debtors are in default, the oldest first."""
    rows = cases().filter(claim__open__gt=0, claim__restricted_at__isnull=True, default_since__lte=on)
    return rows.order_by("default_since", "pk")


def without_receipt(on: date) -> QuerySet[Case]:
    """Return open claims past their day whose invoice nobody knows to have arrived (CC-73)."""
    rows = cases().filter(
        claim__open__gt=0, claim__restricted_at__isnull=True, received_on__isnull=True, default_since__isnull=True,
        claim__due_on__lt=on, fixed_day=False,
    )  # fmt: skip
    return rows.order_by("claim__due_on", "pk")


def paid_of(claim_ids: Sequence[int]) -> dict[int, list[Paid]]:
    """Return what settled each of some claims and when, undone settlements as sums below zero."""
    found: dict[int, list[Paid]] = {pk: [] for pk in claim_ids}
    rows = Allocation.objects.filter(claim__in=claim_ids).order_by("on", "pk").values_list("claim_id", "on", "amount")
    for pk, on, amount in rows:
        found[pk].append(Paid(on, amount))
    return found


def interest_through(row: Case, through: date, bases: Bases, paid: Sequence[Paid] | None = None) -> Derived[Decimal]:
    """Return all interest of a claim from its first day through one, booked or not. Raises NotYetKnown."""
    assert row.interest_from is not None
    assert row.points is not None
    settled = paid if paid is not None else paid_of([row.claim_id])[row.claim_id]
    return interest_of(
        amount=row.claim.amount, paid=settled, first=row.interest_from, last=through, points=row.points,
        method=DayCount(row.method), rates=bases.rates,
    )  # fmt: skip


def charged_interest(claim_id: int) -> Decimal:
    """Return the interest that was booked for a claim."""
    return InterestCharge.objects.filter(claim=claim_id).aggregate(sum=Sum("amount"))["sum"] or NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """What a claim has grown to as of a day: open principal, interest not booked yet, booked costs and interest."""

    open: Decimal
    new_interest: Decimal
    booked: Decimal
    steps: tuple[Step, ...]

    @property
    def total(self) -> Decimal:
        """Return all that is owed."""
        return self.open + self.new_interest + self.booked


def grown(row: Case, on: date, bases: Bases) -> Grown:
    """Return what a claim has grown to as of a day. Raises NotYetKnown."""
    booked = row.claim.consequences.aggregate(sum=Sum("open"))["sum"] or NOTHING
    if row.interest_from is None or row.interest_from > on:
        return Grown(open=row.claim.open, new_interest=NOTHING, booked=booked, steps=())
    found = interest_through(row, on, bases)
    new = max(found.value - charged_interest(row.claim_id), NOTHING)
    return Grown(open=row.claim.open, new_interest=new, booked=booked, steps=found.steps)


def fees_of(claim_id: int) -> QuerySet[Fee]:
    """Return what was charged for a claim besides interest."""
    return Fee.objects.filter(claim=claim_id).select_related("item", "reminder")


def overdue_of(party_id: int, on: date) -> QuerySet[Any]:
    """Return the open claims of a customer whose day has passed, with their cases, the oldest first."""
    return (
        ledger.overdue(on)
        .filter(party=party_id, nature=Nature.PRINCIPAL)
        .select_related("case", "entity", "contract")
        .order_by("due_on", "pk")
    )
