"""The last page before the click, and the first one after it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries, services
from quartier.core.checkout.forms import ReviewForm
from quartier.core.checkout.models import Draft
from quartier.core.checkout.views.drafts import customer_of, not_yet, own_draft, progress, shows_net
from quartier.core.checkout.views.steps import methods_of
from quartier.core.orders.extension import parts_at_click
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import FormationPolicy, TermPolicy, WithdrawalPolicy
from quartier.core.providers.queries import portal_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


@access(Audience.PUBLIC, feature="orders")
def review(request: Request, token: str) -> HttpResponse:
    """Show all that is ordered with the total right above the button, and take the click (WR-012, WR-013, WR-022)."""
    draft = own_draft(request, token)
    if draft.order_id is not None:
        return redirect("checkout:thanks", token=token)
    quote = queries.quoted(draft, request.now)
    if (elsewhere := not_yet(request, draft, "review", token, paid=bool(quote.sums.gross))) is not None:
        return elsewhere
    context = _context(request, draft, quote)
    form = _boxes(request, quote, context)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                click = _click(form, context["button"])
                services.place(actor=request.actor, at=request.now, draft_id=draft.pk, click=click)
                return redirect("checkout:thanks", token=token)
            except Refused as refusal:
                form.refuse(refusal)
                status = refusal.status
    return render(request, "checkout/review.html", {**context, "form": form, "token": token}, status=status)


@require_safe
@access(Audience.PUBLIC, feature="orders")
def thanks(request: Request, token: str) -> HttpResponse:
    """Say that the order has come in, and that this is no acceptance (WR-010, CC-07)."""
    draft = own_draft(request, token)
    order, is_guest = draft.order, draft.user_id is None
    if order is None:
        return redirect("checkout:basket", token=token)
    sections = parts_at_click(order, request.now, order.token if is_guest else "")
    return render(request, "checkout/thanks.html", {"order": order, "is_guest": is_guest, "sections": sections})


def _boxes(request: Request, quote: catalogue.Quote, context: Mapping[str, Any]) -> ReviewForm:
    """Return the boxes before the button; who may withdraw and pays may ask for an early start."""
    texts: queries.Texts = context["texts"]
    return ReviewForm(
        request.POST if request.method == "POST" else None, documents=texts.ticked, gross=quote.sums.gross,
        may_start_early=context["may_withdraw"] and bool(quote.sums.gross),
    )  # fmt: skip


def _click(form: ReviewForm, button: str) -> services.Click:
    given = form.cleaned_data
    try:
        gross = Decimal(given["gross"])
    except InvalidOperation:
        gross = Decimal(-1)
    return services.Click(
        button=button, gross=gross, texts=form.documents, started_early=bool(given.get("started_early")),
        loss_known=bool(given.get("loss_known")),
    )  # fmt: skip


def _context(request: Request, draft: Draft, quote: catalogue.Quote) -> dict[str, Any]:
    """Return what the page shows. Raises ButtonUnclear rather than showing a button that binds nobody."""
    on, portal, paid = day_of(request.now), portal_of(request), bool(quote.sums.gross)
    standing, scope = draft.person["standing"], queries.scopes_of(draft, quote.products[0])[-1]
    button = queries.button_of(draft, quote, portal.policy(FormationPolicy, on))
    term = queries.term_told(portal.policy(TermPolicy, on), scope) if queries.recurs(quote) else []
    clear = queries.is_clear(button, on, standing=standing, paid=paid)
    if not clear or not queries.is_complete(quote, on, term, has_minimum=bool(term)):
        raise services.ButtonUnclear
    user = customer_of(request)
    told = [pair for one in quote.products for pair in catalogue.told(one, draft.inputs)]
    withdrawal = portal.policy(WithdrawalPolicy, on)
    return {
        "draft": draft, "quote": quote, "button": button, "term": term, "is_net": shows_net(request),
        "told": list(dict.fromkeys(told)), "files": queries.files_of(draft), "texts": queries.texts_of(quote.products),
        "party": parties.party_of(user) if user is not None else None,
        "may_withdraw": queries.may_withdraw(withdrawal, standing),
        "withdrawal_days": withdrawal.days, "payment": dict(methods_of(request)).get(draft.payment_method, ""),
        "standing": dict(queries.standings_told([standing]))[standing], **progress("review", paid=paid),
    }  # fmt: skip
