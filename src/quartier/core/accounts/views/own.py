"""Pages around one's own account."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartier.core.accounts import queries
from quartier.core.accounts.labels import ROLE_LABELS
from quartier.kit.access import Audience, access
from quartier.kit.http import Request

STARTS = {
    Audience.CUSTOMER: "parties:dashboard",
    Audience.STAFF: "providers:office",
    Audience.OPERATOR: "providers:console",
}


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def onward(request: Request) -> HttpResponse:
    """Lead everybody to where their work starts."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return redirect(STARTS[Audience(request.user.audience)])


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def my_account(request: Request) -> HttpResponse:
    """Show name, address, roles and second factor of whoever is logged in."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    shell = {"customer": "kit/portal.html", "staff": "kit/office.html", "operator": "kit/console.html"}
    context = {
        "roles": [ROLE_LABELS[role] for role in request.user.roles],
        "second_factor": queries.has_second_factor(request.user),
        "shell": shell[request.user.audience],
    }
    return render(request, "accounts/me.html", context)
