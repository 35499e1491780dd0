"""The two pages as a tutorial would write them. Each runs the very statements of the product's page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from benchmarks.hundred import ROWS
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties.models import Party

HOST = """
SELECT p.schema_name, p.name, p.state, p.revision, h.entity, h.domain
  FROM public.providers_hostname h JOIN public.providers_provider p ON p.id = h.tenant_id
 WHERE h.domain = %s
"""


def find_host(request: HttpRequest) -> None:
    """Ask what the hostname leads to, and do nothing with it."""
    with connection.cursor() as cursor:
        cursor.execute(HOST, [request.get_host().partition(":")[0]])
        cursor.fetchone()


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with a page that says its length: else the server sends it in pieces, the product's whole."""
    response = render(request, template, context)
    response.headers["Content-Length"] = str(len(response.content))
    return response


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show a customer's contracts and mail."""
    find_host(request)
    party = Party.objects.filter(user_id=str(request.user.pk)).first()
    assert party is not None
    relationships = party.relationships.select_related("legal_entity")
    mails = OutgoingMail.objects.filter(about=f"parties.party:{party.pk}").defer("text", "html")[:5]
    return page(request, "bare/dashboard.html", {"party": party, "relationships": relationships, "mails": mails})


@login_required
def customers(request: HttpRequest) -> HttpResponse:
    """List the first hundred customers."""
    find_host(request)
    failed = Q(state="failed") | Q(state="uncertain", resent=True)
    rows = Party.objects.distinct().order_by(F("sort_name").asc(nulls_last=True), "pk")
    context = {
        "undelivered": OutgoingMail.objects.filter(failed).count(),
        "rows": list(rows[: ROWS + 1])[:ROWS],
        "total": rows.order_by().count(),
    }
    return page(request, "bare/customers.html", context)
