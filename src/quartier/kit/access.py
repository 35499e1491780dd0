"""Who may open an address: declared once at the view, enforced there, read by the permission matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.http import urlencode

from quartier.kit.errors import FeatureOff
from quartier.kit.http import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]
# All that pages and forms need; a view may allow less.
VERBS = ("GET", "HEAD", "POST")
SAFE = ("GET", "HEAD")
# What changing something takes, unless the view says otherwise.
WRITE = "write"


class Audience(StrEnum):
    """For whom a page is made."""

    PUBLIC = "public"
    CUSTOMER = "customer"
    STAFF = "staff"
    OPERATOR = "operator"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Access:
    """The rule of one view: audience, permission and data area (staff only), right (customers only), function switch,
    and whether a stop leaves it open.

    Without a `right` whoever acts for the customer may read the page, and needs the one to write for a change; "" asks
    for none at all.
    """

    audience: Audience
    needs: str | None = None
    feature: str | None = None
    stays_open: bool = False
    area: str | None = None
    right: str | None = None
    in_part: bool = False


def access(
    audience: Audience,
    *,
    needs: str | None = None,
    feature: str | None = None,
    stays_open: bool = False,
    area: str | None = None,
    right: str | None = None,
    in_part: bool = False,
) -> Callable[[View[P]], View[P]]:
    """Guard a view: strangers are sent to the login, the wrong role or area gets 403, a switched-off function 404.

    `stays_open` keeps a public page reachable while the portal is stopped (imprint, privacy, withdrawal);
    staff and operator pages always are. `in_part` opens a customer's page also to whoever acts for the customer in
    some contracts alone: it shows nothing of the others.
    """
    stays = stays_open or audience in (Audience.STAFF, Audience.OPERATOR)
    rule = Access(audience, needs, feature, stays, area, right, in_part)

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in VERBS:
                return HttpResponseNotAllowed(VERBS)
            if audience is not Audience.PUBLIC and not request.user.is_authenticated:
                return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
            if not permits(rule, request.user, changes=request.method not in SAFE):
                raise PermissionDenied
            if feature and not request.portal.feature_on(feature, request.now):
                raise FeatureOff
            return view(request, *args, **kwargs)

        guarded.access = rule  # type: ignore[attr-defined]
        return cast(View[P], guarded)

    return guard


def permits(rule: Access, user: Any, *, changes: bool = False) -> bool:
    """Tell whether a person may pass a rule, to look or to change; switches and stops are looked at elsewhere."""
    if rule.audience is Audience.PUBLIC:
        return True
    if not user.is_authenticated or user.audience != rule.audience:
        return False
    if rule.area is not None and rule.area not in user.data_areas:
        return False
    if rule.audience is Audience.CUSTOMER:
        if user.acts_for is not None and not (rule.in_part or user.acts_for.is_whole):
            return False
        asked = rule.right if rule.right is not None else WRITE if changes else ""
        return not asked or asked in user.customer_rights
    return rule.needs is None or rule.needs in user.permissions


def access_of(view: Callable[..., Any]) -> Access | None:
    """Return the declared rule of a view, or None when somebody forgot it."""
    rule = getattr(view, "access", None)
    return rule if isinstance(rule, Access) else None
