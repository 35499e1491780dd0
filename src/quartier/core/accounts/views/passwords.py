"""Pages to choose, change and get back a password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from quartier.core.accounts import queries, services
from quartier.core.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from quartier.core.accounts.models import Purpose
from quartier.core.accounts.rules import Way
from quartier.core.accounts.views.own import own, shell_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE


def _hint(request: Request, audience: str) -> str:
    words = services.words_of(queries.password_rule(audience, day_of(request.now)))
    return _("It needs %(rule)s. Long sentences are good.") % {"rule": ", ".join(words)}


@sensitive_post_parameters()
@access(Audience.PUBLIC, stays_open=True)
@own
def password(request: Request) -> HttpResponse:
    """Change one's own password; every other device is logged out (DWG-21)."""
    form = ChangePasswordForm(request.POST or None, hint=_hint(request, request.user.audience))
    if request.method == "POST" and form.is_valid():
        try:
            user = services.change_password(
                actor=request.actor, at=request.now, user_id=request.user.pk, current=form.cleaned_data["current"],
                password=form.cleaned_data["password"], keep=request.session.session_key or "",
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your new password counts from now on. All other devices are logged out."))
            return redirect("accounts:me")
    context = {"form": form, "shell": shell_of(request), "must": request.user.must_change_password}
    return render(request, "accounts/password.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.PUBLIC, stays_open=True)
def password_forgotten(request: Request) -> HttpResponse:
    """Ask for a link to choose a new password; the page says the same whoever is named."""
    return _forgotten(request, Way.EMAIL if request.portal.is_console else queries.login_way(day_of(request.now)))


@access(Audience.PUBLIC, stays_open=True)
def password_forgotten_staff(request: Request) -> HttpResponse:
    """Ask for a link as somebody of the staff."""
    return _forgotten(request, Way.EMAIL)


def _forgotten(request: Request, way: Way) -> HttpResponse:
    form = ForgottenForm(request.POST or None, way=way)
    if request.method == "POST" and form.is_valid():
        login = form.wanted()
        services.spend(at=request.now, counts=[services.counted_for_address("reset", client_ip(request) or "0.0.0.0")])  # noqa: S104 – a label
        try:
            services.spend(at=request.now, counts=[services.counted_reset(login)])
        except services.TooManyTries:
            # The mails of the last hour still work; who asks must not learn that there were any.
            return render(request, "accounts/password_sent.html")
        services.ask_for_reset(at=request.now, login=login)
        return render(request, "accounts/password_sent.html")
    context = {"form": form}
    return render(request, "accounts/password_forgotten.html", context, status=UNPROCESSABLE if form.errors else 200)


@sensitive_post_parameters()
@access(Audience.PUBLIC, stays_open=True)
def password_choose(request: Request, key: str) -> HttpResponse:
    """Choose a password with the link from a mail; nobody is logged in by it."""
    try:
        link = services.link_of(at=request.now, key=key, purposes=(Purpose.RESET, Purpose.FIRST))
    except services.LinkDead as refusal:
        return render(request, "accounts/link_dead.html", {"said": refusal}, status=refusal.status)
    form = NewPasswordForm(request.POST or None, hint=_hint(request, link.user.audience if link.user else ""))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["password"]
        try:
            services.choose_password(actor=request.actor, at=request.now, key=key, password=given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your new password counts from now on. You can log in."))
            return redirect("account_login")
    context = {"form": form, "is_first": link.purpose == Purpose.FIRST, "login": link.user and link.user.login}
    return render(request, "accounts/password_choose.html", context, status=UNPROCESSABLE if form.errors else 200)
