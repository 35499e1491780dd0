"""Mandates and creditor data in the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.mandates import queries, services, tables
from quartier.core.mandates.forms import AmendForm, CreditorForm, DayForm, PaperForm, ReasonForm
from quartier.core.mandates.models import Mandate
from quartier.core.mandates.rules import MandateState, Scheme, Source
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

BLOCK = 64 * 1024
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access(Audience.STAFF, needs="mandates.view")
def listing(request: Request) -> HttpResponseBase:
    """List the mandates."""
    table = tables.MANDATES.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "mandates/list.html", {"table": table})


def visible(request: Request, mandate_id: int) -> Mandate:
    """Return a mandate that somebody of the staff may see; any other is 404."""
    return get_object_or_404(queries.visible(request.user), pk=mandate_id)


@require_safe
@access(Audience.STAFF, needs="mandates.view")
def one(request: Request, debit_mandate_id: int) -> HttpResponse:
    """Show a mandate with its words, evidence and collections."""
    row = visible(request, debit_mandate_id)
    context = {
        "row": row,
        "badge": tables.badge(MandateState(row.state)),
        "scheme": _(Scheme(row.scheme).label),
        "source": _(Source(row.source).label),
        "is_active": row.state == MandateState.ACTIVE,
        "needs_bank": row.scheme == Scheme.B2B and row.bank_confirmed_on is None,
        "collections": row.collections.select_related("item").order_by("-collect_on", "-pk")[:50],
        "may": "mandates.note" in request.user.permissions,
        "subject": f"parties.party:{row.party_id}",
    }
    return render(request, "mandates/one.html", context)


def _form(
    request: Request, form: Form, *, title: str, submit: str, back: str, told: str,
    act: Callable[[Mapping[str, Any]], Any],
) -> HttpResponse:  # fmt: skip
    """Draw a page with one form; once it is filled, act, say so and go back."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, told)
            return redirect(back)
    context = {"form": form, "title": title, "submit": submit, "back": back}
    return render(request, "mandates/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@FORM
@access(Audience.STAFF, needs="mandates.note")
def paper(request: Request, party_id: int) -> HttpResponse:
    """Note a mandate on paper, with its scan."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=party_id)
    companies = [(str(row.entity_id), row.name) for row in queries.creditors(request.user) if row.identifier]
    form = PaperForm(request.POST or None, request.FILES or None, companies=companies, initial={"holder": str(party)})

    def act(given: Mapping[str, Any]) -> Any:
        known = dict(given)
        sent, entity_id = known.pop("scan"), int(known.pop("entity_id"))
        scan = services.Scan(request.user, sent.name, sent.size, sent.chunks(BLOCK))
        return services.note_paper(
            actor=request.actor, at=request.now, party=party, entity_id=entity_id, scan=scan, **known
        )

    return _form(
        request, form, title=_("Note a mandate on paper"), submit=_("Note the mandate"), act=act,
        back=reverse("mandates:list"), told=_("The mandate is in force."),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="mandates.note")
def amend(request: Request, debit_mandate_id: int) -> HttpResponse:
    """Note another account of the same payer."""
    row = visible(request, debit_mandate_id)
    return _form(
        request, AmendForm(request.POST or None), title=_("Another account for %(mandate)s") % {"mandate": row},
        submit=_("Note the account"), back=reverse("mandates:one", args=[row.pk]), told=_("The account is noted."),
        act=lambda given: services.amend(actor=request.actor, at=request.now, mandate_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="mandates.note")
def confirmed(request: Request, debit_mandate_id: int) -> HttpResponse:
    """Note that the payer's bank knows a mandate between businesses."""
    row = visible(request, debit_mandate_id)
    return _form(
        request, DayForm(request.POST or None, initial={"on": day_of(request.now)}),
        title=_("Does the bank know the mandate %(mandate)s?") % {"mandate": row}, submit=_("Note the confirmation"),
        back=reverse("mandates:one", args=[row.pk]), told=_("From now on can be collected by it."),
        act=lambda given: services.confirm_by_bank(actor=request.actor, at=request.now, mandate_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="mandates.note")
def end(request: Request, debit_mandate_id: int) -> HttpResponse:
    """Note that a customer has revoked a mandate, after a question."""
    row = visible(request, debit_mandate_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.revoke(actor=request.actor, at=request.now, mandate_id=row.pk, **given)
        messages.success(request, _("The mandate is revoked."))
        return redirect("mandates:one", debit_mandate_id=row.pk)

    return asked(
        request, title=_("Revoke the mandate %(reference)s?") % {"reference": row.reference}, done=done,
        back=reverse("mandates:one", args=[row.pk]), submit=_("Revoke the mandate"),
        form=ReasonForm(request.POST or None), undo=_("This cannot be taken back."),
        effect=_("What is planned by it is not collected. The customer is told."),
    )  # fmt: skip


def _ours(request: Request) -> list[Any]:
    """Return the companies whose money somebody of the staff may look after."""
    ours = request.user.entity_id
    return [one for one in providers.entities() if ours in (None, one.pk)]


@require_safe
@access(Audience.STAFF, needs="mandates.view")
def creditors(request: Request) -> HttpResponse:
    """List how the companies collect and pay."""
    known = {row.entity_id: row for row in queries.creditors(request.user)}
    rows = [(one, known.get(one.pk)) for one in _ours(request)]
    may = "mandates.note" in request.user.permissions
    return render(request, "mandates/creditors.html", {"rows": rows, "may": may})


@FORM
@access(Audience.STAFF, needs="mandates.note")
def creditor(request: Request, creditor_of_id: int) -> HttpResponse:
    """Set how a company collects and pays."""
    entity = next((one for one in _ours(request) if one.pk == creditor_of_id), None)
    if entity is None:
        raise Http404
    row = queries.creditor_of(creditor_of_id)
    names = ("name", "identifier", "bic", "notice_days", "agreed_in", "retries")
    initial = {name: getattr(row, name) for name in names} if row else {"name": entity.name, "notice_days": 14}
    return _form(
        request, CreditorForm(request.POST or None, initial=initial), submit=_("Save"),
        title=_("How %(company)s collects and pays") % {"company": entity.name}, told=_("Saved."),
        back=reverse("mandates:creditors"),
        act=lambda given: services.set_creditor(actor=request.actor, at=request.now, entity_id=entity.pk, **given),
    )  # fmt: skip
