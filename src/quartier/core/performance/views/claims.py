"""The register of claims in the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartier.core.performance import queries, rules, services, tables
from quartier.core.performance.forms import ClaimForm, CloseForm
from quartier.core.performance.views.forming import noted
from quartier.core.performance.views.office import contract_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

FORM = require_http_methods(["GET", "HEAD", "POST"])


@access(Audience.STAFF, needs="performance.claims")
def register(request: Request) -> HttpResponseBase:
    """List the claims with the last day of each (QX-53)."""
    table = tables.CLAIMS.bind(request, queries.claims(request.user))
    return table.answer() or render(request, "performance/claims.html", {"table": table})


@FORM
@access(Audience.STAFF, needs="performance.claims")
def new(request: Request, promised_contract_id: int) -> HttpResponse:
    """Register a claim about a contract."""
    row = contract_of(request, promised_contract_id)

    def act(given: Mapping[str, Any]) -> Any:
        claim = services.ClaimGiven(**{**given, "counted": rules.Counted(given["counted"])})
        return services.register_claim(actor=request.actor, at=request.now, contract_id=row.pk, given=claim)

    today = day_of(request.now)
    form = ClaimForm(request.POST or None, initial={"arose_on": today, "counted_from": today})
    return noted(
        request, row, form, title=_("Register a claim"), submit=_("Register the claim"),
        told=_("The claim is registered."), act=act,
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.claims")
def one(request: Request, claim_id: int) -> HttpResponse:
    """Show a claim with its reference values and where the law limits them, and close it."""
    row = get_object_or_404(queries.claims(request.user), pk=claim_id)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        given = {**form.cleaned_data, "state": rules.Resolution(form.cleaned_data["state"])}
        try:
            services.close_claim(actor=request.actor, at=request.now, claim_id=row.pk, **given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The claim is closed."))
            return redirect("performance:claims")
    is_open = row.state == rules.Resolution.OPEN.value
    context = {"row": row, "form": form, "is_open": is_open, "told": queries.claim_told(row)}
    return render(request, "performance/claim.html", context, status=UNPROCESSABLE if form.errors else 200)
