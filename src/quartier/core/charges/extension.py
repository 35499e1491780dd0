"""How apps plug into charges: what an hour of work costs, and where the invoice of a charge can be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from quartier.core.charges.models import Charge, TimeEntry
from quartier.core.charges.rules.hours import Rate
from quartier.core.charges.rules.words import ChargeKind
from quartier.kit.registry import Registry

__all__ = ["Charge", "ChargeKind", "Rate", "Rates", "TimeEntry", "papers", "rate_for", "rates"]

# Returns the rate agreed in a contract, by its key, or that of the price list on a day; None where there is none.
Rates = Callable[[int | None, date], Rate | None]
rates: Registry[Rates] = Registry("what an hour of work costs")

# Returns the address where customers read the invoice that a charge stands on, by its subject, "" for none.
papers: Registry[Callable[[str], str]] = Registry("where invoices of charges are read")


def rate_for(contract_id: int | None, on: date) -> Rate | None:
    """Return what an hour costs under a contract, or by the price list, on a day."""
    return next((found for one in rates if (found := one(contract_id, on)) is not None), None)
