"""What customers see of their payments, pay now, get back and set off."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.audit import services as audit
from quartier.core.ledger import queries as books
from quartier.core.ledger.extension import Item
from quartier.core.parties import queries as parties
from quartier.core.payments import queries, services
from quartier.core.payments.forms import AccountForm, SetOffForm
from quartier.core.payments.models import Refund, RefundState
from quartier.core.payments.services import paypal
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked

ANSWERS = ["GET", "HEAD", "POST"]
CREDIT = "Guthaben"


def told(amount: Decimal) -> str:
    """Return an amount as pages write it."""
    return formats.money(amount)


def own_party(request: Request) -> Any:
    """Return the party of the logged-in customer; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


def own_claim(request: Request, item_id: int) -> Item:
    """Return an open claim of the customer; another's, a settled one and a credit are 404."""
    return get_object_or_404(books.open_items(own_party(request).pk), pk=item_id, open__gt=0)


@require_safe
@access(Audience.CUSTOMER)
def own(request: Request) -> HttpResponse:
    """Show what is to be paid, what was paid, what goes back and what was set off."""
    party = own_party(request)
    items = list(books.open_items(party.pk).select_related("entity"))
    context = {
        "owed": [one for one in items if one.open > 0],
        "credits": [one for one in items if one.open < 0],
        "payments": list(queries.payments_of(party.pk)[:50]),
        "refunds": list(queries.refunds_of(party.pk)[:50]),
        "set_offs": list(queries.set_offs_of(party.pk)[:50]),
        "today": day_of(request.now),
    }
    return render(request, "payments/own.html", context)


@require_safe
@access(Audience.CUSTOMER)
def pay(request: Request, payable_id: int) -> HttpResponse:
    """Show how one claim can be paid now."""
    item = own_claim(request, payable_id)
    ways = queries.ways_for(item.party_id, [item], day_of(request.now))
    return render(request, "payments/pay.html", {"item": item, "ways": ways})


@require_http_methods(ANSWERS)
@access(Audience.CUSTOMER)
def pay_by_paypal(request: Request, payable_id: int) -> HttpResponse:
    """Begin to pay one claim by PayPal; the next page leads there."""
    item = own_claim(request, payable_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        begun = paypal.begin(
            actor=request.actor, at=request.now, party_id=item.party_id, item_ids=[item.pk],
            root=f"https://{request.get_host()}", name=item.entity.name,
        )  # fmt: skip
        return redirect("payments:paypal", paypal_token=begun.token)

    return asked(
        request,
        title=_("Pay %(amount)s by PayPal?") % {"amount": told(item.open)},
        effect=_("The next page leads you to PayPal. There you log in and agree."),
        undo=_("Nothing is charged before you have agreed there."),
        submit=_("Pay by PayPal"),
        back=reverse("payments:pay", args=[item.pk]),
        done=done,
    )


@require_http_methods(ANSWERS)
@access(Audience.CUSTOMER)
def ask_back(request: Request, credit_item_id: int) -> HttpResponse:
    """Ask for a credit to be paid back."""
    party = own_party(request)
    item = queries.credit_numbered(party.pk, credit_item_id)
    if item is None:
        raise Http404

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        row = services.owe_back(
            actor=request.actor, at=request.now, entity_id=item.entity_id, party_id=party.pk, amount=-item.open,
            because=CREDIT, subject=f"ledger.item:{item.pk}", credit_ids=[item.pk],
        )  # fmt: skip
        if row.state == RefundState.WAITING:
            return redirect("payments:account", refund_account_id=row.pk)
        messages.success(request, _("Noted. We pay it back to your bank account."))
        return redirect("payments:own")

    return asked(
        request,
        title=_("Have %(amount)s paid back?") % {"amount": told(-item.open)},
        effect=_("We transfer it to your bank account. It is not set against later invoices then."),
        undo=_("Until it is paid you can write to us that you want to leave it with us."),
        submit=_("Have it paid back"), back=reverse("payments:own"), done=done,
    )  # fmt: skip


@access(Audience.CUSTOMER, right="charges")
def account(request: Request, refund_account_id: int) -> HttpResponse:
    """Ask to which account a refund goes (WR-064, QX-50)."""
    party = own_party(request)
    rows = Refund.objects.filter(party=party, state__in=(RefundState.WAITING, RefundState.FAILED), way="transfer")
    row = get_object_or_404(rows, pk=refund_account_id)
    form = AccountForm(request.POST or None, initial={"holder": str(party)})

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        kept = services.name_account(**common, refund_id=row.pk, **confirmed.values)
        shown = {label: text.replace(kept.iban, kept.masked) for label, text in confirmed.shown.items()}
        audit.keep_confirmation(**common, form=confirmed.form, subject=confirmed.subject, values=shown)
        messages.success(request, _("Thank you. We pay it to this account."))
        return redirect("payments:own")

    return checked(
        request, form, key="payments.account", subject=f"payments.refund:{row.pk}", page="payments/account.html",
        done=done, context={"row": row}, lead=_("Please compare the IBAN sign by sign."),
    )  # fmt: skip


@access(Audience.CUSTOMER)
def set_off(request: Request, set_off_item_id: int) -> HttpResponse:
    """Take a set-off against one claim; it is looked at, and what is open stays due meanwhile."""
    item = own_claim(request, set_off_item_id)
    form = SetOffForm(request.POST or None)

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        services.declare_set_off(
            **common, entity_id=item.entity_id, party_id=item.party_id, against_id=item.pk, **confirmed.values
        )
        audit.keep_confirmation(**common, form=confirmed.form, subject=confirmed.subject, values=confirmed.shown)
        messages.success(request, _("We have received your set-off and look at it."))
        return redirect("payments:own")

    return checked(
        request, form, key="payments.set_off", subject=f"ledger.item:{item.pk}", page="payments/set_off.html",
        done=done, context={"item": item}, submit=_("Declare the set-off"),
    )  # fmt: skip
