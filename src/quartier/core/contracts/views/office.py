"""What staff see of contracts, and what they note about their ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.contracts import queries, rules, services, tables
from quartier.core.contracts.forms import ReceivedForm, RevokeForm
from quartier.core.contracts.models import Contract
from quartier.core.contracts.queries import pages
from quartier.core.declarations import queries as declarations
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked
from quartier.law.bgb.form import Sending
from quartier.values.zone import BERLIN

BLOCK = 1 << 20


def visible(request: Request, concluded_id: int) -> Contract:
    """Return a contract that this member of staff may see; others are 404."""
    return get_object_or_404(queries.visible(request.user), pk=concluded_id)


@access(Audience.STAFF, needs="contracts.view")
def contracts(request: Request) -> HttpResponseBase:
    """List the contracts this person may see: sort, filter, search, export."""
    table = tables.CONTRACTS.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "contracts/office_contracts.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="contracts.view")
def of_customer(request: Request, party_id: int) -> HttpResponse:
    """List the contracts of one customer."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=party_id)
    rows = queries.visible(request.user).filter(party=party)
    return render(request, "contracts/office_customer.html", {"party": party, "rows": rows})


@require_safe
@access(Audience.STAFF, needs="contracts.view")
def contract(request: Request, concluded_id: int) -> HttpResponse:
    """Show one contract: facts, both sides' ends with clause and law, texts, papers, declarations, history."""
    row, today = visible(request, concluded_id), day_of(request.now)
    over = pages.is_over(row)
    sides = [
        (_(side.label), () if over else pages.shown_ends(row, side, today))
        for side in (rules.Side.CUSTOMER, rules.Side.PROVIDER)
    ]
    facts = queries.facts_of(row)
    context = {
        "row": row, "tie": row.relationship, "scope": tables.scope_label(row), "sides": sides, "is_over": over,
        "ending": queries.ending_of(row), "texts": queries.texts_of(row), "amendments": queries.amendments_of(row),
        "agreements": queries.agreements_of(row), "own_terms": queries.own_terms_apply(row),
        "declared": declarations.declarations_about(queries.subject_of(row)),
        "invoices": row.invoice_dates.all() if rules.needs_invoice(facts) else None,
        "term": rules.term_now(facts, today), "subject": queries.subject_of(row),
        "candidates": queries.open_candidates(request.user).filter(contract=row),
        "links": pages.links_of(row, request.user), "sections": pages.sections_of(row, request.now, request.user),
        "may_edit": "contracts.edit" in request.user.permissions,
    }  # fmt: skip
    return render(request, "contracts/office_contract.html", context)


@require_safe
@access(Audience.STAFF, needs="contracts.view")
def kinds(request: Request) -> HttpResponse:
    """Show what the policy of today says about each kind of contract, with what the law makes of it."""
    return render(request, "contracts/office_kinds.html", {"kinds": pages.kinds(day_of(request.now))})


def filled(
    request: Request, row: Contract, form: Form, act: Callable[[dict[str, Any]], Any], words: Mapping[str, str]
) -> HttpResponse:
    """Draw a form about a contract; a valid one acts and leads back to it, a refusal stands at its field."""
    if form.is_valid():
        try:
            act(dict(form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, words["done"])
            return redirect("contracts:office_contract", concluded_id=row.pk)
    context = {"form": form, "row": row, "tie": row.relationship, **words}
    return render(request, "contracts/office_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def paper_in(request: Request, sent: Any) -> services.Paper | None:
    """Return the file that came with a form, None without one."""
    return services.Paper(request.user, sent.name, sent.size, sent.chunks(BLOCK)) if sent else None


@access(Audience.STAFF, needs="contracts.edit")
def received(request: Request, concluded_id: int) -> HttpResponse:
    """Record a notice by the customer that reached the office, with the day of receipt and its scan (CC-81)."""
    row = visible(request, concluded_id)
    form = ReceivedForm(request.POST or None, request.FILES or None, initial={"received_on": day_of(request.now)})

    def act(given: dict[str, Any]) -> None:
        services.receive_notice(
            actor=request.actor, at=request.now, contract_id=row.pk, channel=Sending(given["channel"]),
            received_at=_instant(request, given["received_on"]), way=rules.Way(given["way"]),
            wish_on=given["wish_on"], words=given["words"], paper=paper_in(request, given["paper"]),
        )  # fmt: skip

    words = {
        "title": _("Record a notice by the customer"),
        "lead": _("It is judged by its form and day of receipt. Below its form nothing changes; the customer is told."),
        "submit": _("Record the notice"),
        "done": _("Recorded. What came of it stands among the declarations."),
    }
    return filled(request, row, form, act, words)


def _instant(request: Request, on: date) -> datetime:
    """Of a letter only the day is known: today it counts from now, otherwise from the noon of its day."""
    if on > day_of(request.now):
        raise services.InTheFuture
    return request.now if on == day_of(request.now) else datetime.combine(on, time(12), BERLIN)


@access(Audience.STAFF, needs="contracts.edit")
def revoke(request: Request, concluded_id: int) -> HttpResponse:
    """Note that both sides agreed to take a notice back."""
    row = visible(request, concluded_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.revoke(actor=request.actor, at=request.now, contract_id=row.pk, **given)
        messages.success(request, _("The contract runs on; the customer is told."))
        return redirect("contracts:office_contract", concluded_id=row.pk)

    return asked(
        request, title=_("Take the notice of %(number)s back?") % {"number": row.relationship.number},
        effect=_("The contract runs on as before. That needs the agreement of both sides."),
        undo=_("A new notice starts its period anew."), submit=_("Take the notice back"), done=done,
        back=reverse("contracts:office_contract", args=[row.pk]),
        form=RevokeForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip
