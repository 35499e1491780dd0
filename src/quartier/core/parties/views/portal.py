"""What customers see of themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries, services
from quartier.core.parties.forms import ContactForm
from quartier.core.parties.models import Party, Relationship
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request


def own_party(request: Request) -> Party:
    """Return the party of the logged-in customer; an account without one is 404."""
    party = queries.party_of(request.user)
    if party is None:
        raise Http404
    return party


@require_safe
@access(Audience.CUSTOMER)
def dashboard(request: Request) -> HttpResponse:
    """Greet, say what is due, list contracts and the latest mail."""
    party = own_party(request)
    context = {
        "party": party,
        "relationships": queries.relationships_of(party),
        "mails": inbox.about(queries.subject_of(party), 5),
    }
    return render(request, "parties/dashboard.html", context)


@require_safe
@access(Audience.CUSTOMER)
def relationships(request: Request) -> HttpResponse:
    """List the customer's contracts, each with its contracting party."""
    rows = queries.relationships_of(own_party(request))
    return render(request, "parties/relationships.html", {"relationships": rows})


def own_relationship(request: Request, relationship_id: int) -> Relationship:
    """Return a contract of the logged-in customer; a stranger's is 404."""
    rows = queries.relationships_of(own_party(request))
    found = next((row for row in rows if row.pk == relationship_id), None)
    if found is None:
        raise Http404
    return found


@require_safe
@access(Audience.CUSTOMER)
def relationship(request: Request, relationship_id: int) -> HttpResponse:
    """Show one contract; a stranger's is 404."""
    row = own_relationship(request, relationship_id)
    return render(request, "parties/relationship.html", {"row": row, "entity": queries.contracting_party(row)})


@require_safe
@access(Audience.CUSTOMER)
def letter(request: Request, relationship_id: int) -> HttpResponse:
    """Show the confirmation of one contract as a letter of the contracting party, to print or keep as PDF."""
    row = own_relationship(request, relationship_id)
    return render(request, "parties/letter.html", {"row": row, "entity": queries.contracting_party(row)})


@access(Audience.CUSTOMER, feature="my_data")
def my_data(request: Request) -> HttpResponse:
    """Change contact details, with the check step that the terms ask for (DWG-46)."""
    party = own_party(request)
    first = {field: getattr(party, field) for field in services.CONTACT_FIELDS}

    def done(confirmed: Confirmed) -> HttpResponse:
        services.change_contact(
            actor=request.actor, at=request.now, party_id=party.pk, values=confirmed.values, shown=confirmed.shown
        )
        messages.success(request, _("Your details are saved."))
        return redirect("parties:my_data")

    return checked(
        request,
        ContactForm(request.POST or None, initial=first),
        key="parties.contact",
        subject=queries.subject_of(party),
        done=done,
        page="parties/my_data.html",
        context={"party": party},
    )
