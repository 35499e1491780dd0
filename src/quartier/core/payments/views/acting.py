"""What staff do: book by hand, return, release, approve, drop, decide, carry cash, set PayPal up."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from quartier.core.contracts import queries as contracts
from quartier.core.parties import queries as parties
from quartier.core.payments import services
from quartier.core.payments.forms import (
    ACCEPT,
    TAKEN,
    AccountForm,
    CarryForm,
    DecideForm,
    HandForm,
    PayPalForm,
    ReasonForm,
    ReturnForm,
)
from quartier.core.payments.models import PayPalAccount
from quartier.core.payments.rules.set_off import Counterclaim
from quartier.core.payments.services import paypal, refusals
from quartier.core.payments.views.office import company_of, visible_payment, visible_refund, visible_set_off
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

ANSWERS = ["GET", "HEAD", "POST"]
KEPT = gettext_lazy("It is written down with your name.")


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.book")
def by_hand(request: Request, paying_party_id: int) -> HttpResponse:
    """Book a payment by hand; a cheque only with the agreement that allows it."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=paying_party_id)
    today = day_of(request.now)
    agreed = [(str(one.pk), f"{formats.day(one.agreed_on)}: {one.words[:80]}") for one in
              contracts.agreed_with(party.pk, today)]  # fmt: skip
    form = HandForm(request.POST or None, agreements=agreed, initial={"received_on": today})

    def act() -> None:
        _booked(request, party.pk, form.cleaned_data)

    words = {"title": _("Book a payment of %(name)s") % {"name": party}, "submit": _("Book the payment")}
    return _form(request, form, act, words, back=reverse("parties:customer", args=[party.pk]), done=_("Booked."))


def _booked(request: Request, party_id: int, given: Mapping[str, Any]) -> None:
    """Book what was typed in; cash goes through the cash book."""
    # The token of the form's page: sent twice it is the same payment.
    key = request.POST.get("csrfmiddlewaretoken", "")[:40] or uuid.uuid4().hex
    common: dict[str, Any] = {"actor": request.actor, "at": request.now}
    entity_id = company_of(request).pk
    if given["kind"] == "cash":
        if given["received_on"] != day_of(request.now):
            raise refusals.DayClosed(_("Cash is entered on the day on which it comes in."), field="received_on")
        services.take_cash(
            **common, entity_id=entity_id, party_id=party_id, amount=given["amount"], key=key, text=given["reference"]
        )
        return
    agreement = given.get("agreement")
    services.receive(
        **common,
        received=services.Received(
            entity_id=entity_id, party_id=party_id, amount=given["amount"], kind=given["kind"],
            received_on=given["received_on"], reference=given["reference"], origin=f"hand:{key}",
            agreement_id=int(agreement) if agreement else None,
        ),
    )  # fmt: skip


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.book")
def take_back(request: Request, payment_id: int) -> HttpResponse:
    """Note that a payment went back, with what the bank charged."""
    row = visible_payment(request, payment_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.take_back(
            actor=request.actor, at=request.now, payment_id=row.pk, on=given["on"],
            costs=given["costs"] or Decimal("0.00"), reason=given["reason"], answerable=not given["not_answerable"],
        )  # fmt: skip
        messages.success(request, _("What it had settled is open again."))
        return redirect("payments:one", payment_id=row.pk)

    return asked(
        request,
        title=_("Has the payment over %(amount)s gone back?") % {"amount": formats.money(row.amount)},
        effect=_("What it settled is open again. The costs are claimed as far as terms and law allow."),
        undo=KEPT, submit=_("Book the return"), back=reverse("payments:one", args=[row.pk]), done=done,
        form=ReturnForm(request.POST or None, initial={"on": day_of(request.now)}),
    )  # fmt: skip


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.book")
def release(request: Request, payment_id: int) -> HttpResponse:
    """Take a payment from a customer whose it is not."""
    row = visible_payment(request, payment_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.release(actor=request.actor, at=request.now, payment_id=row.pk, reason=given["reason"])
        messages.success(request, _("The payment is nobody's again."))
        return redirect("payments:one", payment_id=row.pk)

    return asked(
        request,
        title=_("Take the payment from this customer?"),
        effect=_("What it settled is open again, and the payment waits for its customer."),
        undo=_("It can be given to a customer again."), submit=_("Take the payment away"),
        back=reverse("payments:one", args=[row.pk]), done=done, form=ReasonForm(request.POST or None),
    )  # fmt: skip


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.refund")
def approve(request: Request, refund_id: int) -> HttpResponse:
    """Approve a refund; large ones wait for a second person then."""
    row = visible_refund(request, refund_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        kept = services.approve(actor=request.actor, at=request.now, refund_id=row.pk)
        said = _("Approved.") if kept.approved_at else _("It waits for a second person now.")
        messages.success(request, said)
        return redirect("payments:refund", refund_id=row.pk)

    return asked(
        request,
        title=_("Pay %(amount)s back to %(name)s?") % {"amount": formats.money(row.amount), "name": row.party},
        effect=_("It goes out with the next payment run. Above 500 € a second person confirms it first."),
        undo=_("Until it has left it can be dropped."), submit=_("Approve the refund"),
        back=reverse("payments:refund", args=[row.pk]), done=done,
    )  # fmt: skip


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.refund")
def pay_out(request: Request, refund_id: int) -> HttpResponse:
    """Pay an approved refund out of the till."""
    row = visible_refund(request, refund_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.pay_out_cash(actor=request.actor, at=request.now, refund_id=row.pk)
        messages.success(request, _("Paid and entered in the cash book."))
        return redirect("payments:refund", refund_id=row.pk)

    return asked(
        request,
        title=_("Pay %(amount)s out of the till?") % {"amount": formats.money(row.amount)},
        effect=_("It is entered in the cash book, and the refund is done."), undo=_("This cannot be taken back."),
        submit=_("Pay out in cash"), back=reverse("payments:refund", args=[row.pk]), done=done,
    )  # fmt: skip


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.refund")
def drop(request: Request, refund_id: int) -> HttpResponse:
    """Give a refund up; the credit is open again."""
    row = visible_refund(request, refund_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.drop_refund(actor=request.actor, at=request.now, refund_id=row.pk, reason=given["reason"])
        messages.success(request, _("Dropped. The credit is open again."))
        return redirect("payments:refund", refund_id=row.pk)

    return asked(
        request,
        title=_("Drop the refund?"), effect=_("Nothing is paid back; the credit stands on the account again."),
        undo=KEPT, submit=_("Drop the refund"), back=reverse("payments:refund", args=[row.pk]), done=done,
        form=ReasonForm(request.POST or None),
    )  # fmt: skip


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.refund")
def name_account(request: Request, refund_id: int) -> HttpResponse:
    """Enter the account that a customer has told us."""
    row = visible_refund(request, refund_id)
    form = AccountForm(request.POST or None, initial={"holder": str(row.party)})

    def act() -> None:
        services.name_account(actor=request.actor, at=request.now, refund_id=row.pk, **form.cleaned_data)

    words = {"title": _("Account for the refund"), "submit": _("Save the account")}
    return _form(request, form, act, words, back=reverse("payments:refund", args=[row.pk]), done=_("Noted."))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.book")
def decide(request: Request, set_off_id: int) -> HttpResponse:
    """Book a set-off, or not accept it with the reason."""
    row = visible_set_off(request, set_off_id)
    form = DecideForm(request.POST or None)

    def act() -> None:
        given: dict[str, Any] = {"actor": request.actor, "at": request.now, "set_off_id": row.pk}
        given["standing"] = Counterclaim(form.cleaned_data["standing"])
        if form.cleaned_data["verdict"] == ACCEPT:
            services.accept_set_off(**given)
        else:
            services.refuse_set_off(**given, reason=form.cleaned_data["reason"])

    words = {"title": _("Decide on the set-off"), "submit": _("Decide")}
    return _form(request, form, act, words, back=reverse("payments:set_off", args=[row.pk]), done=_("Decided."))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.book")
def carry(request: Request) -> HttpResponse:
    """Enter cash that was carried to the bank or from it."""
    form = CarryForm(request.POST or None)

    def act() -> None:
        amount = form.cleaned_data["amount"]
        signed = amount if form.cleaned_data["way"] == TAKEN else -amount
        key = request.POST.get("csrfmiddlewaretoken", "")[:40] or uuid.uuid4().hex
        services.carry_cash(
            actor=request.actor, at=request.now, entity_id=company_of(request).pk, amount=signed, key=key
        )

    words = {"title": _("Cash to the bank or from it"), "submit": _("Enter it")}
    return _form(request, form, act, words, back=reverse("payments:cash"), done=_("Entered."))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.set_up")
def paypal_account(request: Request) -> HttpResponse:
    """Enter the credentials at PayPal, with the password once more."""
    company = company_of(request)
    row = PayPalAccount.objects.filter(entity=company).first()
    known = {"client_id": row.client_id, "webhook_id": row.webhook_id, "is_live": row.is_live} if row else {}
    form = PayPalForm(request.POST or None, initial=known)
    if form.is_valid() and not did_recently_reauthenticate(request):
        raise ReauthenticationRequired

    def act() -> None:
        paypal.set_account(actor=request.actor, at=request.now, entity_id=company.pk, **form.cleaned_data)

    words = {"title": _("Set up PayPal"), "submit": _("Save")}
    return _form(request, form, act, words, back=reverse("payments:paypal_office"), done=_("Saved."))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="payments.set_up")
def paypal_switch(request: Request) -> HttpResponse:
    """Switch PayPal on or off."""
    row = PayPalAccount.objects.filter(entity=company_of(request)).first()
    if row is None:
        return redirect("payments:paypal_office")

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        paypal.switch(actor=request.actor, at=request.now, entity_id=row.entity_id, is_on=not row.is_on)
        return redirect("payments:paypal_office")

    return asked(
        request,
        title=_("Switch PayPal off?") if row.is_on else _("Switch PayPal on?"),
        effect=_("Customers are offered PayPal only while it is on."), undo=_("It can be switched back."),
        submit=_("Switch it off") if row.is_on else _("Switch it on"), back=reverse("payments:paypal_office"),
        done=done,
    )  # fmt: skip


def _form(
    request: Request, form: Form, act: Callable[[], None], words: Mapping[str, str], *, back: str, done: str
) -> HttpResponse:
    """Show a form and act once it is filled in; a refusal is shown beside its field."""
    status = UNPROCESSABLE if form.errors else 200
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, done)
            return redirect(back)
    return render(request, "payments/form.html", {"form": form, "back": back, **words}, status=status)
