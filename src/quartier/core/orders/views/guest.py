"""An order for whoever has no account, behind a secret address."""

from __future__ import annotations

from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartier.core.documents.services.issuing import content_of
from quartier.core.orders import queries
from quartier.core.orders.models import Order
from quartier.core.orders.services.archiving import KEY as CONFIRMATION
from quartier.core.orders.views.answering import answered
from quartier.core.orders.views.shown import for_customer
from quartier.kit.access import Audience, access
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
    return answered(request, order, page="orders/guest_answer.html", back=reverse("orders:guest", args=[token]))


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
