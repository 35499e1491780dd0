"""Keys of the API in the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.api import queries, services
from quartier.core.api.forms import KeyForm
from quartier.core.api.models import ApiKey
from quartier.kit.access import Audience, access
from quartier.kit.api import scopes
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


@require_safe
@access(Audience.STAFF, needs="api.keys")
def keys(request: Request) -> HttpResponse:
    """List all keys with what they may do and when they were used last."""
    told = [(row, [scopes.get(scope) or scope for scope in row.scopes]) for row in queries.keys()]  # noqa: SIM118
    origin = request.build_absolute_uri("/api/v1/")
    return render(request, "api/keys.html", {"keys": told, "origin": origin, "now": request.now})


@access(Audience.STAFF, needs="api.keys")
def issue(request: Request) -> HttpResponse:
    """Issue a key and show it this one time."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = services.issue(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _shown_once(request, key, secret)
    return render(request, "api/issue.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="api.keys")
def renew(request: Request, key_id: int) -> HttpResponse:
    """Give a program a new key and show it this one time."""
    key = get_object_or_404(queries.working_keys(), pk=key_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        return _shown_once(request, *services.renew(actor=request.actor, at=request.now, key_id=key.pk))

    return asked(
        request,
        title=_("Renew the key “%(name)s”?") % {"name": key.name},
        effect=_("You get a new key. The one in use works two more days, then no longer."),
        undo=_("This cannot be taken back."),
        submit=_("Renew the key"),
        back=reverse("api:keys"),
        done=done,
    )


@access(Audience.STAFF, needs="api.keys")
def revoke(request: Request, key_id: int) -> HttpResponse:
    """Revoke a key, after a question."""
    key = get_object_or_404(queries.working_keys(), pk=key_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.revoke(actor=request.actor, at=request.now, key_id=key.pk)
        messages.success(request, _("The key “%(name)s” does not work any more.") % {"name": key.name})
        return redirect("api:keys")

    return asked(
        request,
        title=_("Revoke the key “%(name)s”?") % {"name": key.name},
        effect=_("The program cannot call us any more, from its next call on."),
        undo=_("This cannot be taken back; you can issue a new key."),
        submit=_("Revoke the key"),
        back=reverse("api:keys"),
        done=done,
    )


def _shown_once(request: Request, key: ApiKey, secret: str) -> HttpResponse:
    """Show a secret on the answer itself: it is kept nowhere, so there is no address to find it again."""
    return render(request, "api/once.html", {"key": key, "secret": secret})
