"""What charges are."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class ChargeKind(Choice):
    """What a charge is for."""

    REQUEST = "request", _("Paid request")
    TIME = "time", _("Work by effort")
    FEE = "fee", _("Fee of the price list")
