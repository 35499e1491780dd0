"""What this module does for orders of surveys on site: dates are called off when the order is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.core.catalogue.extension import ByStaff
from quartier.kit import formats
from quartier.kit.components.markup import Text
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.services import visits
from quartier.values.actor import Actor


class SiteSurvey(ByStaff):
    """A survey on site with everything that is made of it."""

    def shown(self, order: Any) -> Sequence[tuple[Text, Text]]:
        """Say when somebody comes, where a date is agreed."""
        site = queries.site_of(order)
        visit = queries.agreed(site) if site else None
        return () if visit is None else ((gettext_lazy("Date on site"), formats.instant(visit.starts_at)),)


def hear_over(actor: Actor, at: datetime, order: Any) -> None:
    """Hear that an order is over, with a result or without: nobody comes any more."""
    visits.call_off_all(actor=actor, at=at, order=order, because=_("The order is over."))
