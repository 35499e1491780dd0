"""What customers do: read their requests, open one, answer, close, reopen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.threads import queries, services, tables
from quartier.core.threads.forms import OpenForm, WriteForm
from quartier.core.threads.models import Thread
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request


def own_party(request: Request) -> Any:
    """Return the party of the logged-in customer; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


def own_thread(request: Request, thread_id: int) -> Thread:
    """Return a thread of the logged-in customer; a stranger's is 404."""
    return get_object_or_404(queries.threads_of(own_party(request).pk), pk=thread_id)


@require_safe
@access(Audience.CUSTOMER, feature="messages")
def own(request: Request) -> HttpResponse:
    """List the customer's requests, the latest first."""
    table = tables.OWN.bind(request, queries.threads_of(own_party(request).pk))
    return render(request, "threads/own.html", {"table": table})


@access(Audience.CUSTOMER, feature="messages")
def new(request: Request) -> HttpResponse:
    """Open a request, with the check step."""
    party = own_party(request)
    offers = {offer.key: offer for offer in queries.offers(day_of(request.now))}
    contracts = {str(row.pk): row for row in parties.relationships_of(party)}
    form = OpenForm(
        request.POST or None,
        categories=[(key, offer.priced) for key, offer in offers.items()],
        contracts=[(key, row.subject or str(row)) for key, row in contracts.items()],
        documents=queries.documents_of(party),
        # Other pages lead here with what the question is about, such as the number of an invoice.
        initial={"subject": request.GET.get("betreff", "")[:120]},
    )

    def done(confirmed: Confirmed) -> HttpResponse:
        given = dict(confirmed.values)
        offer, contract = offers[given.pop("category")], contracts.get(given.pop("relationship", ""))
        words = {"treatment": offer.treatment, "category": offer.label, "relationship": contract, **given}
        cost = {"user": request.user, "fee": offer.fee, "rate": offer.rate}
        thread = services.open_thread(actor=request.actor, at=request.now, party=party, **cost, **words)
        messages.success(request, _("Your request number %(number)s has arrived.") % {"number": thread.pk})
        return redirect("threads:one", thread_id=thread.pk)

    return _checked(request, form, "threads.new", parties.subject_of(party), done, "threads/new.html", {})


@access(Audience.CUSTOMER, feature="messages")
def one(request: Request, thread_id: int) -> HttpResponse:
    """Show one request and go on writing in it, with the check step."""
    thread = own_thread(request, thread_id)

    def done(confirmed: Confirmed) -> HttpResponse:
        services.write(actor=request.actor, at=request.now, thread_id=thread.pk, **confirmed.values)
        messages.success(request, _("Your message has arrived."))
        return redirect("threads:one", thread_id=thread.pk)

    said, due = queries.read_by_customer(thread), queries.answer_due(thread)
    context = {"thread": thread, "said": said, "fault": queries.fault_of(thread), "due": due}
    form = WriteForm(request.POST or None, documents=queries.documents_of(thread.party))
    return _checked(request, form, "threads.write", queries.subject_of(thread), done, "threads/one.html", context)


def _checked(request: Request, form: Any, key: str, subject: str, done: Any, page: str, context: Any) -> HttpResponse:
    # The message itself is the record of what was confirmed: it is kept word by word and never changed.
    title, submit = _("Send it like this?"), _("Send the message")
    return checked(
        request, form, key=key, subject=subject, done=done, page=page, context=context, title=title, submit=submit
    )


@require_POST
@access(Audience.CUSTOMER, feature="messages")
def close(request: Request, thread_id: int) -> HttpResponse:
    """Close a request that is settled."""
    services.close(actor=request.actor, at=request.now, thread_id=own_thread(request, thread_id).pk)
    messages.success(request, _("The request is closed. You can reopen it at any time."))
    return redirect("threads:one", thread_id=thread_id)


@require_POST
@access(Audience.CUSTOMER, feature="messages")
def reopen(request: Request, thread_id: int) -> HttpResponse:
    """Take a closed request up again."""
    services.reopen(actor=request.actor, at=request.now, thread_id=own_thread(request, thread_id).pk)
    messages.success(request, _("The request is open again. We will answer."))
    return redirect("threads:one", thread_id=thread_id)
