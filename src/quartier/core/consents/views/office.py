"""What staff do about consents: publish wordings, note what came on paper, note what was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.consents import queries, services
from quartier.core.consents.extension import consent_purposes
from quartier.core.consents.forms import ALL, NoteForm, RevocationForm, TakenBackForm, TextForm
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked
from quartier.values.zone import BERLIN

BLOCK = 1 << 20


@require_safe
@access(Audience.STAFF, needs="consents.texts")
def texts(request: Request) -> HttpResponse:
    """List the purposes with their wording in force and how many people agree."""
    return render(request, "consents/texts.html", {"published": queries.published(request.now)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="consents.texts")
def text(request: Request, purpose: str) -> HttpResponse:
    """Show all wordings of a purpose and publish the next one."""
    found = consent_purposes.get(purpose)
    if found is None:
        raise Http404
    versions = queries.versions(purpose)
    form = TextForm(request.POST or None, initial={"body": versions[0].body if versions else ""})
    if form.is_valid():
        try:
            services.publish_text(actor=request.actor, at=request.now, purpose=purpose, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The wording is published. Consents to earlier wordings stay what they are."))
            return redirect("consents:text", purpose=purpose)
    context = {"form": form, "purpose": found, "versions": versions}
    return render(request, "consents/text.html", context, status=UNPROCESSABLE if form.errors else 200)


def _party(request: Request, party_id: int) -> Any:
    return get_object_or_404(parties.visible_parties(request.user), pk=party_id)


@require_safe
@access(Audience.STAFF, needs="consents.view")
def customer(request: Request, party_id: int) -> HttpResponse:
    """Show what holds for one customer, and everything they said."""
    party = _party(request, party_id)
    context = {
        "party": party,
        "lines": queries.lines_of(party.pk, request.now),
        "history": queries.history_of(party.pk),
        "objected": queries.objected(party.pk, request.now),
        "may_note": "consents.note" in request.user.permissions,
    }
    return render(request, "consents/customer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="consents.note")
def note(request: Request, party_id: int) -> HttpResponse:
    """Note a consent that came on paper or electronically signed, with its file."""
    party = _party(request, party_id)
    form = NoteForm(request.POST or None, request.FILES or None, initial={"said_on": day_of(request.now)})
    if form.is_valid():
        try:
            _note(request, party.pk, dict(form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The consent is noted."))
            return redirect("consents:customer", party_id=party.pk)
    context = {"form": form, "party": party}
    return render(request, "consents/note.html", context, status=UNPROCESSABLE if form.errors else 200)


def _note(request: Request, party_id: int, given: dict[str, Any]) -> None:
    sent, said_on = given.pop("paper"), given.pop("said_on")
    # Of a paper only the day is known: today it counts from now, otherwise from the noon of its day.
    said_at = request.now if said_on == day_of(request.now) else datetime.combine(said_on, time(12), BERLIN)
    paper = services.Paper(request.user, sent.name, sent.size, sent.chunks(BLOCK))
    services.note_given(actor=request.actor, at=request.now, party_id=party_id, said_at=said_at, paper=paper, **given)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="consents.note")
def revoke(request: Request, party_id: int) -> HttpResponse:
    """Note that a customer has taken consents back."""
    party = _party(request, party_id)

    def done(answers: Mapping[str, Any]) -> HttpResponse:
        purposes = None if answers["purpose"] == ALL else [answers["purpose"]]
        services.revoke(
            actor=request.actor, at=request.now, party_id=party.pk, purposes=purposes, channel=answers["channel"]
        )
        messages.success(request, _("Revoked. It counts from now on."))
        return redirect("consents:customer", party_id=party.pk)

    return asked(
        request,
        title=_("Note a revocation of %(name)s?") % {"name": party},
        effect=_("From now on the data are no longer used for it. What was done before stays lawful."),
        undo=_("Only the customer can agree again."),
        submit=_("Note the revocation"),
        back=reverse("consents:customer", args=[party.pk]),
        done=done,
        form=RevocationForm(request.POST or None),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="consents.note")
def object_(request: Request, party_id: int) -> HttpResponse:
    """Note that a customer objects to advertising."""
    party = _party(request, party_id)

    def done(answers: Mapping[str, Any]) -> HttpResponse:
        services.object_to_marketing(actor=request.actor, at=request.now, party_id=party.pk, channel=answers["channel"])
        messages.success(request, _("The objection counts from now on."))
        return redirect("consents:customer", party_id=party.pk)

    return asked(
        request,
        title=_("Note an objection of %(name)s to advertising?") % {"name": party},
        effect=_("From now on the data are used for no advertising, on no channel."),
        undo=_("Only the customer can agree to single offers again."),
        submit=_("Note the objection"),
        back=reverse("consents:customer", args=[party.pk]),
        done=done,
        form=TakenBackForm(request.POST or None),
    )
