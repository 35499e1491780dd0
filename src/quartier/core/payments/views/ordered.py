"""Paying for one order right after the click: with an account, or by the secret address of a guest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.audit import services as audit
from quartier.core.orders import queries as orders
from quartier.core.payments import services
from quartier.core.payments.forms import AccountForm
from quartier.core.payments.queries import ordered
from quartier.core.payments.services import paypal
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.errors import Refused
from quartier.kit.http import Request


def guests_order(token: str) -> Any:
    """Return the order behind a guest's secret; everything else is 404."""
    order = orders.by_token(token)
    if order is None:
        raise Http404
    return order


@require_safe
@access(Audience.CUSTOMER)
def own_due(request: Request, paid_order_id: int) -> HttpResponse:
    """Show the part “Payment” of an order alone: the page asks for it while the invoice is being made."""
    return _part(request, get_object_or_404(orders.of_account(request.user), pk=paid_order_id), "")


@require_safe
@access(Audience.PUBLIC)
def guest_due(request: Request, token: str) -> HttpResponse:
    """Show the same to a guest."""
    return _part(request, guests_order(token), token)


@require_POST
@access(Audience.CUSTOMER, right="charges")
def own_paypal(request: Request, paid_order_id: int) -> HttpResponse:
    """Begin to pay what is open of an order by PayPal; the next page leads there."""
    order = get_object_or_404(orders.of_account(request.user), pk=paid_order_id)
    return _begun(request, order, reverse("orders:own_one", args=[order.pk]))


@require_POST
@access(Audience.PUBLIC)
def guest_paypal(request: Request, token: str) -> HttpResponse:
    """Begin the same as a guest."""
    return _begun(request, guests_order(token), reverse("orders:guest", args=[token]))


@access(Audience.PUBLIC)
def guest_account(request: Request, token: str) -> HttpResponse:
    """Ask a guest to which account a refund of the order goes (WR-064)."""
    order = guests_order(token)
    row = ordered.refund_awaited(order)
    if row is None:
        raise Http404
    form = AccountForm(request.POST or None, initial={"holder": str(order.party)})
    back = reverse("orders:guest", args=[token])

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        kept = services.name_account(**common, refund_id=row.pk, **confirmed.values)
        shown = {label: text.replace(kept.iban, kept.masked) for label, text in confirmed.shown.items()}
        audit.keep_confirmation(**common, form=confirmed.form, subject=confirmed.subject, values=shown)
        messages.success(request, _("Thank you. We pay it to this account."))
        return redirect(back)

    return checked(
        request, form, key="payments.account", subject=f"payments.refund:{row.pk}", page="payments/guest_account.html",
        done=done, context={"row": row, "back": back}, lead=_("Please compare the IBAN sign by sign."),
    )  # fmt: skip


def _part(request: Request, order: Any, token: str) -> HttpResponse:
    context = ordered.paying(order, request.now, token)
    return render(request, "payments/order.html", {"given": context}) if context else HttpResponse()


def _begun(request: Request, order: Any, page: str) -> HttpResponse:
    """Begin at PayPal; where that fails, the order's page says so and shows the other ways to pay."""
    claims = ordered.claims_of(order.pk)
    try:
        row = paypal.begin(
            actor=request.actor, at=request.now, party_id=order.party_id, item_ids=[one.pk for one in claims],
            root=f"https://{request.get_host()}", name=order.entity.name,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(page)
    return redirect("payments:paypal", paypal_token=row.token)
