"""A customer's own access keys: listed, made and shown once, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.api import queries, services
from quartier.core.api.forms import TokenForm
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked


@require_safe
@access(Audience.CUSTOMER)
def own(request: Request) -> HttpResponse:
    """List a customer's access keys: what each may do, when it was used last, until when it works."""
    names = queries.scope_names()
    told = [(row, [names[scope] for scope in row.scopes if scope in names]) for row in queries.tokens_of(request.user)]
    return render(request, "api/tokens.html", {"tokens": told, "now": request.now})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="")
def new(request: Request) -> HttpResponse:
    """Make an access key, with the check step and the password once more, and show it this one time."""
    form = TokenForm(request.POST or None, scopes=list(queries.own_scopes(request.user).items()))
    if form.is_valid() and not did_recently_reauthenticate(request):
        raise ReauthenticationRequired

    def done(confirmed: Confirmed) -> HttpResponse:
        given = {**confirmed.values, "days": int(confirmed.values["days"])}
        token, secret = services.allow(actor=request.actor, at=request.now, user=request.user, **given)
        return render(request, "api/token_once.html", {"token": token, "secret": secret})

    return checked(
        request, form, key="api.token", subject=f"accounts.user:{request.user.pk}", page="api/token_new.html",
        done=done, submit=_("Make the access key"),
        lead=_("Whoever has the key can do this in your name until its time is over or you remove it."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="")
def take_back(request: Request, token_id: int) -> HttpResponse:
    """Remove an access key, after the question."""
    token = get_object_or_404(queries.tokens_of(request.user), pk=token_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.take_back(actor=request.actor, at=request.now, token=token)
        messages.success(request, _("The access key “%(name)s” does not work any more.") % {"name": token.name})
        return redirect("api:tokens")

    return asked(
        request,
        title=_("Remove the access key “%(name)s”?") % {"name": token.name},
        effect=_("The program that uses it cannot reach your data any more, from its next call on."),
        undo=_("This cannot be taken back; you can make a new key."),
        submit=_("Remove the access key"),
        back=reverse("api:tokens"),
        done=done,
    )
