"""What a customer's users caused, by user and month, and the same for the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.charges import queries, services, tables
from quartier.core.charges.forms import CancelForm
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked


@require_safe
@access(Audience.CUSTOMER, right="users")
def usage(request: Request, year: int = 0, month: int = 0) -> HttpResponse:
    """Show what the users of the account caused in a month, each with the sum (QX-31)."""
    party = parties.party_of(request.user)
    shown = month_of(year, month) if year else queries.Month(day_of(request.now).replace(day=1))
    if party is None:
        raise Http404
    rows = queries.charges_of(party.pk, shown)
    context = {
        "month": shown, "rows": [(row, queries.paper_of(row)) for row in rows],
        "sums": queries.sums_by_user(rows), "total": queries.total(rows),
        "has_next": shown.next <= day_of(request.now),
    }  # fmt: skip
    return render(request, "charges/usage.html", context)


def month_of(year: int, month: int) -> queries.Month:
    """Return a month by its numbers; one that does not exist is 404."""
    try:
        return queries.Month(date(year, month, 1))
    except ValueError:
        raise Http404 from None


@access(Audience.STAFF, needs="charges.view")
def charges(request: Request) -> HttpResponseBase:
    """List what customers caused that costs money."""
    table = tables.CHARGES.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "charges/charges.html", {"table": table})


@access(Audience.STAFF, needs="charges.cancel")
def one(request: Request, charge_id: int) -> HttpResponse:
    """Cancel a charge, after a question and with a reason."""
    row = get_object_or_404(queries.visible(request.user), pk=charge_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.cancel(actor=request.actor, at=request.now, charge_id=row.pk, **given)
        messages.success(request, _("The charge is cancelled."))
        return redirect("charges:charges")

    return asked(
        request, title=_("Cancel “%(what)s”?") % {"what": row.what}, back=reverse("charges:charges"), done=done,
        effect=_("It is not invoiced. It stays on record, cancelled and with your reason."),
        undo=_("This cannot be taken back."), submit=_("Cancel the charge"),
        form=CancelForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip
