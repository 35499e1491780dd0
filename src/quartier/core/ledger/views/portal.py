"""Accounts as customers see them: the statement of what they owe, and accounts that another system keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.ledger import queries, tables
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.forms import Day, Form
from quartier.kit.http import Request


class AsOf(Form):
    """The day of a statement."""

    stand = Day(required=False)


def mine(request: Request) -> Any:
    """Return the customer of this page; there is none for whoever has no contract data."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


@require_safe
@access(Audience.CUSTOMER)
def statement(request: Request) -> HttpResponse:
    """Show what was billed and paid in the year through a day, with the balance after each."""
    party = mine(request)
    on = as_of(request)
    found = queries.statement(party.pk, on.replace(month=1, day=1), on)
    bars = picture(party.pk, on)
    context = {
        "statement": found, "on": on, "first": on.replace(month=1, day=1), "months": bars,
        "has_picture": any(bar["balance"] for bar in bars),
    }  # fmt: skip
    return render(request, "ledger/statement.html", context)


def as_of(request: Request) -> date:
    """Return the day asked for, today without one or for one that is no day."""
    form = AsOf(request.GET)
    today = day_of(request.now)
    return (form.cleaned_data["stand"] or today) if form.is_valid() else today


def picture(party_id: int, on: date) -> list[dict[str, Any]]:
    """Return the balance at the end of each month with the end of its bar in a picture 124 high, the line at 106."""
    found = queries.months(party_id, on)
    most = max((abs(balance) for _day, balance in found), default=0) or 1
    return [
        {"on": day, "balance": balance, "x": place * 30, "y": 106 - int(abs(balance) * 100 / most) - 1}
        for place, (day, balance) in enumerate(found)
    ]


@require_safe
@access(Audience.CUSTOMER)
def mirrors(request: Request) -> HttpResponse:
    """List the accounts of contracts that another system keeps, with their balance and its day (DWG-07)."""
    return render(request, "ledger/mirrors.html", {"mirrors": queries.mirrors_of(mine(request))})


@require_safe
@access(Audience.CUSTOMER)
def mirror(request: Request, mirror_id: int) -> HttpResponseBase:
    """Show the balance of an account and its bookings, and the day through which they are complete."""
    found = [row for row in queries.mirrors_of(mine(request)) if row.pk == mirror_id]
    if not found:
        raise Http404
    table = tables.MIRROR_LINES.bind(request, queries.mirror_lines(found[0]))
    context = {"mirror": found[0], "sum": queries.mirror_sum(found[0]), "table": table}
    return table.answer() or render(request, "ledger/mirror.html", context)
