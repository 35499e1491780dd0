"""Mail that came in: the list, one mail, and giving it its place by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.threads import queries, services, tables
from quartier.core.threads.forms import JoinForm, ReasonForm
from quartier.core.threads.models import IncomingMail
from quartier.core.threads.views.customer import visible_party
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

FEW = 10


def mail_numbered(incoming_id: int) -> IncomingMail:
    """Return a mail that came in, or 404."""
    return get_object_or_404(queries.incoming(), pk=incoming_id)


@require_safe
@access(Audience.STAFF, needs="threads.sort")
def listing(request: Request) -> HttpResponseBase:
    """List the mail that came in, the latest first."""
    table = tables.INCOMING.bind(request, queries.incoming())
    context = {"table": table, "addresses": queries.mail_addresses()}
    return table.answer() or render(request, "threads/office/incoming.html", context)


@require_safe
@access(Audience.STAFF, needs="threads.sort")
def one(request: Request, incoming_id: int) -> HttpResponse:
    """Show one mail, what is known of its sender, and whose it may be."""
    return _page(request, mail_numbered(incoming_id), JoinForm())


@require_POST
@access(Audience.STAFF, needs="threads.sort")
def assign(request: Request, incoming_id: int, party_id: int) -> HttpResponse:
    """Open a request of a customer from a mail."""
    row, party = mail_numbered(incoming_id), visible_party(request, party_id)
    thread = services.assign(actor=request.actor, at=request.now, mail_id=row.pk, party=party)
    messages.success(request, _("The e-mail is a request of %(name)s now.") % {"name": party})
    return redirect("threads:office_one", thread_id=thread.pk)


@require_POST
@access(Audience.STAFF, needs="threads.sort")
def join(request: Request, incoming_id: int) -> HttpResponse:
    """Put a mail into a request."""
    row, form = mail_numbered(incoming_id), JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    thread = queries.visible(request.user).filter(pk=form.cleaned_data["number"]).first()
    if thread is None:
        form.add_error("number", _("There is no request with this number."))
        return _page(request, row, form)
    services.join(actor=request.actor, at=request.now, mail_id=row.pk, thread=thread)
    messages.success(request, _("The e-mail stands in the request now."))
    return redirect("threads:office_one", thread_id=thread.pk)


@access(Audience.STAFF, needs="threads.sort")
def discard(request: Request, incoming_id: int) -> HttpResponse:
    """Put a mail away after saying what follows."""
    row = mail_numbered(incoming_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.discard(actor=request.actor, at=request.now, mail_id=row.pk, **given)
        messages.success(request, _("The e-mail is discarded."))
        return redirect("threads:incoming")

    return asked(
        request,
        title=_("Discard this e-mail?"),
        effect=_("Its words are deleted. Sender, subject and your reason stay noted."),
        undo=_("It cannot be brought back."),
        submit=_("Discard the e-mail"),
        back=reverse("threads:incoming_one", args=[row.pk]),
        done=done,
        form=ReasonForm(request.POST if request.method == "POST" else None),
    )


def _page(request: Request, row: IncomingMail, form: JoinForm) -> HttpResponse:
    wanted = request.GET.get("name", "").strip()[:100]
    seen = parties.visible_parties(request.user)
    people = seen.filter(sort_name__icontains=wanted.casefold()) if wanted else queries.suggested(row, seen)
    may_sort = row.fate in queries.TO_SORT
    context = {"mail": row, "form": form, "people": people[:FEW], "wanted": wanted, "may_sort": may_sort}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "threads/office/incoming_one.html", context, status=status)
