"""Fees that a price list can have, and what a run needs a second person for."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

# The kind of product whose price is that of an hour of work.
HOUR_KIND: Final = "fee_hour"
# From this net sum on a run needs a second person.
FOUR_EYES_FROM: Final = Decimal(10_000)


class FeeKind(Choice):
    """A fee; the value is the kind of the product that carries its price."""

    STALE_DATA = "fee_stale_data", _("Data not kept current")
    BLOCK = "fee_block", _("Block of the access")
    LATER_CHANGE = "fee_later_change", _("Later change of what was delivered")
    EXTRA_TRIP = "fee_extra_trip", _("Additional trip")
