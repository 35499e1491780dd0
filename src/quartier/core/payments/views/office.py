"""What staff see: payments, refunds, set-offs, the cash book, PayPal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quartier.core.ledger import services as ledger
from quartier.core.payments import queries, tables
from quartier.core.payments.extension import payment_kinds
from quartier.core.payments.models import Payment, PayPalAccount, Refund, SetOff
from quartier.core.payments.queries.incoming import may_see
from quartier.core.payments.services.setting_off import clause_on, is_consumer
from quartier.core.providers import queries as providers
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request

DAYS_SHOWN = 31


def visible_payment(request: Request, payment_id: int) -> Payment:
    """Return a payment that the reader may see; else 404."""
    row: Payment = get_object_or_404(queries.visible(request.user), pk=payment_id)
    return row if may_see(request.user, row) else get_object_or_404(Payment.objects.none())


def visible_refund(request: Request, refund_id: int) -> Refund:
    """Return a refund that the reader may see; else 404."""
    row: Refund = get_object_or_404(queries.refunds_seen(request.user), pk=refund_id)
    return row


def visible_set_off(request: Request, set_off_id: int) -> SetOff:
    """Return a set-off that the reader may see; else 404."""
    row: SetOff = get_object_or_404(queries.set_offs_seen(request.user), pk=set_off_id)
    return row


def company_of(request: Request) -> Any:
    """Return the company whose till and PayPal the reader keeps: their own, or the principal."""
    found = providers.entities()
    return next((one for one in found if one.pk == request.user.entity_id), found[0])


@require_safe
@access(Audience.STAFF, needs="payments.view")
def listing(request: Request) -> HttpResponseBase:
    """List what came in."""
    table = tables.PAYMENTS.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "payments/list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="payments.view")
def one(request: Request, payment_id: int) -> HttpResponse:
    """Show one payment, what it settled, and what can be done with it."""
    row = visible_payment(request, payment_id)
    settled = ledger.standing_allocations([row.item_id]) if row.item_id else []
    context = {
        "row": row, "kind": payment_kinds[row.kind].label, "settled": settled,
        "may_book": "payments.book" in request.user.permissions,
    }  # fmt: skip
    return render(request, "payments/one.html", context)


@require_safe
@access(Audience.STAFF, needs="payments.view")
def refunds(request: Request) -> HttpResponseBase:
    """List what goes back."""
    table = tables.REFUNDS.bind(request, queries.refunds_seen(request.user))
    return table.answer() or render(request, "payments/refunds.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="payments.view")
def refund(request: Request, refund_id: int) -> HttpResponse:
    """Show one refund and the next step."""
    row = visible_refund(request, refund_id)
    may = "payments.refund" in request.user.permissions
    return render(request, "payments/refund.html", {"row": row, "may_refund": may})


@require_safe
@access(Audience.STAFF, needs="payments.view")
def set_offs(request: Request) -> HttpResponseBase:
    """List set-offs."""
    table = tables.SET_OFFS.bind(request, queries.set_offs_seen(request.user))
    return table.answer() or render(request, "payments/set_offs.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="payments.view")
def set_off(request: Request, set_off_id: int) -> HttpResponse:
    """Show one set-off and what the terms and the law ask for."""
    row = visible_set_off(request, set_off_id)
    context = {
        "row": row, "clause": clause_on(day_of(row.declared_at)), "is_consumer": is_consumer(row.party),
        "may_book": "payments.book" in request.user.permissions,
    }  # fmt: skip
    return render(request, "payments/set_off_one.html", context)


@require_safe
@access(Audience.STAFF, needs="payments.view")
def cash(request: Request) -> HttpResponse:
    """Show the cash book of the last month and what lies in the till."""
    company, today = company_of(request), day_of(request.now)
    first = today - timedelta(days=DAYS_SHOWN)
    book = list(queries.cash_between(company.pk, first, today))
    context = {
        "company": company, "book": book, "in_till": queries.cash_in_till(company.pk),
        "before": queries.cash_on(company.pk, first - timedelta(days=1)), "first": first,
        "may_book": "payments.book" in request.user.permissions,
    }  # fmt: skip
    request.persons_listed = len(book)  # type: ignore[attr-defined]
    return render(request, "payments/cash.html", context)


@require_safe
@access(Audience.STAFF, needs="payments.set_up")
def paypal(request: Request) -> HttpResponseBase:
    """Show whether PayPal is set up, and every try to pay by it."""
    company = company_of(request)
    table = tables.TRIES.bind(request, tables.tries().filter(entity=company))
    context = {
        "company": company, "account": PayPalAccount.objects.filter(entity=company).first(), "table": table,
        "address": request.build_absolute_uri("/zahlung/paypal-meldung/"),
    }  # fmt: skip
    return table.answer() or render(request, "payments/paypal_office.html", context)
