"""What staff see of customers; a partner's staff see only those of its own legal entity."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.audit import queries as audit
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries, services, tables
from quartier.core.parties.forms import AddressStateForm, RelationshipForm
from quartier.core.parties.models import Party, RelationshipKind
from quartier.core.providers import queries as providers
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


def visible(request: Request, party_id: int) -> Party:
    """Return a customer whom this member of staff may meet; others are 404."""
    return get_object_or_404(queries.visible_parties(request.user), pk=party_id)


@access(Audience.STAFF, needs="parties.view")
def customers(request: Request) -> HttpResponseBase:
    """List the customers this person may see: sort, filter, search, export."""
    table = tables.CUSTOMERS.bind(request, queries.visible_parties(request.user))

    def exported(rows: int) -> None:
        services.note_export(actor=request.actor, at=request.now, rows=rows)

    return table.answer(exported) or render(request, "parties/customers.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="parties.view")
def customer(request: Request, party_id: int) -> HttpResponse:
    """Show one customer: details, contracts, mail, history."""
    party = visible(request, party_id)
    relationships = queries.visible_relationships(request.user, party)
    context = {
        "party": party,
        "relationships": relationships,
        "is_supplier": any(row.kind == RelationshipKind.SUPPLIER for row in relationships),
        "mails": inbox.about(queries.subject_of(party), 5, reader=request.user),
        "subjects": queries.subjects_of(party),
        "confirmations": audit.confirmations_of(queries.subject_of(party)),
        "actions": queries.actions_for(request.user),
    }
    return render(request, "parties/customer.html", context)


@access(Audience.STAFF, needs="parties.edit")
def address_state(request: Request, party_id: int) -> HttpResponse:
    """Note that an address is unknown or abroad, or known again (DWG-44)."""
    party = visible(request, party_id)
    form = AddressStateForm(
        request.POST or None, initial={"state": party.address_state, "since": party.address_state_since}
    )
    if form.is_valid():
        state, since = form.cleaned_data["state"], form.cleaned_data["since"]
        try:
            services.set_address_state(actor=request.actor, at=request.now, party_id=party.pk, state=state, since=since)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("parties:customer", party_id=party.pk)
    context = {"form": form, "party": party, "title": _("Is the address known?")}
    return render(request, "parties/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="parties.edit")
def relationship_new(request: Request, party_id: int) -> HttpResponse:
    """Open a relationship to exactly one legal entity; the customer is told by mail in its name."""
    party = visible(request, party_id)
    own = request.user.entity_id
    entities = [(e.pk, e.name) for e in providers.portal_of(request).entities if own in (None, e.pk)]
    form = RelationshipForm(request.POST or None, entities=entities, kinds=queries.kinds_met(request.user))
    if form.is_valid():
        given = dict(form.cleaned_data)
        entity_id = given.pop("legal_entity")
        try:
            services.open_relationship(
                actor=request.actor,
                at=request.now,
                party=party,
                legal_entity_id=entity_id,
                **given,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The contract is noted; the customer is told by e-mail."))
            return redirect("parties:customer", party_id=party.pk)
    context = {"form": form, "party": party, "title": _("Note a contract")}
    return render(request, "parties/form.html", context, status=UNPROCESSABLE if form.errors else 200)
