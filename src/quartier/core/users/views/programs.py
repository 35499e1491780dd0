"""What the own program of an account's administrator does with its users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from quartier.core.users import queries
from quartier.core.users.forms import RightsForm, UserForm
from quartier.core.users.views import portal
from quartier.kit.api import COUNT, INSTANT_IF_ANY, TEXT, YES, Call, Listing, Part, Parts, acts, endpoint

MANY: Final = 10_000
USER: Final = Parts(
    Part("number", COUNT, _("Find the user")),
    Part("name", TEXT, _("Name the user")),
    Part("user_name", TEXT, _("Say under which name the user logs in")),
    Part("email", TEXT, _("Reach the user")),
    Part("rights", Listing(TEXT, MANY), _("Say what the user may do")),
    Part("is_active", YES, _("Tell whether the user can log in")),
    Part("accepted_at", INSTANT_IF_ANY, _("Say when the terms were accepted")),
)
USERS: Final = Parts(Part("users", Listing(USER, MANY), _("Everybody who uses the account")))


def _told(line: queries.Line) -> dict[str, Any]:
    return USER.of(line.user, number=line.user.pk, accepted_at=line.accepted_at)


def _lines(request: Call) -> list[queries.Line]:
    """Return the users of the account; who shares none finds nothing."""
    if request.user.account_id is None:
        raise Http404
    return queries.lines_of(request.user.account_id)


@endpoint("GET", like=portal.users, summary=_("List the users of the account"), gives=USERS,
          stands_for=("users:users",))  # fmt: skip
def users(request: Call) -> Mapping[str, Any]:
    """Tell who uses the account: rights, state, whether the terms are accepted."""
    return {"users": [_told(line) for line in _lines(request)]}


@endpoint("GET", like=portal.user, summary=_("Read about one user of the account"), gives=USER,
          stands_for=("users:user",))  # fmt: skip
def user(request: Call, user_id: int) -> Mapping[str, Any]:
    """Tell about one user; one of another account is 404."""
    found = next((line for line in _lines(request) if line.user.pk == user_id), None)
    if found is None:
        raise Http404
    return _told(found)


invite = acts(portal.new, UserForm, summary=_("Invite a user"), stands_for=("users:new",))
grant = acts(portal.user, RightsForm, summary=_("Change what a user may do"), stands_for=("users:user",))
disable = acts(portal.disable, summary=_("Keep a user out, or let one in again"), stands_for=("users:disable",))
remove = acts(portal.remove, summary=_("Remove a user"), stands_for=("users:remove",))
reset = acts(portal.reset, summary=_("Demand a new password of a user"), stands_for=("users:reset",))
