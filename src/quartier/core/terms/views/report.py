"""Who has accepted which version, and who has not (QX-57)."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from quartier.core.terms import queries, tables
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@access(Audience.STAFF, needs="terms.report")
def acceptances(request: Request) -> HttpResponseBase:
    """Show how many have accepted each version, and every single acceptance with its version."""
    table = tables.ACCEPTANCES.bind(request, queries.acceptances())
    return table.answer() or render(
        request, "terms/office/acceptances.html", {"table": table, "counted": queries.counted()}
    )


@access(Audience.STAFF, needs="terms.report")
def without(request: Request, text_version_id: int) -> HttpResponseBase:
    """List the users of customers who have not accepted a version."""
    try:
        row = queries.public_version(text_version_id)
    except LookupError:
        raise Http404 from None
    table = tables.WITHOUT.bind(request, queries.without(row))
    return table.answer() or render(request, "terms/office/without.html", {"table": table, "version": row})
