"""The register of claims shows what terms and law say, and applies nothing (QX-53, CC-66)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.performance import queries, services
from quartier.core.performance.models import Claim
from quartier.core.performance.rules import Counted, Fees, Resolution, limitation, reference
from quartier.core.performance.tests.ground import CLERK, contract, facts, noon, rows
from quartier.law.bgb.terms import Customer
from quartier.values.land import Land

ON = date(2024, 3, 10)
NOON = noon(date(2024, 3, 20))


def claim(row: Any, **more: Any) -> Claim:
    """A claim as staff register it."""
    common: dict[str, Any] = {
        "what": "Ausfall", "arose_on": ON, "counted": Counted.ACCEPTANCE, "counted_from": ON, **more
    }  # fmt: skip
    given = services.ClaimGiven(**common)
    return services.register_claim(actor=CLERK, at=NOON, contract_id=row.pk, given=given)


@pytest.mark.req("QX-53")
@pytest.mark.parametrize(
    ("monthly", "per_case", "per_year"),
    [("500", "4000.00", "15000.00"), ("2000", "12000.00", "48000.00"), ("666.67", "4000.02", "16000.08")],
)
def test_reference_values_follow_the_fees(alpha: Any, monthly: str, per_case: str, per_year: str) -> None:
    row = claim(contract("raumhafen"), monthly_fee=Decimal(monthly))
    assert (row.per_case, row.per_year, row.ceiling) == (Decimal(per_case), Decimal(per_year), None)
    assert (row.clause_on, row.counts_on) == (date(2025, 3, 10), date(2025, 3, 10))
    deadline = rows("deadlines.Deadline").get(kind=services.LIMITATION)
    assert (deadline.last_on, deadline.subject) == (date(2025, 3, 10), f"performance.claim:{row.pk}")
    free = claim(row.contract)
    assert (free.per_case, free.per_year, free.ceiling) == (None, None, Decimal("2000.00"))
    assert len(facts("performance.claimed")) == 2


@pytest.mark.req("CC-66")
def test_the_limitation_runs_a_year_from_acceptance_and_the_ceiling_is_the_fee(alpha: Any) -> None:
    made = contract("werkstatt")
    yearly = claim(made, monthly_fee=Decimal(49))
    assert (yearly.ceiling, yearly.per_case, yearly.counts_on) == (Decimal("588.00"), None, date(2025, 3, 10))
    works = claim(made, agreed_fee=Decimal(1200), counted=Counted.DELIVERY)
    assert (works.ceiling, works.counts_on) == (Decimal("1200.00"), date(2025, 3, 10))
    assert any("10" in line and "2025" in line for line in queries.claim_told(works))


def test_the_law_stands_before_the_clause(alpha: Any) -> None:
    row = contract("raumhafen", standing="consumer")
    of_consumer = claim(row, monthly_fee=Decimal(500))
    assert (of_consumer.clause_on, of_consumer.counts_on) == (date(2025, 3, 10), date(2027, 12, 31))
    told = " ".join(queries.claim_told(of_consumer))
    assert "§ 307 Abs. 2 Nr. 2, § 309 Nr. 7 BGB" in told
    of_injury = claim(row, is_unlimited=True)
    assert of_injury.counts_on == of_injury.law_on
    assert "§ 14 ProdHaftG" in " ".join(queries.claim_told(of_injury))


def test_terms_without_values_leave_the_law_alone() -> None:
    found = reference(None, Fees(monthly=Decimal(50)), Customer.BUSINESS, is_unlimited=False)
    assert (found.case, found.year, found.ceiling, len(found.cautions)) == (None, None, None, 1)
    limit = limitation(None, Customer.BUSINESS, counted_from=ON, land=Land.NW, is_unlimited=False)
    assert (limit.clause_on, limit.counts_on) == (None, date(2027, 12, 31))


def test_a_claim_is_closed_once_and_by_a_person(alpha: Any) -> None:
    row = claim(contract("raumhafen"), monthly_fee=Decimal(500))
    close: dict[str, Any] = {"actor": CLERK, "at": NOON, "claim_id": row.pk, "reason": "verglichen"}
    with pytest.raises(services.UnknownOutcome):
        services.close_claim(**close, state=Resolution.OPEN)
    services.close_claim(**close, state=Resolution.PAID)
    assert not rows("deadlines.Deadline").filter(kind=services.LIMITATION, closed_at=None).exists()
    before = list(Claim.objects.values())
    with pytest.raises(services.AlreadyClosed):
        services.close_claim(**close, state=Resolution.REFUSED)
    with pytest.raises(services.NotYet):
        claim(row.contract, arose_on=date(2024, 3, 21))
    assert list(Claim.objects.values()) == before


def test_a_claim_that_is_barred_already_opens_no_deadline(alpha: Any) -> None:
    row = claim(contract("raumhafen"), counted_from=date(2023, 3, 10), arose_on=date(2023, 3, 10))
    assert row.counts_on == date(2024, 3, 10)
    assert not rows("deadlines.Deadline").filter(kind=services.LIMITATION).exists()
