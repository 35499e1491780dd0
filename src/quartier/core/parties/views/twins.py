"""Customers that may be one: searched, compared side by side, merged or kept apart, and two again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries, services
from quartier.core.parties.forms import MergeForm
from quartier.core.parties.labels import REASON_LABELS
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

SHOWN = 100


def _reasons(row: Any) -> str:
    return ", ".join(str(REASON_LABELS[key]) for key in row.reasons if key in REASON_LABELS)


@require_safe
@access(Audience.STAFF, needs="parties.merge")
def twins(request: Request) -> HttpResponse:
    """List the pairs to look at, and how far the search is."""
    rows = [(row, _reasons(row)) for row in queries.twins()[:SHOWN]]
    request.persons_listed = 2 * len(rows)  # type: ignore[attr-defined]
    context = {"rows": rows, "total": queries.twins().count(), "search": queries.last_search()}
    return render(request, "parties/twins.html", context)


@require_POST
@access(Audience.STAFF, needs="parties.merge")
def twins_search(request: Request) -> HttpResponse:
    """Begin a search."""
    services.begin_search(actor=request.actor, at=request.now)
    messages.success(request, _("The search has begun. You may close this page."))
    return redirect("parties:twins")


@access(Audience.STAFF, needs="parties.merge")
def pair(request: Request, twins_id: int) -> HttpResponse:
    """Compare two customers side by side and make them one."""
    row = get_object_or_404(queries.twins(), pk=twins_id)
    form = MergeForm(request.POST or None, first=row.first, second=row.second)
    if form.is_valid():
        try:
            done = services.merge(actor=request.actor, at=request.now, **form.said())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The two are one now. You can undo this under “Merged so far”."))
            return redirect("parties:customer", party_id=done.stays_id)
    context = {"form": form, "row": row, "reasons": _reasons(row)}
    return render(request, "parties/pair.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@access(Audience.STAFF, needs="parties.merge")
def keep_apart(request: Request, twins_id: int) -> HttpResponse:
    """Note that two customers are two people."""
    row = get_object_or_404(queries.twins(), pk=twins_id)
    services.keep_apart(actor=request.actor, at=request.now, twins_id=row.pk)
    messages.success(request, _("Remembered: these are two. No search brings them up again."))
    return redirect("parties:twins")


@require_safe
@access(Audience.STAFF, needs="parties.merge")
def mergers(request: Request) -> HttpResponse:
    """List what was merged, to undo it."""
    rows = list(queries.mergers()[:SHOWN])
    request.persons_listed = len(rows)  # type: ignore[attr-defined]
    return render(request, "parties/mergers.html", {"rows": rows})


@access(Audience.STAFF, needs="parties.merge")
def merger_undo(request: Request, merger_id: int) -> HttpResponse:
    """Make two of one again, after a question."""
    row = get_object_or_404(queries.mergers(), pk=merger_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.undo(actor=request.actor, at=request.now, merger_id=row.pk)
        messages.success(request, _("They are two again, as before."))
        return redirect("parties:mergers")

    return asked(
        request,
        title=_("Make two customers of %(name)s again?") % {"name": row.stays},
        effect=_("Both get back what they had. What has come since stays with %(name)s.") % {"name": row.stays},
        undo=_("You can merge them again."),
        submit=_("Undo the merger"),
        back=reverse("parties:mergers"),
        done=done,
    )
