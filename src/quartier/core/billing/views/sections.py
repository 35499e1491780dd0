"""What recurs, as a part of a contract's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quartier.core.billing import queries


def of_customer(contract: Any, _at: datetime) -> Mapping[str, Any] | None:
    """Show the customer what the contract owes again and again, None where nothing does."""
    rows = [row for row in queries.schedules_of(contract.pk) if row.bill_on is not None]
    return {"schedules": rows} if rows else None


def of_staff(contract: Any, _at: datetime) -> Mapping[str, Any] | None:
    """Show the office what recurs, and what was agreed about work by effort."""
    rows = list(queries.schedules_of(contract.pk))
    return {"schedules": rows, "effort": queries.effort_terms_of(contract.pk).first(), "contract_id": contract.pk}
