"""Lets representatives act for customers: within scope and time, and under both names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from quartier.core.parties import queries
from quartier.core.parties.rules import CHOSEN
from quartier.kit.access import Audience, access_of
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.values.actor import Actor, Represented

Handler = Callable[[HttpRequest], HttpResponse]


class Acting:
    """Looks at every request of a customer whether they act for somebody, and whether they still may (SBV-51).

    Whoever acts for nobody pays nothing: the choice stands in the session, which is read anyway.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Put whom somebody acts for on their account and on the actor; lead back whoever may not any more."""
        rule = access_of(view)
        if rule is None or rule.audience is not Audience.CUSTOMER or not request.user.is_authenticated:
            return None
        number = request.session.get(CHOSEN)
        if number is None:
            return None
        tie = queries.mandates_of(request.user, day_of(request.now)).filter(pk=number).first()
        if tie is None:
            del request.session[CHOSEN]
            messages.warning(request, _("You may not act for this customer any more. You see your own pages again."))
            return redirect("parties:dashboard")
        request.user.acts_for = queries.acts_for(tie)
        who = request.actor
        behalf = Represented(queries.subject_of(tie.customer), str(tie.customer))
        request.actor = Actor(who.kind, who.key, who.name, who.via, behalf, who.address)
        return None
