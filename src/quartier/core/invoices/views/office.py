"""Invoices in the office: the list, one invoice, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.invoices import services, tables
from quartier.core.invoices.forms import BillForm, CreditForm, PostedForm, PreferenceForm, ReasonForm, ReceiptForm
from quartier.core.invoices.models import InvoicePreference
from quartier.core.invoices.queries import pages
from quartier.core.invoices.rules.words import Channel, Remark
from quartier.core.invoices.views.portal import shown
from quartier.core.ledger import queries as books
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked

FORM = require_http_methods(["GET", "HEAD", "POST"])


@access(Audience.STAFF, needs="invoices.view")
def invoices(request: Request) -> HttpResponseBase:
    """List invoices; search finds numbers, names and what they are for."""
    table = tables.INVOICES.bind(request, pages.visible(request.user))
    return table.answer() or render(request, "invoices/invoices.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="invoices.view")
def queue(request: Request, stage: str) -> HttpResponse:
    """List what waits in the print queue, or what nobody knows the arrival of."""
    if stage not in ("druck", "zugang"):
        raise Http404
    printing = stage == "druck"
    rows = pages.to_print(request.user) if printing else pages.without_receipt(request.user, request.now)
    context = {"table": tables.POST.bind(request, rows), "printing": printing}
    return render(request, "invoices/queue.html", context)


@require_safe
@access(Audience.STAFF, needs="invoices.view")
def one(request: Request, invoice_id: int) -> HttpResponse:
    """Show one invoice with everything known of it."""
    row = get_object_or_404(pages.visible(request.user).select_related("corrects", "order", "contract"), pk=invoice_id)
    context = shown(row, request, request.user) | {
        "deliveries": list(row.deliveries.all()),
        "items": list(books.items_about(row.subject)),
        "remarks": [Remark(one).label for one in row.remarks],
        "channels": [(one.value, one.label) for one in Channel],
        "may_bill": "invoices.bill" in request.user.permissions,
        "can_correct": not row.is_credit and not row.is_cancelled,
        "subject": row.subject,
    }
    return render(request, "invoices/office_one.html", context)


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def cancel(request: Request, invoice_id: int) -> HttpResponse:
    """Cancel an invoice as a whole."""
    row = get_object_or_404(pages.visible(request.user), pk=invoice_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        made = services.cancel(actor=request.actor, at=request.now, invoice_id=row.pk, because=given["because"])
        messages.success(request, _("The invoice is cancelled by %(number)s.") % {"number": made.number})
        return redirect("invoices:office_one", made.pk)

    return asked(
        request, title=_("Cancel invoice %(number)s?") % {"number": row.number}, submit=_("Cancel the invoice"),
        effect=_("The customer gets a cancellation. What was paid stands to their credit."), done=done,
        undo=_("This cannot be taken back; a new invoice can be written."), form=ReasonForm(_posted(request)),
        back=_back(row),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def credit(request: Request, invoice_id: int) -> HttpResponse:
    """Credit an invoice, or a part of it."""
    row = get_object_or_404(pages.visible(request.user), pk=invoice_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        nets = services.spread_over(row, given["net"]) if given["net"] else None
        made = services.credit(
            actor=request.actor, at=request.now, invoice_id=row.pk, because=given["because"], nets=nets
        )
        messages.success(request, _("The credit note %(number)s is written.") % {"number": made.number})
        return redirect("invoices:office_one", made.pk)

    return asked(
        request, title=_("Credit invoice %(number)s?") % {"number": row.number}, submit=_("Write a credit note"),
        effect=_("The customer gets a credit note. It settles what is open; the rest stands to their credit."),
        done=done, undo=_("This cannot be taken back."), form=CreditForm(_posted(request)), back=_back(row),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def send(request: Request, invoice_id: int, channel: str) -> HttpResponse:
    """Send an invoice another way as well; each way once."""
    row = get_object_or_404(pages.visible(request.user), pk=invoice_id)
    if channel not in [one.value for one in Channel]:
        raise Http404
    way = Channel(channel)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.press(at=request.now, invoice_id=row.pk)
        services.deliver(actor=request.actor, at=request.now, invoice_id=row.pk, channel=way)
        messages.success(request, _("It is on its way."))
        return redirect(_back(row))

    words = {"number": row.number, "way": _(way.label)}
    return asked(
        request, title=_("Send %(number)s: %(way)s?") % words, submit=_("Send it"), done=done, form=None,
        effect=_("The customer gets it this way, once."), undo=_("What was sent does not come back."), back=_back(row),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def arrival(request: Request, delivery_id: int) -> HttpResponse:
    """Note when a document went to the post, and then when it arrived (CC-73)."""
    row = get_object_or_404(pages.visible_deliveries(request.user), pk=delivery_id)
    waits = row.state == "waiting"

    def done(given: Mapping[str, Any]) -> HttpResponse:
        act: Any = services.note_posted if waits else services.note_receipt
        act(actor=request.actor, at=request.now, delivery_id=row.pk, **given)
        messages.success(request, _("It is noted."))
        return redirect(_back(row.invoice))

    form = PostedForm if waits else ReceiptForm
    return asked(
        request, title=_("Invoice %(number)s") % {"number": row.invoice.number}, submit=_("Note the day"), done=done,
        effect=_("From the arrival the days until default are counted. Post usually arrives after three days."),
        undo=_("You can note another day later."), form=form(_posted(request)), back=_back(row.invoice),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def preference(request: Request, billed_party_id: int) -> HttpResponse:
    """Set how invoices go to a customer (QX-32)."""
    party = get_object_or_404(pages.customers(request.user), pk=billed_party_id)
    known = InvoicePreference.objects.filter(party=party).first()

    def done(given: Mapping[str, Any]) -> HttpResponse:
        wish = services.Preference(**{**given, "channel": Channel(given["channel"])})
        services.prefer(actor=request.actor, at=request.now, party_id=party.pk, given=wish, has_mail=bool(party.email))
        messages.success(request, _("It holds for invoices from now on."))
        return redirect("parties:customer", party.pk)

    names = ("channel", "email", "notice", "recipient", "leitweg_id", "vat_id")
    initial = {name: getattr(known, name) for name in names} if known else {"channel": "portal", "notice": True}
    return asked(
        request, title=_("How invoices go to %(name)s") % {"name": party}, submit=_("Save"), done=done,
        effect=_("It holds for invoices from now on."), undo=_("You can change it again."),
        form=PreferenceForm(_posted(request), initial=initial), back=reverse("parties:customer", args=[party.pk]),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="invoices.bill")
def new(request: Request, billed_party_id: int) -> HttpResponse:
    """Write an invoice by hand."""
    party = get_object_or_404(pages.customers(request.user), pk=billed_party_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        entity = services.issuer_for(party, request.user)
        made = services.bill(
            actor=request.actor, at=request.now,
            bill=services.by_hand(party=party, entity=entity, on=day_of(request.now), given=given),
        )  # fmt: skip
        messages.success(request, _("The invoice %(number)s is written.") % {"number": made.number})
        return redirect("invoices:office_one", made.pk)

    return asked(
        request, title=_("Bill %(name)s") % {"name": party}, submit=_("Write the invoice"), done=done,
        effect=_("The invoice gets its number, is booked and sent. It never changes after that."),
        undo=_("A wrong invoice is cancelled or credited."),
        form=BillForm(_posted(request), initial={"supply_to": day_of(request.now)}),
        back=reverse("parties:customer", args=[party.pk]),
    )  # fmt: skip


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _back(row: Any) -> str:
    return reverse("invoices:office_one", args=[row.pk])
