"""Letters in the office: list, choose a customer, write, look at it first, one letter, take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.letters import queries, services, tables
from quartier.core.letters.forms import TakeBackForm, WriteForm
from quartier.core.letters.models import LetterState
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


@require_safe
@access(Audience.STAFF, needs="letters.view")
def letters(request: Request) -> HttpResponseBase:
    """List the letters this person may know of, above them what waits to be printed."""
    table = tables.LETTERS.bind(request, queries.visible(request.user))
    context = {"table": table, "heaps": queries.heaps(request.user), "batches": queries.count_unposted(request.user)}
    return table.answer() or render(request, "letters/list.html", context)


@require_safe
@access(Audience.STAFF, needs="letters.work")
def recipients(request: Request) -> HttpResponseBase:
    """Choose the customer to write to."""
    table = tables.RECIPIENTS.bind(request, parties.visible_parties(request.user))
    return table.answer() or render(request, "letters/recipients.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="letters.work")
def write(request: Request, party_id: int) -> HttpResponse:
    """Write to a customer in the name of a company they have a contract with, or look at the letter first."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=party_id)
    bound = parties.visible_relationships(request.user, party)
    entities = list({row.legal_entity_id: row.legal_entity.name for row in bound}.items())
    form = WriteForm(request.POST or None, entities=entities)
    if form.is_valid():
        entity_id = form.cleaned_data["legal_entity"]
        order: dict[str, Any] = {"party_id": party.pk, "entity_id": entity_id, "text": form.letter()}
        try:
            if "look" in request.POST:
                return _draft(services.draft(actor=request.actor, at=request.now, **order).content)
            tell = form.cleaned_data["tell"]
            row = services.write(actor=request.actor, at=request.now, tell=tell, **order)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The letter is written. It waits to be printed."))
            return redirect("letters:letter", letter_id=row.pk)
    context = {"form": form, "party": party, "entities": entities}
    return render(request, "letters/write.html", context, status=UNPROCESSABLE if form.errors else 200)


def _draft(content: bytes) -> HttpResponse:
    """Show a letter that is not kept."""
    headers = {"Content-Disposition": 'inline; filename="Entwurf.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_safe
@access(Audience.STAFF, needs="letters.view")
def letter(request: Request, letter_id: int) -> HttpResponse:
    """Show one letter: to whom, how far it is, and its document."""
    row = get_object_or_404(queries.visible(request.user), pk=letter_id)
    context = {
        "letter": row,
        "label": queries.template_label(row),
        "is_waiting": row.state == LetterState.WAITING and "letters.work" in request.user.permissions,
        "may_open": "documents.view" in request.user.permissions,
        "kept_until": queries.kept_until(row),
    }
    return render(request, "letters/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="letters.work")
def take_back(request: Request, letter_id: int) -> HttpResponse:
    """Take a letter back before it is printed."""
    row = get_object_or_404(queries.visible(request.user), pk=letter_id)
    back = reverse("letters:letter", args=[row.pk])

    def done(values: Any) -> HttpResponse:
        services.take_back(actor=request.actor, at=request.now, letter_id=row.pk, reason=values["reason"])
        messages.success(request, _("The letter is taken back."))
        return redirect(back)

    return asked(
        request,
        title=_("Take letter %(number)s back?") % {"number": row.number},
        effect=_("It is not printed, and the customer does not see it in the portal any more."),
        undo=_("This cannot be undone, but you can write the letter again."),
        submit=_("Take letter back"),
        back=back,
        done=done,
        form=TakeBackForm(request.POST or None),
    )
