"""Rent accounts that the housing company's own bookkeeping keeps, as the demo portals of landlords show them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from quartier.core.accounts import queries as accounts
from quartier.core.ledger import services
from quartier.core.ledger.rules.mirror import Booking
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM

HOME, PARKING = Decimal("812.40"), Decimal("45.00")


def seed(*, at: datetime, key: str) -> None:
    """Mirror the rent of the last months for the customer of the printed login: all paid but the last few euros."""
    guest = accounts.user_with_email(f"kunde@{key}.example")
    party = parties.party_of(guest) if guest else None
    if party is None:
        return
    as_of = day_of(at) - timedelta(days=1)
    for tie in parties.relationships_of(party):
        if tie.kind == "tenancy":
            bookings = [one for month in range(6) for one in _month(tie, as_of, month)]
            services.mirror(
                actor=SYSTEM, at=at, entity_id=tie.legal_entity_id, as_of=as_of, bookings=sorted(bookings, key=_day)
            )


def _day(one: Booking) -> date:
    return one.booked_on


def _month(tie: Any, as_of: date, ago: int) -> list[Booking]:
    number, rent = tie.number, PARKING if tie.subject.startswith("Stellplatz") else HOME
    months = as_of.year * 12 + as_of.month - 1 - ago
    first = date(months // 12, months % 12 + 1, 1)
    word = f"{first:%m/%Y}"
    paid = rent - (Decimal("24.10") if ago == 0 and rent == HOME else 0)
    return [
        Booking(number, f"S{first:%Y%m}", first, f"Miete {word}", rent),
        Booking(number, f"H{first:%Y%m}", max(first, min(as_of, first + timedelta(days=2))), f"Zahlung {word}", -paid),
    ]
