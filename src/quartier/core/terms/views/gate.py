"""Where somebody who uses a customer's account accepts the texts before anything else (QX-14)."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartier.core.audit import services as audit
from quartier.core.terms import queries, services
from quartier.core.terms.forms import AcceptForm
from quartier.core.terms.models import Occasion
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.gates import Gate
from quartier.kit.http import Request

KNOWN: Final = "terms_accepted"


def is_to_accept(request: Request) -> bool:
    """Tell whether a user of a customer's account has yet to accept the texts; asked once in a session."""
    if request.user.account_id is None or request.session.get(KNOWN):
        return False
    if queries.missing(request.user):
        return True
    request.session[KNOWN] = True
    return False


def has_accepted_nothing(user: Any) -> bool:
    """Tell the same of somebody who comes without a session: by a token."""
    return user.account_id is not None and bool(queries.missing(user))


ACCEPTED_FIRST = Gate("terms:accept", is_to_accept, has_accepted_nothing)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="")
def accept(request: Request) -> HttpResponse:
    """Show the texts with an empty box each, and note what was accepted."""
    documents = queries.missing(request.user)
    if not documents:
        return redirect("accounts:onward")
    subject = f"accounts.user:{request.user.pk}"

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        services.accept(**common, user_id=request.user.pk, documents=documents, occasion=Occasion.FIRST_LOGIN)
        audit.keep_confirmation(**common, form=confirmed.form, subject=subject, values=confirmed.shown)
        messages.success(request, _("Thank you. Everything is open to you now."))
        return redirect("accounts:onward")

    return checked(
        request, AcceptForm(request.POST or None, documents=documents), key="terms.accept", subject=subject,
        page="terms/accept.html", done=done, context={"documents": documents}, submit=_("Confirm"),
    )  # fmt: skip
