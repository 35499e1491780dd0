"""The steps of an order. Each keeps what was typed before it complains, so that going back loses nothing (WR-013)."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries, services
from quartier.core.checkout.forms import ENTRY, FILE, BasketForm, DetailsForm, PaymentForm, PersonForm, StandingForm
from quartier.core.checkout.models import Draft
from quartier.core.checkout.rules import after
from quartier.core.checkout.views.drafts import PAGES, customer_of, not_yet, own_draft, progress, shows_net
from quartier.core.documents import queries as documents
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.policies.billing import PaymentMethod
from quartier.core.providers.queries import portal_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE

DO: Final = "_do"
REMOVE: Final = "remove:"


@access(Audience.PUBLIC, feature="orders")
def basket(request: Request, token: str) -> HttpResponse:
    """Choose what is ordered; whatever goes into one order stands on one page."""
    draft = own_draft(request, token)
    if (elsewhere := not_yet(request, draft, "basket", token)) is not None:
        return elsewhere
    if draft.link_id is not None:
        return redirect("checkout:person", token=token)
    chosen = queries.choices_of(draft.lines)
    offers = [one for one in catalogue.offers(day_of(request.now)) if one.is_open]
    known = [one.product for one in offers if one.product.pk in {choice.product_id for choice in chosen}]
    offers = [one for one in offers if catalogue.fit_together([*known, one.product])]
    given: dict[str, Any] = {"offers": offers, "is_net": shows_net(request), "initial": BasketForm.initial_of(chosen)}
    form = BasketForm(request.POST if request.method == "POST" else None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose(at=request.now, draft_id=draft.pk, choices=form.choices())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("checkout:details", token=token)
    return _page(request, "basket", form, token)


@access(Audience.PUBLIC, feature="orders")
def details(request: Request, token: str) -> HttpResponse:
    """Ask for what the services need, files included; a missing one is named (WR-017)."""
    draft = own_draft(request, token)
    if (elsewhere := not_yet(request, draft, "details", token)) is not None:
        return elsewhere
    if draft.link_id is not None:
        return redirect("checkout:person", token=token)
    products = _products(draft)
    allowed = documents.allowance_of_visitors(request.now)
    initial = {ENTRY + key: value for key, value in draft.inputs.items()} | {"note": draft.note}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DetailsForm(*sent, products=products, endings=allowed.endings, largest=allowed.largest, initial=initial)
    if request.method == "POST" and _kept(request, draft, form, products):
        return redirect("checkout:person", token=token)
    return _page(request, "details", form, token, files=queries.files_of(draft))


@access(Audience.PUBLIC, feature="orders")
def person(request: Request, token: str) -> HttpResponse:
    """Ask who orders and in which part; whoever has an account may log in instead (WR-002, WR-009)."""
    draft = own_draft(request, token)
    if (elsewhere := not_yet(request, draft, "person", token)) is not None:
        return elsewhere
    products, user = _products(draft), customer_of(request)
    party = parties.party_of(user) if user is not None else None
    standings = catalogue.standings_of(products)
    made: type[StandingForm] = StandingForm if party is not None else PersonForm
    form = made(request.POST if request.method == "POST" else None, standings=standings, initial=draft.person)
    if request.method == "POST" and form.is_valid():
        try:
            services.identify(draft_id=draft.pk, person=form.cleaned_data, standings=standings, known=party is not None)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(PAGES[after("person", paid=_is_paid(products))], token=token)
    needs = any(one.needs_account for one in products) and user is None
    return _page(
        request, "person", form, token, paid=_is_paid(products), party=party, needs_account=needs,
        businesses_only=standings == ("business",),
    )  # fmt: skip


@access(Audience.PUBLIC, feature="orders")
def payment(request: Request, token: str) -> HttpResponse:
    """Ask how somebody wants to pay; nothing is charged here."""
    draft = own_draft(request, token)
    if (elsewhere := not_yet(request, draft, "payment", token)) is not None:
        return elsewhere
    form = PaymentForm(
        request.POST if request.method == "POST" else None, methods=methods_of(request),
        initial={"method": draft.payment_method},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        services.pay_by(draft_id=draft.pk, method=form.cleaned_data["method"])
        return redirect("checkout:review", token=token)
    return _page(request, "payment", form, token)


def methods_of(request: Request) -> list[tuple[str, str]]:
    """Return how customers of this provider may pay here, in the order of the policy's list.

    What is paid through an app store is bought in the app of that store (WR-043).
    """
    allowed = portal_of(request).policy(BillingPolicy, day_of(request.now)).payment_methods
    here = [one for one in PaymentMethod if one in allowed and one is not PaymentMethod.APP_STORE]
    return [(one.value, _(str(one.label))) for one in here]


def _kept(request: Request, draft: Draft, form: DetailsForm, products: list[Any]) -> bool:
    """Keep what was typed and sent; tell whether nothing is missing and the reader wants to go on."""
    wish, typed = request.POST.get(DO, ""), form.typed()
    note = str(form.data.get("note", "")).strip()
    if wish.startswith(REMOVE):
        services.detach(draft_id=draft.pk, upload_key=_uuid(wish.removeprefix(REMOVE)))
    is_fit = form.is_valid()
    _attach(request, draft, form, products)
    going_on = wish != "add" and not wish.startswith(REMOVE)
    if going_on:
        counts = Counter(one.key for one in queries.files_of(draft))
        for product in products:
            mine = {key: typed[key] for key in catalogue.entry_fields(product)}
            form.say(catalogue.entry_faults(product, mine), ENTRY)
            form.say(catalogue.wanted_faults(product, counts), FILE)
    complete = going_on and is_fit and not form.errors
    services.answer(draft_id=draft.pk, inputs=typed, note=note, complete=complete)
    if not going_on and not any(name.startswith(FILE) for name in form.errors):
        form.errors.clear()
    return complete


def _attach(request: Request, draft: Draft, form: DetailsForm, products: list[Any]) -> None:
    keys = [one.key for product in products for one in catalogue.wanted_of(product.uploads)]
    for key, sent in form.sent_files().items():
        if FILE + key in form.errors:
            continue
        try:
            services.count(f"file:{client_ip(request)}", services.FILES_AN_HOUR, at=request.now)
            services.attach(
                at=request.now, draft_id=draft.pk, key=key, file_name=sent.name or "", size=sent.size or 0,
                blocks=sent.chunks(), keys=keys,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(FILE + key, str(refusal))


def _products(draft: Draft) -> list[Any]:
    numbers = list(dict.fromkeys(one["product"] for one in draft.lines))
    known = catalogue.products_numbered(numbers)
    return [known[number] for number in numbers if number in known]


def _is_paid(products: list[Any]) -> bool:
    return not all(one.is_free for one in products)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def _page(request: Request, step: str, form: Form, token: str, *, paid: bool = True, **more: Any) -> HttpResponse:
    context = {"form": form, "token": token, **progress(step, paid=paid), **more}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, f"checkout/{step}.html", context, status=status)
