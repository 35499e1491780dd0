"""Wishes for changes as customers see them, by account or a guest's secret: ask, agree to the fee, let it be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.orders import queries as orders
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked, shell_of
from quartier.modules.survey.forms.jobs import AgreeForm, WishForm
from quartier.modules.survey.models import ChangeWish, ChangeWishState
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.queries import wishes as prices
from quartier.modules.survey.services import wishes as services


@access(Audience.CUSTOMER, right="write")
def ask(request: Request, order_id: int) -> HttpResponse:
    """Take what a customer wants changed in a result."""
    return _ask(request, _own(request, order_id), reverse("orders:own_one", args=[order_id]))


@access(Audience.PUBLIC)
def guest_ask(request: Request, token: str) -> HttpResponse:
    """Take what a guest wants changed in a result."""
    return _ask(request, _guests(token), reverse("orders:guest", args=[token]))


@access(Audience.CUSTOMER, right="write")
def agree(request: Request, order_id: int) -> HttpResponse:
    """Show what a change costs, and take the customer's yes with the button that binds."""
    return _agree(request, _own(request, order_id), reverse("orders:own_one", args=[order_id]))


@access(Audience.PUBLIC)
def guest_agree(request: Request, token: str) -> HttpResponse:
    """Show what a change costs, and take the guest's yes with the button that binds."""
    return _agree(request, _guests(token), reverse("orders:guest", args=[token]))


@access(Audience.CUSTOMER, right="write")
def decline(request: Request, order_id: int) -> HttpResponse:
    """Let a wish be."""
    return _decline(request, _own(request, order_id), reverse("orders:own_one", args=[order_id]))


@access(Audience.PUBLIC)
def guest_decline(request: Request, token: str) -> HttpResponse:
    """Let a wish be."""
    return _decline(request, _guests(token), reverse("orders:guest", args=[token]))


def _own(request: Request, order_id: int) -> Any:
    return get_object_or_404(orders.of_account(request.user), pk=order_id)


def _guests(token: str) -> Any:
    order = orders.by_token(token)
    if order is None:
        raise Http404
    return order


def _open(order: Any, *states: ChangeWishState) -> ChangeWish:
    """Return the wish of an order that waits for its customer; 404 where there is none."""
    wish = queries.wish_of_order(order)
    if wish is None or wish.state not in states:
        raise Http404
    return wish


def _ask(request: Request, order: Any, back: str) -> HttpResponse:
    job = queries.of_order(order)
    if job is None:
        raise Http404
    form = WishForm(request.POST if request.method == "POST" else None)

    def done(confirmed: Confirmed) -> HttpResponse:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        wish = services.ask(**common, order_id=order.pk, words=form.cleaned_data["words"])
        subject = queries.wish_subject(wish)
        audit.keep_confirmation(**common, form=confirmed.form, subject=subject, values=confirmed.shown)
        messages.success(request, _("Thank you. We look at it and write to you whether it costs anything."))
        return redirect(back)

    return checked(
        request, form, key="survey.change", subject=queries.subject_of(job), page="survey/jobs/ask.html", done=done,
        context={"order": order, "back": back, "wish_shell": shell_of(request)}, submit=_("Send the wish"),
    )  # fmt: skip


def _agree(request: Request, order: Any, back: str) -> HttpResponse:
    wish = _open(order, ChangeWishState.QUOTED)
    button = prices.button_of(order, day_of(request.now))
    price = formats.money(wish.gross)
    form = AgreeForm(request.POST if request.method == "POST" else None, is_consumer=order.standing == "consumer")

    lead = _("Change of your result: %(what)s. Total price: %(price)s incl. VAT, once.") % {
        "what": wish.words, "price": price,
    }  # fmt: skip
    return checked(
        request, form, key="survey.change_fee", subject=f"{queries.wish_subject(wish)}:{wish.gross}:{button}",
        page="survey/jobs/agree.html", submit=button, title=_("Order the change?"), lead=lead,
        done=lambda confirmed: _agreed(request, wish, form, confirmed, back),
        context={
            "order": order, "back": back, "wish": wish, "price": price, "text": prices.instruction(),
            "wish_shell": shell_of(request), "button": button,
        },
    )  # fmt: skip


def _agreed(request: Request, wish: ChangeWish, form: AgreeForm, confirmed: Confirmed, back: str) -> HttpResponse:
    common: dict[str, Any] = {"actor": request.actor, "at": request.now}
    button = prices.button_of(wish.job.order, day_of(request.now))
    given = services.Agreement(gross=wish.gross, button=button, **form.cleaned_data)
    services.agree(**common, wish_id=wish.pk, given=given)
    shown = {_("Change"): wish.words, _("Price incl. VAT"): formats.money(wish.gross), **confirmed.shown}
    audit.keep_confirmation(**common, form=confirmed.form, subject=queries.wish_subject(wish), values=shown)
    messages.success(request, _("Thank you. The confirmation is on its way by e-mail."))
    return redirect(back)


def _decline(request: Request, order: Any, back: str) -> HttpResponse:
    wish = _open(order, ChangeWishState.ASKED, ChangeWishState.QUOTED)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.decline(actor=request.actor, at=request.now, wish_id=wish.pk)
        messages.success(request, _("The result stays as it is. Nothing is charged."))
        return redirect(back)

    return asked(
        request, title=_("Leave the result as it is?"), effect=_("Your wish is not done, and it costs nothing."),
        undo=_("You can ask for a change again at any time."), submit=_("Leave it as it is"), back=back, done=done,
    )  # fmt: skip
