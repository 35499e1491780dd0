"""What finishing a calculation costs, and what an order's page says about its calculation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quartier.core.catalogue import queries as catalogue
from quartier.core.orders.extension import holds
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.modules.survey.models import ProductOutput, Survey, SurveyState
from quartier.modules.survey.queries.reading import of_order
from quartier.modules.survey.rules.kinds import EXPRESS
from quartier.modules.survey.rules.outputs import Output


def offered(at: datetime) -> catalogue.Offer | None:
    """Return the service that finishes a calculation, with its price, None where nothing of the kind is sold."""
    found = [one for one in catalogue.offers(day_of(at)) if one.product.kind == EXPRESS and one.is_open]
    return found[0] if found else None


def is_offered(request: Request) -> bool:
    """Tell whether this portal has the calculator."""
    portal: Any = request.portal
    return not portal.is_console and portal.feature_on("survey", request.now)


def outputs_of(order: Any) -> list[str]:
    """Return what an order is owed; a licence without a list of its own the area and the plan."""
    products = [line.product_id for line in order.lines.all()]
    rows = ProductOutput.objects.filter(product__in=products)
    return sorted({one for row in rows for one in row.outputs}) or [Output.AREAS.value, Output.PLAN.value]


def held(order: Any) -> str:
    """Return why work on an order may not begin yet, "" where it may."""
    return str(next((told for hold in holds if (told := hold(order))), ""))


def section_of(order: Any, at: datetime, token: str) -> Mapping[str, Any] | None:
    """Return what an order's page says about its calculation, None for orders of other kinds."""
    if order.kind != EXPRESS or order.state not in ("accepted", "finished"):
        return None
    survey: Survey | None = of_order(order)
    if survey is None and order.state != "accepted":
        return None
    return {
        "order": order, "token": token, "survey": survey, "held": held(order) if order.state == "accepted" else "",
        "is_open": survey is not None and survey.state == SurveyState.OPEN,
    }  # fmt: skip
