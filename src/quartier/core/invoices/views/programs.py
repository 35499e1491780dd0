"""What a customer's own program reads about invoices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from quartier.core.invoices.queries import pages
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.invoices.views import portal
from quartier.kit.api import COUNT, TEXT, Call, Listing, Part, Parts, endpoint

MANY: Final = 10_000
INVOICE: Final = Parts(
    Part("id", COUNT, _("Name the invoice in addresses")),
    Part("number", TEXT, _("Name the invoice as the paper does")),
    Part("kind", TEXT, _("Say whether it is an invoice, a credit note or a cancellation")),
    Part("title", TEXT, _("Say what was billed")),
    Part("issued_on", TEXT, _("Say of which day it is")),
    Part("due_on", TEXT, _("Say when it is due")),
    Part("gross", TEXT, _("Say the sum with VAT, with a point before the cents")),
    Part("left", TEXT, _("Say what is still open")),
)
BILLED: Final = Parts(
    Part("title", TEXT, _("Say what was supplied")),
    Part("quantity", TEXT, _("Say how much of it")),
    Part("net", TEXT, _("Say the price without VAT")),
    Part("vat_rate", TEXT, _("Say the rate of VAT")),
)


@endpoint("GET", like=portal.own, summary=_("Read your invoices"), gives=Parts(
    Part("invoices", Listing(INVOICE, MANY), _("Your invoices, the latest first"))),
    stands_for=("invoices:own",))  # fmt: skip
def own(request: Call) -> Mapping[str, Any]:
    """Tell the customer's invoices."""
    return {"invoices": [_told(row) for row in pages.own_invoices(portal.own_party(request).pk)]}


@endpoint("GET", like=portal.one, summary=_("Read one invoice"), gives=Parts(
    Part("invoice", INVOICE, _("The invoice itself")),
    Part("lines", Listing(BILLED, MANY), _("What was billed"))), stands_for=("invoices:one",))  # fmt: skip
def one(request: Call, invoice_id: int) -> Mapping[str, Any]:
    """Tell one invoice with its lines."""
    row = get_object_or_404(pages.own_invoices(portal.own_party(request).pk), pk=invoice_id)
    lines = [
        {"title": line.title, "quantity": f"{line.quantity:f}", "net": str(line.net), "vat_rate": str(line.vat_rate)}
        for line in row.lines.all()
    ]
    return {"invoice": _told(row), "lines": lines}


def _told(row: Any) -> Mapping[str, Any]:
    return {
        "id": row.pk, "number": row.number, "kind": _say(InvoiceKind(row.kind).label), "title": row.title,
        "issued_on": row.issued_on.isoformat(), "due_on": row.due_on.isoformat(), "gross": str(row.gross),
        "left": str(row.left),
    }  # fmt: skip
