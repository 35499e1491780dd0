"""What data protection reads: who of the staff looked at whose data."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.insight import queries
from quartier.core.insight.tables import INSIGHTS
from quartier.core.privacy import queries as privacy
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.STAFF, needs="insight.view", area="privacy")
def listing(request: Request) -> HttpResponseBase:
    """List who looked at data of people. There is no export: the list itself is about people."""
    table = INSIGHTS.bind(request, queries.insights())
    return table.answer() or render(request, "insight/list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="insight.view", area="privacy")
def of_person(request: Request, number: int) -> HttpResponseBase:
    """List who looked at the data of one person."""
    subject = privacy.subject_numbered(number)
    if subject is None:
        raise Http404
    table = INSIGHTS.bind(request, queries.insights(subject.key))
    return table.answer() or render(request, "insight/list.html", {"table": table, "subject": subject})
