"""Orders in the office: the queue, one order, and everything that is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.orders import queries, services, tables
from quartier.core.orders.extension import order_links
from quartier.core.orders.forms import CreditForm, RefundForm
from quartier.core.orders.views.acts import ACTS, offered
from quartier.core.orders.views.shown import for_office
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.pages import asked


@access(Audience.STAFF, needs="orders.view")
def orders(request: Request) -> HttpResponseBase:
    """List orders; filters lead to what waits for somebody."""
    table = tables.ORDERS.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "orders/orders.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="orders.view")
def one(request: Request, order_id: int) -> HttpResponse:
    """Show one order with all that can be done now."""
    order = get_object_or_404(queries.visible(request.user).select_related("contract"), pk=order_id)
    sees_credit = "orders.credit" in request.user.permissions
    context = for_office(order, request.now, request.user, sees_credit=sees_credit)
    may_work = "orders.work" in request.user.permissions
    context |= {"acts": offered(order) if may_work else [], "may_refund": "orders.refund" in request.user.permissions}
    context["links"] = [one for one in order_links if one.needs in request.user.permissions]
    return render(request, "orders/one.html", context)


@access(Audience.STAFF, needs="orders.work")
def act(request: Request, order_id: int, step: str) -> HttpResponse:
    """Do one thing with an order, after a question that says what follows."""
    order = get_object_or_404(queries.visible(request.user), pk=order_id)
    chosen = ACTS.get(step)
    if chosen is None:
        raise Http404

    def done(given: Mapping[str, Any]) -> HttpResponse:
        chosen.do(request.actor, request.now, order.pk, given)
        messages.success(request, str(chosen.said))
        return redirect("orders:one", order.pk)

    return asked(
        request, title=f"{chosen.label}: {order.number}", effect=chosen.effect, undo=chosen.undo, submit=chosen.label,
        back=reverse("orders:one", args=[order.pk]), done=done,
        form=chosen.form(request.POST if request.method == "POST" else None),
    )  # fmt: skip


@access(Audience.STAFF, needs="orders.credit")
def credit(request: Request, order_id: int) -> HttpResponse:
    """Write down a credit check; only the finance role does and reads it (CC-08)."""
    order = get_object_or_404(queries.visible(request.user), pk=order_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.note_credit_check(actor=request.actor, at=request.now, order_id=order.pk, **given)
        messages.success(request, _("The credit check is noted."))
        return redirect("orders:one", order.pk)

    return asked(
        request, title=_("Note a credit check: %(number)s") % {"number": order.number}, done=done,
        back=reverse("orders:one", args=[order.pk]), submit=_("Note the credit check"),
        effect=_("Only the finance role reads it. The applicant is not told."),
        undo=_("It stays on record with the order."),
        form=CreditForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip


@access(Audience.STAFF, needs="orders.refund")
def refund(request: Request, order_id: int) -> HttpResponse:
    """Hand over that what was paid goes back (WR-063, WR-064)."""
    order = get_object_or_404(queries.visible(request.user), pk=order_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.ask_refund(actor=request.actor, at=request.now, order_id=order.pk, reason=given["reason"])
        messages.success(request, _("The refund is handed over, and the customer was told."))
        return redirect("orders:one", order.pk)

    return asked(
        request, title=_("Pay back order %(number)s?") % {"number": order.number}, done=done,
        back=reverse("orders:one", args=[order.pk]), submit=_("Pay back"),
        effect=_("All that was paid goes back. Where work has begun this needs a reason, which is logged."),
        undo=_("This cannot be taken back."),
        form=RefundForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip
