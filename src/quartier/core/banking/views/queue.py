"""What waits to be assigned: guesses with their reasons, one click for each, and everything by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.banking import queries, services
from quartier.core.banking.forms import PartsForm, ReasonForm
from quartier.core.banking.models import Entry
from quartier.core.banking.services import Part
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

SHOWN = 25


@require_safe
@access(Audience.STAFF, needs="banking.book")
def queue(request: Request) -> HttpResponse:
    """Show what waits, the oldest first, each with the best guess and one click to book it."""
    rows = list(queries.queue(request.user)[:SHOWN])
    guesses = queries.proposals_of(rows)
    context = {
        "rows": [(row, guesses[row.pk]) for row in rows], "total": queries.queue(request.user).count(),
    }  # fmt: skip
    return render(request, "banking/queue.html", context)


def _entry(request: Request, entry_id: int) -> Entry:
    return get_object_or_404(queries.entries_seen(request.user), pk=entry_id)


def _next(request: Request) -> HttpResponse:
    """Go on with what waits next."""
    row = queries.queue(request.user).first()
    return redirect("banking:entry", row.pk) if row and "weiter" in request.POST else redirect("banking:queue")


def _shown(request: Request, row: Entry, form: PartsForm | None = None) -> HttpResponse:
    is_open = row.state == "open"
    context = {
        "entry": row, "form": form or PartsForm(), "is_open": is_open,
        "proposals": queries.proposals_of([row])[row.pk] if is_open else (),
        "payments": queries.payments_like(row) if is_open and row.amount < 0 else (),
        "parts": list(row.details.all()[:SHOWN]), "may_book": "banking.book" in request.user.permissions,
        "reasons": queries.words_for(row.reasons), "may_undo": services.may_undo(row),
    }  # fmt: skip
    return render(request, "banking/entry.html", context, status=UNPROCESSABLE if form and form.errors else 200)


@require_safe
@access(Audience.STAFF, needs="banking.view")
def entry(request: Request, bank_entry_id: int) -> HttpResponse:
    """Show one entry: what the bank says, whose it may be and why, and what was decided."""
    return _shown(request, _entry(request, bank_entry_id))


@require_POST
@access(Audience.STAFF, needs="banking.book")
def accept(request: Request, bank_entry_id: int, proposal: int) -> HttpResponse:
    """Book a guess as it stands."""
    row = _entry(request, bank_entry_id)
    if proposal >= len(row.proposals):
        raise Http404
    told = row.proposals[proposal]
    part = Part(party_id=told["party"], amount=row.amount, item_ids=tuple(told["items"]))
    return _done(request, lambda: services.assign(actor=request.actor, at=request.now, entry_id=row.pk, parts=[part]))


def _done(request: Request, act: Callable[[], Entry]) -> HttpResponse:
    try:
        row = act()
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Booked: %(what)s") % {"what": row})
    return _next(request)


@require_POST
@access(Audience.STAFF, needs="banking.book")
def assign(request: Request, bank_entry_id: int) -> HttpResponse:
    """Assign an entry by customer or invoice numbers, whole or in parts."""
    row = _entry(request, bank_entry_id)
    form = PartsForm(request.POST)
    if form.is_valid():
        try:
            parts = _parts(row, form)
            services.assign(actor=request.actor, at=request.now, entry_id=row.pk, parts=parts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Booked: %(what)s") % {"what": row})
            return _next(request)
    return _shown(request, row, form)


def _parts(row: Entry, form: PartsForm) -> list[Part]:
    found: list[Part] = []
    for place, (whose, amount) in enumerate(form.parts(), start=1):
        meant = queries.meant_by(row.account.entity_id, whose)
        if meant is None:
            raise services.NobodyChosen(field=f"whose_{place}")
        party_id, item_id = meant
        sum_ = row.amount if amount is None else amount
        found.append(Part(party_id=party_id, amount=sum_, item_ids=(item_id,) if item_id else ()))
    return found


@require_POST
@access(Audience.STAFF, needs="banking.book")
def mark(request: Request, bank_entry_id: int, bank_meaning: str) -> HttpResponse:
    """Book an entry as own transfer, fee of the bank or money of others."""
    row = _entry(request, bank_entry_id)
    given: dict[str, Any] = {"entry_id": row.pk, "meaning": bank_meaning}
    return _done(request, lambda: services.mark(actor=request.actor, at=request.now, **given))


@require_POST
@access(Audience.STAFF, needs="banking.book")
def take_back(request: Request, bank_entry_id: int, returned_payment_id: int) -> HttpResponse:
    """Book an entry as the return of a payment."""
    row = _entry(request, bank_entry_id)
    given: dict[str, Any] = {"entry_id": row.pk, "payment_id": returned_payment_id}
    return _done(request, lambda: services.take_back(actor=request.actor, at=request.now, **given))


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="banking.book")
def undo(request: Request, bank_entry_id: int) -> HttpResponse:
    """Take back what was decided about an entry, after a question."""
    row = _entry(request, bank_entry_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.undo(actor=request.actor, at=request.now, entry_id=row.pk, reason=given["reason"])
        messages.success(request, _("Taken back. The entry waits to be assigned again."))
        return redirect("banking:entry", row.pk)

    return asked(
        request, title=_("Take the assignment back?"), back=reverse("banking:entry", args=[row.pk]), done=done,
        effect=_("What it paid is open again, and the money is unclear until you assign it anew."),
        undo=_("You can assign it again at once."), submit=_("Take back"),
        form=ReasonForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip
