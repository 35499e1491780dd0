"""Orders that one prepares and another places: the page behind the link, and the list of whoever prepared them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries, services
from quartier.core.checkout.forms import HandOnForm
from quartier.core.checkout.models import OrderLink
from quartier.core.checkout.views.drafts import customer_of, own_draft, shows_net
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import asked


@access(Audience.PUBLIC, feature="orders")
def linked(request: Request, token: str) -> HttpResponse:
    """Show who offers what at which price under which texts, before anything is asked (WR-025); a button goes on."""
    link = queries.link_of(token)
    if link is None:
        services.count(f"link:{client_ip(request)}", services.BEGUN_AN_HOUR, at=request.now)
        raise Http404
    if queries.state_of(link, request.now) != "open":
        return render(request, "checkout/link_over.html", {"link": link}, status=services.LinkOver.status)
    if request.method == "POST":
        services.count(f"begin:{client_ip(request)}", services.BEGUN_AN_HOUR, at=request.now)
        _draft, secret = services.begin_linked(at=request.now, link=link, user=customer_of(request))
        return redirect("checkout:person", token=secret)
    quote = catalogue.quote(queries.choices_of(link.lines), link.priced_on)
    context = {
        "link": link, "quote": quote, "is_net": shows_net(request), "texts": queries.texts_of(quote.products),
        "imprint": providers.imprint_lines(link.entity),
        "told": [pair for one in quote.products for pair in catalogue.told(one, link.inputs)],
    }  # fmt: skip
    return render(request, "checkout/linked.html", context)


@require_safe
@access(Audience.CUSTOMER, feature="orders")
def links(request: Request) -> HttpResponse:
    """List what a customer prepared for others, each with its state and nothing about the other person (WR-026)."""
    party = own_party(request)
    rows = [(row, queries.state_told(row, request.now), queries.state_of(row, request.now)) for row in
            queries.links_of(party)]  # fmt: skip
    return render(request, "checkout/links.html", {"rows": rows})


@access(Audience.CUSTOMER, feature="orders")
def hand_on(request: Request, token: str) -> HttpResponse:
    """Make a link of an order that is filled in; it is shown once."""
    draft, party = own_draft(request, token), own_party(request)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        link, secret = services.hand_on(
            actor=request.actor, at=request.now, draft_id=draft.pk, party=party, label=given["label"]
        )
        said = {"url": request.build_absolute_uri(reverse("checkout:linked", args=[secret]))}
        messages.success(request, _("The link is ready. Copy it now, it is shown only once: %(url)s") % said)
        return redirect(f"{reverse('checkout:links')}#link-{link.pk}")

    return asked(
        request, title=_("Let somebody else order this?"), back=reverse("checkout:basket", args=[token]), done=done,
        effect=_("You get a link. Whoever opens it sees service and price, enters their own data, and orders and pays "
                 "themselves. You owe nothing, and you only see whether it was ordered."),
        undo=_("You can take the link back until it is used. It serves once and for 30 days."),
        submit=_("Make the link"), form=HandOnForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip


@access(Audience.CUSTOMER, feature="orders")
def revoke(request: Request, link_id: int) -> HttpResponse:
    """Take a link back, after a question."""
    link = get_object_or_404(queries.links_of(own_party(request)), pk=link_id)
    return revoke_asked(request, link, reverse("checkout:links"))


def revoke_asked(request: Request, link: OrderLink, back: str) -> HttpResponse:
    """Ask before a link is taken back."""

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.revoke(actor=request.actor, at=request.now, link_id=link.pk)
        messages.success(request, _("The link leads nowhere any more."))
        return redirect(back)

    return asked(
        request, title=_("Take back “%(label)s”?") % {"label": link.label}, back=back, done=done,
        effect=_("Whoever opens the link cannot order by it any more."), undo=_("This cannot be taken back."),
        submit=_("Take the link back"),
    )  # fmt: skip


def own_party(request: Request) -> Any:
    """Return for whom somebody acts; 404 for an account without a customer."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party
