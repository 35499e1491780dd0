"""A customer's own orders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.audit import services as audit
from quartier.core.orders import queries, services
from quartier.core.orders.forms import AnswerForm
from quartier.core.orders.views.shown import for_customer
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
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

    form = AnswerForm(request.POST or None)

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        services.give(**common, order_id=order.pk, documents={}, words=form.cleaned_data["words"])
        audit.keep_confirmation(
            **common, form=confirmed.form, subject=queries.subject_of(order), values=confirmed.shown
        )
        messages.success(request, _("Thank you. We look at your answer and write to you."))
        return redirect("orders:own_one", order.pk)

    return checked(
        request, form, key="orders.answer", subject=queries.subject_of(order), page="orders/answer.html", done=done,
        context={"order": order, "back": reverse("orders:own_one", args=[order.pk])}, submit=_("Send the answer"),
    )  # fmt: skip
