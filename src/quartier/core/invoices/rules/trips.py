"""Which trips to a place cost the customer something (WR-057 to WR-060)."""

from __future__ import annotations

from collections.abc import Iterable

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Cause(Choice):
    """Why somebody drives to a place."""

    SURVEY = "survey", _("the survey itself")
    CUSTOMER = "customer", _("caused by the customer or persons of their sphere")
    MEASURING = "measuring", _("measuring reasons")
    OURS = "ours", _("caused by us or by those who work for us")


# What uses up the trips that are included; measuring reasons and our own sphere never do (WR-060).
COUNTED = (Cause.SURVEY, Cause.CUSTOMER)


def is_charged(before: Iterable[Cause], cause: Cause, included: int) -> bool:
    """Tell whether the next trip is charged: the customer causes it and the included ones are used up."""
    return cause is Cause.CUSTOMER and sum(1 for one in before if one in COUNTED) >= included
