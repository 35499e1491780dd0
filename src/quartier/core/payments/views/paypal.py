"""Where PayPal leads back to, and where it sends its messages."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from quartier.core.parties import queries as parties
from quartier.core.payments.models import PayPalOrder, PayPalState
from quartier.core.payments.queries import ordered
from quartier.core.payments.services import paypal as services
from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.schemas import current_schema

MINUTE: Final = 60
MESSAGES_A_MINUTE: Final = 120
LONGEST: Final = 256 * 1024


class TooOften(Refused):
    """Messages come in measure."""

    message = _("There were too many messages. Please send them again later.")
    status = 429


@secret_path("paypal_token")
@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.PUBLIC, stays_open=True)
def back(request: Request, paypal_token: str) -> HttpResponse:
    """Show how far a payment is; the button takes the money once the customer has agreed at PayPal."""
    row = PayPalOrder.everything.filter(token=paypal_token).select_related("entity").first()
    if row is None:
        _count(request)
        raise Http404
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            row = services.capture(actor=request.actor, at=request.now, token=row.token)
            return redirect(_next(request, row))
        except Refused as error:
            refusal = error
    context = {
        "row": row,
        "agreed": "PayerID" in request.GET,
        "left": "zurueck" in request.GET,
        "refusal": refusal,
        "is_paid": row.state == PayPalState.PAID,
        "is_changed": row.reason == services.CHANGED,
        "order_page": ordered.order_page(row, is_owner=_is_owner(request, row)),
    }
    return render(request, "payments/paypal.html", context, status=refusal.status if refusal else 200)


def _next(request: Request, row: PayPalOrder) -> str:
    """Return where somebody goes on: paid, to the page of what was ordered."""
    page = ordered.order_page(row, is_owner=_is_owner(request, row)) if row.state == PayPalState.PAID else ""
    if page:
        messages.success(request, _t("Your payment has arrived. Thank you."))
    return page or reverse("payments:paypal", args=[row.token])


def _is_owner(request: Request, row: PayPalOrder) -> bool:
    """Tell whether the customer who is logged in is the one whose payment it is."""
    user = request.user
    if not user.is_authenticated or user.audience != Audience.CUSTOMER:
        return False
    party = parties.party_of(user)
    return party is not None and party.pk == row.party_id


@csrf_exempt
@require_POST
@access(Audience.PUBLIC, stays_open=True)
def message(request: Request) -> HttpResponse:
    """Take a message from PayPal in; the answer says nothing about what it was for."""
    _count(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return HttpResponse(status=413)
    try:
        services.hear(at=request.now, headers=request.headers, body=request.body)
    except services.NotSigned:
        return HttpResponse(status=400)
    except Refused:
        # PayPal sends it again until it is told that it arrived.
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def _count(request: Request) -> None:
    name = f"paypal:{current_schema()}:{client_ip(request)}:{int(request.now.timestamp()) // MINUTE}"
    cache.add(name, 0, MINUTE)
    number = int(cache.get(name, 0)) + 1
    cache.set(name, number, MINUTE)
    if number > MESSAGES_A_MINUTE:
        raise TooOften
