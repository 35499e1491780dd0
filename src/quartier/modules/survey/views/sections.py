"""The part of an order's page that tells of its visits on site, for the customer and for the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from quartier.modules.survey.forms.visits import told
from quartier.modules.survey.models import Site, VisitState
from quartier.modules.survey.queries import visits as queries


@dataclass(frozen=True, slots=True)
class Door:
    """How a customer gets to the pages of a site: by the order in the account, or by a guest's secret."""

    site: Site
    token: str = ""

    def to(self, page: str, *more: int) -> str:
        """Return the address of a page about the site."""
        if self.token:
            return reverse(f"survey:guest_{page}", args=[self.token, *more])
        return reverse(f"survey:{page}", args=[self.site.order_id, *more])

    @property
    def order(self) -> str:
        """Return the address of the order's page."""
        return (
            reverse("orders:guest", args=[self.token])
            if self.token
            else reverse("orders:own_one", args=[self.site.order_id])
        )

    @property
    def shell(self) -> str:
        """Return the shell of the pages."""
        return "kit/public.html" if self.token else "kit/portal.html"


def for_customer(order: Any, at: datetime, token: str) -> Mapping[str, Any] | None:
    """Return what a customer sees and can do about the visits of an order."""
    site = queries.site_of(order)
    if site is None:
        return None
    door = Door(site, token)
    return common(site, at) | {
        "links": {page: door.to(page) for page in ("access", "date", "arranged")},
        "proposals": [told(one) for one in queries.proposals(site, at)] if order.state == "accepted" else [],
        "is_open": order.state == "accepted",
    }


def for_office(order: Any, at: datetime) -> Mapping[str, Any] | None:
    """Return what staff see about the visits of an order."""
    site = queries.site_of(order)
    if site is None:
        return None
    return common(site, at) | {"proposals": [told(one) for one in queries.proposals(site, at)]}


def common(site: Site, _at: datetime) -> dict[str, Any]:
    """Return what both sides see."""
    visits = list(site.visits.exclude(state=VisitState.PROPOSED).select_related("surveyor", "trip"))
    return {
        "site": site,
        "missing": queries.missing_access(site),
        "visit": next((one for one in visits if one.state == VisitState.AGREED), None),
        "visits": [one for one in visits if one.state != VisitState.AGREED],
        "units": list(site.units.all()),
        "unreachable": [one.label for one in site.units.all() if one.is_unreachable],
    }
