"""A customer's own orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.orders import queries, services
from quartier.core.orders.forms import AnswerForm
from quartier.core.orders.views.shown import for_customer
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.pages import asked


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

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.give(actor=request.actor, at=request.now, order_id=order.pk, documents={}, words=given["words"])
        messages.success(request, _("Thank you. We look at your answer and write to you."))
        return redirect("orders:own_one", order.pk)

    return asked(
        request, title=_("Answer about order %(number)s") % {"number": order.number}, done=done,
        back=reverse("orders:own_one", args=[order.pk]), submit=_("Send the answer"),
        effect=_("We read your answer and go on with your order."), undo=_("You can write again at any time."),
        form=AnswerForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip
