"""An order for whoever has no account, behind a secret address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.audit import services as audit
from quartier.core.documents.services.issuing import content_of
from quartier.core.orders import queries, services
from quartier.core.orders.forms import AnswerForm
from quartier.core.orders.models import Order
from quartier.core.orders.services.archiving import KEY as CONFIRMATION
from quartier.core.orders.views.shown import for_customer
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request


def _found(token: str) -> Order:
    """Return the order behind a secret; everything else is 404."""
    order = queries.by_token(token)
    if order is None:
        raise Http404
    return order


@require_safe
@access(Audience.PUBLIC)
def guest(request: Request, token: str) -> HttpResponse:
    """Show a guest's order."""
    context = for_customer(_found(token), request.now, token)
    context |= {"answer": reverse("orders:guest_answer", args=[token]), "token": token}
    return render(request, "orders/guest.html", context)


@access(Audience.PUBLIC)
def answer(request: Request, token: str) -> HttpResponse:
    """Take a guest's answer to what is missing."""
    order = _found(token)

    form = AnswerForm(request.POST or None)

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        services.give(**common, order_id=order.pk, documents={}, words=form.cleaned_data["words"])
        audit.keep_confirmation(
            **common, form=confirmed.form, subject=queries.subject_of(order), values=confirmed.shown
        )
        messages.success(request, _("Thank you. We look at your answer and write to you."))
        return redirect("orders:guest", token)

    return checked(
        request, form, key="orders.answer", subject=queries.subject_of(order), page="orders/guest_answer.html",
        done=done, context={"order": order, "back": reverse("orders:guest", args=[token])}, submit=_("Send the answer"),
    )  # fmt: skip


@require_safe
@access(Audience.PUBLIC)
def file(request: Request, token: str, file_id: int) -> HttpResponseBase:
    """Hand out a document of a guest's order: a result, or the archived confirmation."""
    order = _found(token)
    row = order.files.filter(Q(is_result=True) | Q(key=CONFIRMATION), pk=file_id).select_related("document").first()
    if row is None:
        raise Http404
    found = row.document
    return FileResponse(
        content_of(found), as_attachment=True, filename=found.file_name, content_type=found.media_type
    )  # fmt: skip
