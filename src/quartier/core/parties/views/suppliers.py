"""Suppliers, for those who work with them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from quartier.core.parties import queries, services, tables
from quartier.core.parties.forms import SupplierForm
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


@access(Audience.STAFF, needs="parties.suppliers", area="suppliers")
def suppliers(request: Request) -> HttpResponseBase:
    """List the suppliers: sort, search, export."""
    table = tables.SUPPLIERS.bind(request, queries.suppliers(request.user))

    def exported(rows: int) -> None:
        services.note_export(actor=request.actor, at=request.now, rows=rows)

    return table.answer(exported) or render(request, "parties/suppliers.html", {"table": table})


@access(Audience.STAFF, needs="parties.suppliers", area="suppliers")
def supplier(request: Request, party_id: int) -> HttpResponse:
    """Keep legal basis, trade, and to whom claims were disclosed."""
    party = get_object_or_404(queries.visible_parties(request.user), pk=party_id)
    row = queries.supplier_record(party)
    known = {name: getattr(row, name, "") for name in ("basis", "trade", "claims_disclosed")}
    form = SupplierForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            services.keep_supplier(actor=request.actor, at=request.now, party_id=party.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("parties:customer", party_id=party.pk)
    context = {"form": form, "party": party, "title": _("Data of the supplier")}
    return render(request, "parties/form.html", context, status=UNPROCESSABLE if form.errors else 200)
