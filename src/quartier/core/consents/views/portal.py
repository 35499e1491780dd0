"""What customers agree to, and take back as easily."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.consents import queries, services
from quartier.core.consents.extension import ConsentPurpose, consent_purposes
from quartier.core.consents.forms import GiveForm
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked


def own_party(request: Request) -> int:
    """Return the number of the logged-in customer; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return int(party.pk)


def _purpose(key: str) -> ConsentPurpose:
    found = consent_purposes.get(key)
    if found is None:
        raise Http404
    return found


@require_safe
@access(Audience.CUSTOMER, stays_open=True)
def own(request: Request) -> HttpResponse:
    """Show what can be agreed to, what holds, and everything said before."""
    party_id = own_party(request)
    lines = queries.lines_of(party_id, request.now)
    context = {
        "lines": lines,
        "holds": any(line.is_given for line in lines),
        "history": queries.history_of(party_id),
        "objected": queries.objected(party_id, request.now),
    }
    return render(request, "consents/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, stays_open=True)
def give(request: Request, purpose: str) -> HttpResponse:
    """Show the exact wording with an empty box, and store the yes with what was shown (SBV-25)."""
    party_id, found = own_party(request), _purpose(purpose)
    text = queries.current_texts().get(found.key)
    if text is None:
        raise Http404

    def done(confirmed: Confirmed) -> HttpResponse:
        shown = {str(_("Wording")): text.body, **confirmed.shown}
        services.give(
            actor=request.actor, at=request.now, party_id=party_id, purpose=found.key, page=request.path, shown=shown,
            text_id=confirmed.values["text"], ticked=confirmed.values["agreed"],
        )  # fmt: skip
        messages.success(request, _("Thank you. You can revoke this consent at any time."))
        return redirect("consents:own")

    return checked(
        request, GiveForm(request.POST or None, initial={"text": text.pk}), key="consents.give",
        subject=f"{found.key}:{party_id}", page="consents/give.html", done=done,
        context={"text": text, "purpose": found}, title=found.label, lead=text.body, submit=_("Give this consent"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, stays_open=True)
def revoke(request: Request, purpose: str) -> HttpResponse:
    """Take one consent back, after the question."""
    found = _purpose(purpose)
    title = _("Revoke your consent to “%(what)s”?") % {"what": found.label}
    return _revoked(request, title, [found.key])


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, stays_open=True)
def revoke_all(request: Request) -> HttpResponse:
    """Take all consents back at once, after the question."""
    return _revoked(request, _("Revoke all your consents?"), None)


def _revoked(request: Request, title: str, purposes: list[str] | None) -> HttpResponse:
    party_id = own_party(request)

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.revoke(actor=request.actor, at=request.now, party_id=party_id, purposes=purposes)
        messages.success(request, _("Revoked. It counts from now on."))
        return redirect("consents:own")

    return asked(
        request,
        title=title,
        effect=_("From now on we no longer use your data for it. What was done before stays lawful."),
        undo=_("You can agree again at any time. Your contract is not affected."),
        submit=_("Revoke"),
        back=reverse("consents:own"),
        done=done,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, stays_open=True)
def object_to_marketing(request: Request) -> HttpResponse:
    """Object to advertising of every kind, after the question (Art. 21(2) GDPR)."""
    party_id = own_party(request)

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.object_to_marketing(actor=request.actor, at=request.now, party_id=party_id)
        messages.success(request, _("You get no advertising from us any more."))
        return redirect("consents:own")

    return asked(
        request,
        title=_("Object to advertising?"),
        effect=_("From now on we use your data for no advertising, on no channel, and make no profile for it."),
        undo=_("You can agree to single offers again at any time."),
        submit=_("Object to advertising"),
        back=reverse("consents:own"),
        done=done,
    )
