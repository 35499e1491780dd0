"""What a trip to a place would cost, and why, before it is noted (WR-057 to WR-060)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from quartier.core.catalogue import queries as catalogue
from quartier.core.invoices.rules.trips import COUNTED, Cause, is_charged
from quartier.core.providers.policies import PerformancePolicy
from quartier.core.providers.queries.policy import in_force
from quartier.kit.clock import day_of

TRIP = "fee_extra_trip"


@dataclass(frozen=True, slots=True, kw_only=True)
class TripAhead:
    """A trip that is not noted yet: how many are `included`, how many were `used` up, whether it is `charged`.

    `net` is the list price of its day; None where it is charged and the price list has none.
    """

    included: int
    used: int
    charged: bool
    net: Decimal | None


def trip_ahead(*, order: Any, made_on: date, cause: Cause, multi_family: bool) -> TripAhead:
    """Return what a trip on a day costs for its cause, by the rule of the day on which the order was placed."""
    rule = in_force(PerformancePolicy, day_of(order.placed_at)).extra_trips_free
    before = [Cause(one) for one in order.trips.values_list("cause", flat=True)]
    included = 0 if rule is None else rule.multi_family if multi_family else rule.single_property
    used = sum(1 for one in before if one in COUNTED)
    if rule is None or not is_charged(before, cause, included):
        return TripAhead(included=included, used=used, charged=False, net=Decimal("0.00"))
    fee = catalogue.listed_fee(TRIP, made_on)
    return TripAhead(included=included, used=used, charged=True, net=None if fee is None else fee.net)
