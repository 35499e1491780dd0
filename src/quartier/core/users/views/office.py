"""How a customer gets in, as staff see it, and what they do when somebody else may know the password (DWG-20)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.accounts import services as accounts
from quartier.core.parties import queries as parties
from quartier.core.users import queries
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.pages import asked


@require_safe
@access(Audience.STAFF, needs="users.view")
def logins(request: Request, party_id: int) -> HttpResponse:
    """Show who logs in for a customer."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=party_id)
    context = {
        "party": party,
        "lines": queries.logins_of(party),
        "may_secure": "users.secure" in request.user.permissions,
    }
    return render(request, "users/logins.html", context)


@access(Audience.STAFF, needs="users.secure")
def distrust(request: Request, login_id: int) -> HttpResponse:
    """Let every way in of a user die, because somebody else may know the password."""
    person, party = _login(request, login_id)

    def act() -> None:
        accounts.distrust(actor=request.actor, at=request.now, user_id=person.pk)

    words = {
        "title": _("May somebody else know the password of %(name)s?") % {"name": person},
        "effect": _(
            "All sessions, trusted browsers and tokens end and the password dies at once. The owner gets a link for a"
            " new one by e-mail, and a task is opened for you."
        ),
        "submit": _("End every access"),
    }
    return _asked(request, party, act, **words)


@access(Audience.STAFF, needs="users.secure")
def send_link(request: Request, login_id: int) -> HttpResponse:
    """Mail a user the link for a new password."""
    person, party = _login(request, login_id)

    def act() -> None:
        accounts.ask_for_reset(at=request.now, login=person.login)

    about = {"name": person, "email": person.email}
    words = {
        "title": _("Send %(name)s a link for a new password?") % about,
        "effect": _("The link goes to %(email)s. Until it is used the password in use works.")
        % {"email": person.email},
        "submit": _("Send the link"),
    }
    return _asked(request, party, act, **words)


def _login(request: Request, login_id: int) -> tuple[Any, Any]:
    try:
        return queries.login_numbered(request.user, login_id)
    except LookupError:
        raise Http404 from None


def _asked(
    request: Request, party: Any, act: Callable[[], None], *, title: str, effect: str, submit: str
) -> HttpResponse:
    back = reverse("users:logins", args=[party.pk])

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        act()
        messages.success(request, _("Done."))
        return redirect(back)

    undo = _("This cannot be taken back.")
    return asked(request, title=title, effect=effect, undo=undo, submit=submit, back=back, done=done)
