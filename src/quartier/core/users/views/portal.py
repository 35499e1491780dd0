"""Pages on which an account's administrator manages its users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.users import queries, services
from quartier.core.users.forms import RightsForm, UserForm
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked

READ_AND_SEND = ["GET", "HEAD", "POST"]


def _account(request: Request) -> int:
    """Return the account this person manages; somebody who acts for another customer manages nobody there."""
    if request.user.acts_for is not None:
        raise Http404
    return int(request.user.account_id)


def _user(request: Request, user_id: int) -> Any:
    return get_object_or_404(queries.users_of(_account(request)), pk=user_id)


@require_safe
@access(Audience.CUSTOMER, right=services.ADMINISTERS)
def users(request: Request) -> HttpResponse:
    """List the users of the account: rights, state, whether the terms are accepted (QX-14)."""
    return render(request, "users/users.html", {"lines": queries.lines_of(_account(request))})


@require_http_methods(READ_AND_SEND)
@access(Audience.CUSTOMER, right=services.ADMINISTERS)
def new(request: Request) -> HttpResponse:
    """Invite a user; the mail leads to the first password."""
    account_id = _account(request)

    def done(confirmed: Confirmed) -> HttpResponse:
        user = services.invite(actor=request.actor, at=request.now, account=request.user.account, **confirmed.values)
        messages.success(request, _("%(name)s gets an e-mail with a link for the first password.") % {"name": user})
        return redirect("users:users")

    return checked(
        request, UserForm(request.POST or None), key="users.new", subject=f"accounts.account:{account_id}",
        page="users/new.html", done=done, submit=_("Invite this user"),
    )  # fmt: skip


@require_http_methods(READ_AND_SEND)
@access(Audience.CUSTOMER, right=services.ADMINISTERS)
def user(request: Request, user_id: int) -> HttpResponse:
    """Show one user and change what they may do."""
    person = _user(request, user_id)

    def done(confirmed: Confirmed) -> HttpResponse:
        services.grant(
            actor=request.actor, at=request.now, account_id=person.account_id, user_id=person.pk, **confirmed.values
        )
        messages.success(request, _("Saved."))
        return redirect("users:user", user_id=person.pk)

    return checked(
        request, RightsForm(request.POST or None, initial={"rights": person.rights}), key="users.rights",
        subject=f"accounts.user:{person.pk}", page="users/user.html", done=done, context={"person": person},
    )  # fmt: skip


@require_http_methods(READ_AND_SEND)
@access(Audience.CUSTOMER, right=services.ADMINISTERS)
def disable(request: Request, user_id: int) -> HttpResponse:
    """Keep a user out, or let one in again, after a question."""
    person = _user(request, user_id)
    words = {"name": person.name}
    if person.is_active:
        return _asked(request, person, services.disable, _("Keep %(name)s out?") % words,
            _("All sessions of this user end at once. Nothing is deleted."), _("You can let the user in again."),
            _("Keep out"))  # fmt: skip
    return _asked(request, person, services.enable, _("Let %(name)s in again?") % words,
        _("The user can log in again with the same password and rights."), _("You can keep the user out again."),
        _("Let in"))  # fmt: skip


@require_http_methods(READ_AND_SEND)
@access(Audience.CUSTOMER, right=services.ADMINISTERS)
def remove(request: Request, user_id: int) -> HttpResponse:
    """Remove a user for good, after a question."""
    person = _user(request, user_id)
    return _asked(request, person, services.remove, _("Remove %(name)s?") % {"name": person.name},
        _("The user cannot log in any more; name and address are deleted. What they did in the account stays."),
        _("This cannot be taken back; you can invite the person anew."), _("Remove this user"))  # fmt: skip


@require_http_methods(READ_AND_SEND)
@access(Audience.CUSTOMER, right=services.ADMINISTERS)
def reset(request: Request, user_id: int) -> HttpResponse:
    """Demand a new password of a user, after a question (QX-27)."""
    person = _user(request, user_id)
    return _asked(request, person, services.ask_for_a_new_password,
        _("Demand a new password of %(name)s?") % {"name": person.name},
        _("All sessions of this user end. At the next login a new password has to be set before anything else."),
        _("This cannot be taken back."), _("Demand a new password"))  # fmt: skip


def _asked(request: Request, person: Any, act: Any, title: str, effect: str, undo: str, submit: str) -> HttpResponse:
    def done(_given: Mapping[str, Any]) -> HttpResponse:
        act(actor=request.actor, at=request.now, account_id=person.account_id, user_id=person.pk)
        messages.success(request, _("Done."))
        return redirect("users:users")

    back = reverse("users:user", args=[person.pk])
    return asked(request, title=title, effect=effect, undo=undo, submit=submit, back=back, done=done)
