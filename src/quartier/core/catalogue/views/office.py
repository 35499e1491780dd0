"""Products and prices in the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.catalogue import queries, services, tables
from quartier.core.catalogue.forms import PriceForm, ProductForm
from quartier.core.catalogue.models import Price, Product
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.policies.billing import PriceKind
from quartier.core.providers.queries import entities, portal_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

NEEDS = "catalogue.keep"


@access(Audience.STAFF, needs=NEEDS)
def products(request: Request) -> HttpResponseBase:
    """List what is and was offered."""
    table = tables.PRODUCTS.bind(request, queries.listed())
    return table.answer() or render(request, "catalogue/products.html", {"table": table})


@access(Audience.STAFF, needs=NEEDS)
def new(request: Request) -> HttpResponse:
    """Take a product into the catalogue."""
    return _kept(request, None)


@access(Audience.STAFF, needs=NEEDS)
def one(request: Request, product_id: int) -> HttpResponse:
    """Show a product as customers see it, with its prices past and planned."""
    row = get_object_or_404(queries.listed(), pk=product_id)
    offer = queries.offers(day_of(request.now), products=[row])[0]
    context = {"product": row, "offer": offer, "prices": list(row.prices.all()), "today": day_of(request.now),
               "asked": queries.asked_of(row.inputs), "wanted": queries.wanted_of(row.uploads),
               "preview": queries.entry_fields(row)}  # fmt: skip
    return render(request, "catalogue/product.html", context)


@access(Audience.STAFF, needs=NEEDS)
def change(request: Request, product_id: int) -> HttpResponse:
    """Change a product for orders to come."""
    return _kept(request, get_object_or_404(queries.listed(), pk=product_id))


@access(Audience.STAFF, needs=NEEDS)
def price(request: Request, product_id: int) -> HttpResponse:
    """Set a price from a day on."""
    row = get_object_or_404(queries.listed(), pk=product_id)
    is_net = portal_of(request).policy(BillingPolicy, day_of(request.now)).prices is PriceKind.NET
    form = PriceForm(request.POST if request.method == "POST" else None, product=row, is_net=is_net)
    if request.method == "POST" and form.is_valid():
        try:
            _priced(request, row, form.cleaned_data, is_net)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The price is set."))
            return redirect("catalogue:one", product_id=row.pk)
    context = {"form": form, "product": row}
    return render(request, "catalogue/price.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs=NEEDS)
def drop_price(request: Request, product_id: int, price_id: int) -> HttpResponse:
    """Drop a price that has not begun, after a question."""
    row = get_object_or_404(Price.objects.select_related("product"), pk=price_id, product=product_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.drop_price(actor=request.actor, at=request.now, price_id=row.pk)
        return redirect("catalogue:one", product_id=row.product_id)

    return asked(
        request, title=_("Drop this price?"), effect=_("The price before it goes on."),
        undo=_("You can set it again."), submit=_("Drop the price"), done=done,
        back=reverse("catalogue:one", args=[row.product_id]),
    )  # fmt: skip


def _priced(request: Request, row: Product, given: Mapping[str, Any], is_net: bool) -> None:
    net = given["amount"] if is_net else queries.net_of(given["amount"], row.vat_rate_kind, given["valid_from"])
    if net is None:
        raise Refused(_("No net price gives exactly this amount. One cent more or less works."), field="amount")
    services.price(
        actor=request.actor, at=request.now, product_id=row.pk, net=net, valid_from=given["valid_from"],
        option=given["option"].strip("-"), unit=given["unit"],
    )  # fmt: skip


def _kept(request: Request, row: Product | None) -> HttpResponse:
    companies = [(one.pk, one.name) for one in entities()]
    initial = ProductForm.initial_of(row) if row else {"kind": "work", "vat_rate_kind": "standard"}
    form = ProductForm(request.POST if request.method == "POST" else None, entities=companies, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        key = values.pop("key")
        try:
            known = row and services.change(**common, product_id=row.pk, values=values)
            kept = known or services.offer(**common, key=key, values=values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The service is kept."))
            return redirect("catalogue:one", product_id=kept.pk)
    if not companies:
        raise Http404
    context = {"form": form, "product": row}
    return render(request, "catalogue/edit.html", context, status=UNPROCESSABLE if form.errors else 200)
