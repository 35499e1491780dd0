"""The invoices of an order for whoever has no account, behind the order's secret address."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from quartier.core.documents.services.issuing import content_of
from quartier.core.invoices import queries
from quartier.core.orders import queries as orders
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.PUBLIC)
def paper(request: Request, token: str, paper_id: int) -> HttpResponseBase:
    """Hand out the PDF of an invoice or credit note of a guest's order; everything else is 404."""
    order = orders.by_token(token)
    row = queries.documents_of_order(order.pk).filter(pk=paper_id).first() if order is not None else None
    if row is None or row.document is None:
        raise Http404
    found = row.document
    return FileResponse(
        content_of(found), as_attachment=True, filename=found.file_name, content_type=found.media_type
    )  # fmt: skip
