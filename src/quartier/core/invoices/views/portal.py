"""A customer's own invoices."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quartier.core.invoices import tables
from quartier.core.invoices.models import Invoice
from quartier.core.invoices.queries import pages
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.ledger import queries as books
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


def own_party(request: Request) -> Any:
    """Return the party of the logged-in customer; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


@require_safe
@access(Audience.CUSTOMER)
def own(request: Request) -> HttpResponse:
    """Show what is open and when it is due, what other apps bring to the account, and all invoices."""
    party = own_party(request)
    rows = pages.own_invoices(party.pk)
    due = list(books.open_items(party.pk))
    owed = [item for item in due if item.open > 0]
    context = {
        "table": tables.OWN.bind(request, rows),
        "balance": sum(item.open for item in due),
        "next": owed[0] if owed else None,
        "count": len(owed),
        "sections": pages.parts_of_account(party.pk, request.now),
    }
    return render(request, "invoices/own.html", context)


@require_safe
@access(Audience.CUSTOMER)
def one(request: Request, invoice_id: int) -> HttpResponse:
    """Show one invoice as it was issued, what is open of it, and what can be done."""
    row = get_object_or_404(pages.own_invoices(own_party(request).pk).select_related("corrects"), pk=invoice_id)
    return render(request, "invoices/one.html", shown(row, request))


def shown(row: Invoice, request: Request, staff: Any | None = None) -> dict[str, Any]:
    """Return what both pages of an invoice show."""
    return {
        "row": row, "kind": InvoiceKind(row.kind).label, "lines": list(row.lines.all()), "taxes": pages.taxes_of(row),
        "state": tables.state_of(row), "corrections": list(row.corrections.all()),
        "notes": [one["text"] for one in row.record.get("notes", ())], "terms": row.record.get("terms", ""),
        "actions": pages.actions_of(row, staff), "sections": pages.sections_of(row, request.now, staff),
    }  # fmt: skip
