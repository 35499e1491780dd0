"""What a change costs, and with which words a customer agrees to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from quartier.core.catalogue import queries as catalogue
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.queries import policy
from quartier.core.terms import queries as terms
from quartier.values.money import half_up

INSTRUCTION = "withdrawal"


def gross_of(net: Decimal, on: date) -> Decimal:
    """Return a fee with the VAT of a day."""
    return net + half_up(net * catalogue.percent_on("standard", on) / 100)


def button_of(order: Any, on: date) -> str:
    """Return the exact words on the button; German in every language of the interface (§ 312j(3) BGB)."""
    return catalogue.label_for(policy.in_force(FormationPolicy, on), (order.scope,), paid=True)


def instruction() -> Any | None:
    """Return the text that instructs consumers on their right to withdraw, None where the provider has none."""
    return terms.current(INSTRUCTION)
