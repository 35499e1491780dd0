"""Agreements on processing with customers who are controllers, and the instruction of staff (QX-40)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.accounts import queries as accounts
from quartier.core.parties import queries as parties
from quartier.core.processing import services, tables
from quartier.core.processing.forms import ConcludeForm, InstructionForm, PartForm
from quartier.core.processing.queries import agreements as queries
from quartier.core.processing.rules import Part
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

PARTS = {"vertrag": Part.AGREEMENT, "massnahmen": Part.MEASURES}


def own_party(request: Request) -> Any:
    """Return the party of the logged-in customer; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


@require_safe
@access(Audience.CUSTOMER, feature="processing_agreement")
def own(request: Request) -> HttpResponse:
    """Show the agreement with its annex, and what was concluded."""
    text, annex = queries.current_text(Part.AGREEMENT), queries.current_text(Part.MEASURES)
    concluded = queries.agreements_of(own_party(request).pk)
    is_current = any((one.text, one.annex) == (text, annex) for one in concluded)
    context = {"text": text, "annex": annex, "concluded": concluded, "is_current": is_current}
    return render(request, "processing/agreement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="processing_agreement")
def conclude(request: Request) -> HttpResponse:
    """Conclude the agreement in force, with the check step; the copy lies in the archive then."""
    party = own_party(request)
    text, annex = queries.current_text(Part.AGREEMENT), queries.current_text(Part.MEASURES)
    if text is None or annex is None:
        return redirect("processing:agreement")

    def done(confirmed: Confirmed) -> HttpResponse:
        given = {name: confirmed.values[name] for name in ("signatory", "text_id", "annex_id")}
        services.conclude(actor=request.actor, at=request.now, user=request.user, shown=confirmed.shown, **given)
        messages.success(request, _("The agreement is concluded. Your copy lies in your documents."))
        return redirect("processing:agreement")

    return checked(
        request, ConcludeForm(request.POST or None, initial={"text_id": text.pk, "annex_id": annex.pk}),
        key="processing.agreement", subject=parties.subject_of(party), page="processing/conclude.html", done=done,
        context={"text": text, "annex": annex}, submit=_("Conclude the agreement"),
        lead=_("Version %(text)s with annex version %(annex)s") % {"text": text.version, "annex": annex.version},
    )  # fmt: skip


@require_safe
@access(Audience.STAFF, needs="processing.view")
def agreements(request: Request) -> HttpResponseBase:
    """List what customers concluded, and lead to the texts."""
    parts = [(name, _(part.label), queries.current_text(part)) for name, part in PARTS.items()]
    table = tables.AGREEMENTS.bind(request, queries.agreements())
    return table.answer() or render(request, "processing/agreements.html", {"parts": parts, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def part(request: Request, part: str) -> HttpResponse:
    """Show all versions of a text and publish the next one."""
    found = PARTS.get(part)
    if found is None:
        raise Http404
    versions = queries.versions(found)
    form = PartForm(request.POST or None, initial={"body": versions[0].body if versions else ""})
    if form.is_valid():
        try:
            services.publish_part(actor=request.actor, at=request.now, kind=found, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Published. What was concluded before keeps its version."))
            return redirect("processing:agreements")
    context = {"form": form, "title": _(found.label), "versions": versions}
    return render(request, "processing/part.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@access(Audience.STAFF, needs="processing.view")
def instructions(request: Request) -> HttpResponse:
    """Report who of the staff has a current instruction on data protection and who has none."""
    return render(request, "processing/instructions.html", {"people": queries.staff_instructed(request.now)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.edit")
def instruct(request: Request, user_id: int) -> HttpResponse:
    """Note an instruction of somebody, and show the earlier ones."""
    person = get_object_or_404(accounts.staff(), pk=user_id)
    first = {"instructed_on": day_of(request.now), "instructed_by": str(request.user)}
    form = InstructionForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            services.note_instruction(actor=request.actor, at=request.now, user_id=person.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("processing:instructions")
    context = {"form": form, "person": person, "earlier": queries.instructions_of(person.pk),
               "back": reverse("processing:instructions")}  # fmt: skip
    return render(request, "processing/instruct.html", context, status=UNPROCESSABLE if form.errors else 200)
