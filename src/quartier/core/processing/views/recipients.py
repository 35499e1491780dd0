"""Recipients of data: list, page, and what can be noted about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.audit import queries as audit
from quartier.core.privacy import queries as privacy
from quartier.core.processing import queries, services, tables
from quartier.core.processing.forms import ContractForm, NewRecipientForm, RecipientForm, SubProcessorForm
from quartier.core.processing.models import Contract, Recipient
from quartier.core.processing.queries.disclosures import category_labels
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

BLOCK = 1 << 20


def _recipient(recipient_id: int) -> Recipient:
    row = queries.recipients().filter(pk=recipient_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: Request, form: Form, title: str, back: str, about: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "about": about}
    return render(request, "processing/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@access(Audience.STAFF, needs="processing.view")
def listing(request: Request) -> HttpResponseBase:
    """List the recipients with what bars them, and the lines of the installation."""
    rows = [queries.standing(row, request.now) for row in queries.recipients()]
    table = tables.RECIPIENTS.bind(request, rows)
    context = {"table": table, "installation": queries.installation()}
    return table.answer() or render(request, "processing/recipients.html", context)


@require_safe
@access(Audience.STAFF, needs="processing.view")
def one(request: Request, recipient_id: int) -> HttpResponse:
    """Show one recipient: what it may get, under which contract, and what stands in the way."""
    row = _recipient(recipient_id)
    context = {
        "standing": queries.standing(row, request.now),
        "row": row,
        "categories": category_labels(row.categories),
        "facts": audit.about(services.subject_of(row)),
        "may_edit": "processing.edit" in request.user.permissions,
    }
    return render(request, "processing/recipient.html", context)


@require_safe
@access(Audience.STAFF, needs="processing.view")
def contract(request: Request, contract_id: int) -> HttpResponse:
    """Lead from a contract to its recipient."""
    row = Contract.objects.filter(pk=contract_id).first()
    if row is None:
        raise Http404
    return redirect("processing:recipient", recipient_id=row.recipient_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def new(request: Request) -> HttpResponse:
    """Enter a recipient."""
    controllers = [(one.id, one.name) for one in privacy.controllers_for(request.user)]
    form = NewRecipientForm(request.POST or None, controllers=controllers, initial={"country": "DE"})
    if form.is_valid():
        values = dict(form.cleaned_data)
        entity_id = int(values.pop("entity"))
        try:
            row = services.add_recipient(actor=request.actor, at=request.now, entity_id=entity_id, values=values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("processing:recipient", recipient_id=row.pk)
    return _page(request, form, _("Add a recipient"), reverse("processing:recipients"))


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def change(request: Request, recipient_id: int) -> HttpResponse:
    """Change what is known of a recipient."""
    row = _recipient(recipient_id)
    form = RecipientForm(request.POST or None, initial={n: getattr(row, n) for n in services.CHANGEABLE})

    def store(values: Mapping[str, Any]) -> None:
        services.change_recipient(actor=request.actor, at=request.now, recipient_id=row.pk, values=values)

    return _stored(request, row, form, _("Change the recipient"), store)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def contract_new(request: Request, recipient_id: int) -> HttpResponse:
    """Note a contract, with the signed paper if there is one at hand."""
    row = _recipient(recipient_id)

    def store(values: Mapping[str, Any]) -> None:
        given = dict(values)
        sent = given.pop("paper")
        paper = services.Paper(request.user, sent.name, sent.size, sent.chunks(BLOCK)) if sent else None
        services.add_contract(actor=request.actor, at=request.now, recipient_id=row.pk, paper=paper, **given)

    return _stored(request, row, ContractForm(request.POST or None, request.FILES or None), _("Note a contract"), store)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def sub_processor_new(request: Request, recipient_id: int) -> HttpResponse:
    """Note whom a processor engages itself."""
    row = _recipient(recipient_id)

    def store(values: Mapping[str, Any]) -> None:
        services.add_sub_processor(actor=request.actor, at=request.now, recipient_id=row.pk, **values)

    form = SubProcessorForm(request.POST or None, initial={"country": "DE"})
    return _stored(request, row, form, _("Note a sub-processor"), store)


def _stored(request: Request, row: Recipient, form: Form, title: str, store: Any) -> HttpResponse:
    """Store what a valid form says and go back to the recipient, or show the form with what is wrong."""
    if form.is_valid():
        try:
            store(form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("processing:recipient", recipient_id=row.pk)
    return _page(request, form, title, reverse("processing:recipient", args=[row.pk]), row.name)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def end(request: Request, recipient_id: int) -> HttpResponse:
    """Take a recipient out of use, after the question."""
    row = _recipient(recipient_id)

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.end_recipient(actor=request.actor, at=request.now, recipient_id=row.pk)
        messages.success(request, _("Saved."))
        return redirect("processing:recipients")

    return asked(
        request,
        title=_("Take “%(name)s” out of use?") % {"name": row.name},
        effect=_("Nothing goes to this recipient any more. What went there stays on record."),
        undo=_("It can be entered again as a new recipient."),
        submit=_("Take out of use"),
        back=reverse("processing:recipient", args=[row.pk]),
        done=done,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def sub_processor_end(request: Request, recipient_id: int, sub_processor_id: int) -> HttpResponse:
    """Note that a processor no longer engages somebody, after the question."""
    row = _recipient(recipient_id)
    found = row.sub_processors.filter(pk=sub_processor_id).first()
    if found is None:
        raise Http404

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        ids = {"recipient_id": row.pk, "sub_processor_id": sub_processor_id}
        services.end_sub_processor(actor=request.actor, at=request.now, **ids)
        messages.success(request, _("Saved."))
        return redirect("processing:recipient", recipient_id=row.pk)

    return asked(
        request,
        title=_("Is “%(name)s” no longer engaged?") % {"name": found.name},
        effect=_("It stands as ended from now on."),
        undo=_("It can be entered again."),
        submit=_("Note the end"),
        back=reverse("processing:recipient", args=[row.pk]),
        done=done,
    )
