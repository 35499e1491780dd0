"""What comes on top of an order: others' services, trips, shipments and later wishes, noted by staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.invoices import forms, services
from quartier.core.invoices.models import ExternalService, LaterChange
from quartier.core.invoices.rules.trips import Cause
from quartier.core.orders import queries as orders
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.components.markup import Text
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import asked

FORM = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Extra:
    """One thing that is noted: its words, its form, and the service."""

    label: Text
    effect: Text
    form: type[Form]
    do: Callable[[dict[str, Any], Mapping[str, Any]], Any]


EXTRAS: Final[Mapping[str, Extra]] = {
    "fremdleistung": Extra(
        _("Service of others"), _("It is billed as a position of its own now. A prepaid one waits for the money."),
        forms.ExternalForm,
        lambda who, given: services.engage(
            **who, given=services.External(**{**given, "fee": forms.money(given["fee"])})
        ),
    ),
    "anfahrt": Extra(
        _("Trip"), _("A trip the customer causes costs the list price of its day once the included ones are used up."),
        forms.TripForm,
        lambda who, given: services.note_trip(**who, **{**given, "cause": Cause(given["cause"])}),
    ),
    "versand": Extra(
        _("Hand-over to a carrier"), _("The risk passes with it. Shipping is billed unless agreed otherwise."),
        forms.ShipmentForm,
        lambda who, given: services.hand_over(**who, **{**given, "net": forms.money(given["net"])}),
    ),
    "aenderung": Extra(
        _("Later wish"), _("Our error is mended for nothing. Anything else costs the fee once the customer accepts."),
        forms.ChangeForm, lambda who, given: services.classify_change(**who, **given),
    ),
}  # fmt: skip


@require_safe
@access(Audience.STAFF, needs="invoices.view")
def extras(request: Request, billed_order_id: int) -> HttpResponse:
    """Show what came on top of an order, and its invoices."""
    order = get_object_or_404(orders.visible(request.user), pk=billed_order_id)
    context = {
        "order": order, "acts": EXTRAS.items(), "may_bill": "invoices.bill" in request.user.permissions,
        "services": list(order.external_services.all()), "trips": list(order.trips.all()),
        "shipments": list(order.shipments.all()), "changes": list(order.later_changes.all()),
        "invoices": list(order.invoices.order_by("pk")),
    }  # fmt: skip
    return render(request, "invoices/extras.html", context)


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def extra(request: Request, billed_order_id: int, extra: str) -> HttpResponse:
    """Note one thing on top of an order."""
    order = get_object_or_404(orders.visible(request.user), pk=billed_order_id)
    chosen = EXTRAS.get(extra)
    if chosen is None:
        raise Http404

    def done(given: Mapping[str, Any]) -> HttpResponse:
        chosen.do({"actor": request.actor, "at": request.now, "order_id": order.pk}, given)
        messages.success(request, _say("It is noted."))
        return redirect("invoices:extras", order.pk)

    return asked(
        request, title=f"{chosen.label}: {order.number}", effect=chosen.effect, submit=_say("Note it"), done=done,
        undo=_say("An invoice that follows from it can be credited."),
        form=chosen.form(request.POST if request.method == "POST" else None),
        back=reverse("invoices:extras", args=[order.pk]),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def commission(request: Request, external_id: int) -> HttpResponse:
    """Note that a service of others was commissioned; a prepaid one when it is paid (CC-11)."""
    rows = ExternalService.objects.filter(order__in=orders.visible(request.user))
    row = get_object_or_404(rows.select_related("order"), pk=external_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.commission(actor=request.actor, at=request.now, service_id=row.pk)
        messages.success(request, _say("It is noted."))
        return redirect("invoices:extras", row.order_id)

    return asked(
        request, title=_say("Commission %(what)s?") % {"what": row.title}, submit=_say("Note it"), done=done,
        effect=_say("A service that is to be prepaid is commissioned when it is paid."), form=None,
        undo=_say("It stays on record with the order."), back=reverse("invoices:extras", args=[row.order_id]),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def accepted(request: Request, wish_id: int) -> HttpResponse:
    """Note that the customer accepted the fee of a wish, and bill it (WR-075)."""
    rows = LaterChange.objects.filter(order__in=orders.visible(request.user))
    row = get_object_or_404(rows.select_related("order"), pk=wish_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.accept_change(actor=request.actor, at=request.now, change_id=row.pk, how=given["how"])
        messages.success(request, _say("It is noted."))
        return redirect("invoices:extras", row.order_id)

    return asked(
        request, title=_say("Fee of %(fee)s accepted?") % {"fee": formats.money(row.net)}, submit=_say("Note it"),
        effect=_say("The wish is billed with the fee the customer was told."), done=done,
        undo=_say("It stays on record with the order."), back=reverse("invoices:extras", args=[row.order_id]),
        form=forms.AcceptedForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip
