"""Related persons of a customer: whoever has a role in their contracts, and who may act for them."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.parties import queries, services
from quartier.core.parties.forms import RelatedForm, RoleEndForm
from quartier.core.parties.views.office import visible
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


@require_safe
@access(Audience.STAFF, needs="parties.view")
def related(request: Request, party_id: int) -> HttpResponse:
    """List who has or had a role for a customer, and for whom the customer has one."""
    party, today = visible(request, party_id), day_of(request.now)
    ties = [(row, queries.runs(row, today), queries.scope_of(row)) for row in queries.related_to(party)]
    context = {"party": party, "ties": ties, "roles": queries.roles_of(party)}
    return render(request, "parties/related.html", context)


@access(Audience.STAFF, needs="parties.edit")
def related_new(request: Request, party_id: int) -> HttpResponse:
    """Note a role of somebody, with what they may do in the portal where it is one to act in."""
    party = visible(request, party_id)
    contracts = [(row.pk, str(row)) for row in queries.visible_relationships(request.user, party)]
    form = RelatedForm(request.POST or None, initial={"valid_from": day_of(request.now)}, contracts=contracts)
    if form.is_valid():
        try:
            services.relate(actor=request.actor, at=request.now, customer_id=party.pk, **form.said())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            told = form.cleaned_data["acts"] and party.email
            messages.success(request, _("Noted; the customer is told by e-mail.") if told else _("Saved."))
            return redirect("parties:related", party_id=party.pk)
    context = {"form": form, "party": party, "title": _("Add a related person")}
    return render(request, "parties/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="parties.edit")
def related_end(request: Request, party_id: int, tie_id: int) -> HttpResponse:
    """Note on which day a role ends."""
    party = visible(request, party_id)
    row = get_object_or_404(queries.related_to(party), pk=tie_id)
    form = RoleEndForm(request.POST or None, initial={"last_on": day_of(request.now)})
    if form.is_valid():
        over = form.cleaned_data["last_on"] + timedelta(days=1)
        try:
            services.end_role(
                actor=request.actor, at=request.now, customer_id=party.pk, tie_id=row.pk, valid_until=over
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("parties:related", party_id=party.pk)
    title = _("End the role: %(role)s") % {"role": row}
    context = {"form": form, "party": party, "title": title}
    return render(request, "parties/form.html", context, status=UNPROCESSABLE if form.errors else 200)
