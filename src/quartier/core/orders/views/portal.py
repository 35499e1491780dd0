"""A customer's own orders."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartier.core.orders import queries
from quartier.core.orders.views.answering import answered
from quartier.core.orders.views.shown import for_customer
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.CUSTOMER)
def own(request: Request) -> HttpResponse:
    """List the customer's orders, open ones first."""
    return render(request, "orders/own.html", {"rows": list(queries.of_account(request.user))})


@require_safe
@access(Audience.CUSTOMER)
def own_one(request: Request, order_id: int) -> HttpResponse:
    """Show one order: what now, what it costs, what happened."""
    order = get_object_or_404(queries.of_account(request.user), pk=order_id)
    context = for_customer(order, request.now) | {"answer": reverse("orders:answer", args=[order.pk])}
    return render(request, "orders/own_one.html", context)


@access(Audience.CUSTOMER, right="write")
def answer(request: Request, order_id: int) -> HttpResponse:
    """Take the customer's answer to what is missing."""
    order = get_object_or_404(queries.of_account(request.user), pk=order_id)
    return answered(request, order, page="orders/answer.html", back=reverse("orders:own_one", args=[order.pk]))
