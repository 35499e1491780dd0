"""Pages around one's own account: where work starts, what is set, where one is logged in."""

from __future__ import annotations

from functools import wraps
from typing import ParamSpec, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.accounts import queries, services
from quartier.core.accounts.extension import account_lines
from quartier.core.accounts.forms import AddressForm
from quartier.core.accounts.labels import ROLE_LABELS
from quartier.core.accounts.models import Purpose
from quartier.kit.access import Audience, View, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import SHELLS, UNPROCESSABLE, asked

P = ParamSpec("P")
STARTS = {
    Audience.CUSTOMER: "parties:dashboard",
    Audience.STAFF: "providers:office",
    Audience.OPERATOR: "providers:console",
}


def own(view: View[P]) -> View[P]:
    """Lead strangers to the login: the page is the same for customers, staff and operators, each about themselves."""

    @wraps(view)
    def asking(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("accounts:me")
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return cast(View[P], asking)


def shell_of(request: Request) -> str:
    """Return the shell of whoever is logged in."""
    return SHELLS[Audience(request.user.audience)]


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def onward(request: Request) -> HttpResponse:
    """Lead everybody to where their work starts."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return redirect(STARTS[Audience(request.user.audience)])


@require_safe
@access(Audience.PUBLIC, stays_open=True)
@own
def my_account(request: Request) -> HttpResponse:
    """Show how whoever is logged in gets in, and what else belongs to the account."""
    lines = sorted((line for line in account_lines if line.shown(request)), key=lambda line: line.order)
    context = {
        "roles": [ROLE_LABELS[role] for role in request.user.roles],
        "second_factor": queries.second_factor_names(request.user),
        "sessions": len(queries.sessions_of(request.user, request.now)),
        "lines": [(line.label, line.value(request), line.address(), line.change) for line in lines],
        "shell": shell_of(request),
    }
    return render(request, "accounts/me.html", context)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
@own
def sessions(request: Request) -> HttpResponse:
    """List where one is logged in, and the browsers that need no second factor."""
    rows = [
        (queries.name_of(row), row, row.session_key == request.session.session_key)
        for row in queries.sessions_of(request.user, request.now)
    ]
    trusted = queries.trusted_devices(request.user, request.now)
    context = {"rows": rows, "trusted": trusted, "shell": shell_of(request)}
    return render(request, "accounts/sessions.html", context)


@require_POST
@access(Audience.PUBLIC, stays_open=True)
@own
def session_end(request: Request, session: str) -> HttpResponse:
    """Log out on one device."""
    services.end_session(actor=request.actor, at=request.now, user=request.user, name=session)
    messages.success(request, _("This device is logged out."))
    return redirect("accounts:sessions")


@require_POST
@access(Audience.PUBLIC, stays_open=True)
@own
def sessions_end(request: Request) -> HttpResponse:
    """Log out on all other devices; none is trusted any more."""
    keep = request.session.session_key or ""
    services.end_other_sessions(actor=request.actor, at=request.now, user=request.user, keep=keep)
    messages.success(request, _("All other devices are logged out."))
    return redirect("accounts:sessions")


@require_POST
@access(Audience.PUBLIC, stays_open=True)
@own
def devices_distrust(request: Request) -> HttpResponse:
    """Ask for the second factor in every browser again."""
    services.distrust_devices(actor=request.actor, at=request.now, user=request.user)
    messages.success(request, _("The second factor is asked for everywhere again."))
    return redirect("accounts:sessions")


@access(Audience.PUBLIC, stays_open=True)
@own
def suspicion(request: Request) -> HttpResponse:
    """Lock the own account because somebody else may know the password (DWG-20, QX-27, CC-23)."""

    def done(_given: object) -> HttpResponse:
        services.distrust(actor=request.actor, at=request.now, user_id=request.user.pk)
        logout(request)
        return redirect("accounts:suspected")

    effect = _(
        "Your password stops working at once, and you are logged out everywhere, here too. You get a mail with a link "
        "to choose a new password. We are told and look into it."
    )
    return asked(
        request, title=_("Does somebody else know your password?"), effect=effect, done=done,
        undo=_("This cannot be taken back; the old password stays dead."), submit=_("Lock my account now"),
        back=reverse("accounts:me"),
    )  # fmt: skip


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def suspected(request: Request) -> HttpResponse:
    """Say what happens after an account was locked by its owner."""
    return render(request, "accounts/suspected.html")


@access(Audience.PUBLIC, stays_open=True)
@own
def address(request: Request) -> HttpResponse:
    """Ask for another e-mail address; it counts when it is confirmed there."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_address(actor=request.actor, at=request.now, user_id=request.user.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render(request, "accounts/address_asked.html", {**form.cleaned_data, "shell": shell_of(request)})
    context = {"form": form, "shell": shell_of(request)}
    return render(request, "accounts/address.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.PUBLIC, stays_open=True)
def address_confirm(request: Request, key: str) -> HttpResponse:
    """Confirm a new address by a button: opening the link alone changes nothing."""
    try:
        link = services.link_of(at=request.now, key=key, purposes=(Purpose.ADDRESS,))
        if request.method == "POST":
            services.confirm_address(actor=request.actor, at=request.now, key=key)
            messages.success(request, _("Your new address counts from now on."))
            return redirect("accounts:me")
    except services.LinkDead as refusal:
        return render(request, "accounts/link_dead.html", {"said": refusal}, status=refusal.status)
    return render(request, "accounts/address_confirm.html", {"email": link.email})
