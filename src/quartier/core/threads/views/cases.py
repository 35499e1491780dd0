"""Cases: what was reported, what was hidden, and what followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.threads import queries, services, tables
from quartier.core.threads.forms import HideForm, ReasonForm, SanctionForm
from quartier.core.threads.models import Author, Case
from quartier.core.threads.views.portal import own_thread
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

ACCOUNT = "account"


def visible_case(request: Request, case_id: int) -> Case:
    """Return a case that this person may see; others are 404."""
    return get_object_or_404(queries.cases(request.user), pk=case_id)


@access(Audience.CUSTOMER, feature="messages")
def report_name(request: Request, thread_id: int, message_id: int) -> HttpResponse:
    """Say that the name of whoever wrote a message should not stand there, with the check step."""
    thread = own_thread(request, thread_id)
    message = next((row for row in queries.read_by_customer(thread) if row.pk == message_id), None)
    if message is None or message.author != Author.STAFF or not message.author_key.isdecimal():
        raise Http404
    number = int(message.author_key)

    def done(confirmed: Confirmed) -> HttpResponse:
        given = {"kind": ACCOUNT, "number": number, **confirmed.values}
        services.report_thing(actor=request.actor, at=request.now, **given)
        messages.success(request, _("Your report has arrived. We will look at it."))
        return redirect("threads:one", thread_id=thread.pk)

    form, context = ReasonForm(request.POST or None), {"thread": thread, "name": message.author_name}
    return checked(
        request, form, key="threads.name", subject=f"accounts.user:{number}", done=done, context=context,
        page="threads/report_name.html", submit=_("Report the name"),
    )  # fmt: skip


@require_safe
@access(Audience.STAFF, needs="threads.hide")
def listing(request: Request) -> HttpResponseBase:
    """List the cases, the latest first."""
    table = tables.CASES.bind(request, queries.cases(request.user))
    return table.answer() or render(request, "threads/office/cases.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="threads.hide")
def one(request: Request, case_id: int) -> HttpResponse:
    """Show one case and what can be done."""
    return _page(request, visible_case(request, case_id), SanctionForm())


@access(Audience.STAFF, needs="threads.hide")
def hide(request: Request, case_id: int) -> HttpResponse:
    """Hide what a case is about, after saying what follows."""
    case = visible_case(request, case_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.hide_thing(actor=request.actor, at=request.now, kind=case.kind, number=case.number, **given)
        messages.success(request, _("It is hidden. Whoever put it there is told."))
        return redirect("threads:case", case_id=case.pk)

    return asked(
        request,
        title=_("Hide it?"),
        effect=_(
            "A neutral label takes its place. Whoever put it there is told, with ground, reason and ways to object."
        ),
        undo=_("It can be shown again."),
        submit=_("Hide it"),
        back=reverse("threads:case", args=[case.pk]),
        done=done,
        form=HideForm(request.POST if request.method == "POST" else None),
    )


@require_POST
@access(Audience.STAFF, needs="threads.hide")
def leave(request: Request, case_id: int) -> HttpResponse:
    """Settle a case without hiding anything."""
    return _acted(request, case_id, services.leave_thing, _("It stays; the case is settled."))


@require_POST
@access(Audience.STAFF, needs="threads.hide")
def restore(request: Request, case_id: int) -> HttpResponse:
    """Bring back what was hidden."""
    return _acted(request, case_id, services.restore_thing, _("It is shown again; what followed from it is lifted."))


@require_POST
@access(Audience.STAFF, needs="threads.hide")
def sanction(request: Request, case_id: int) -> HttpResponse:
    """Warn whoever put it there, or block their messages for a while."""
    case, form = visible_case(request, case_id), SanctionForm(request.POST)
    if form.is_valid():
        try:
            services.sanction(actor=request.actor, at=request.now, case_id=case.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is noted, and the customer is told."))
            return redirect("threads:case", case_id=case.pk)
    return _page(request, case, form)


@require_POST
@access(Audience.STAFF, needs="threads.hide")
def lift(request: Request, case_id: int, sanction_id: int) -> HttpResponse:
    """Take a sanction back."""
    case = visible_case(request, case_id)
    row = get_object_or_404(case.sanctions.all(), pk=sanction_id)
    services.lift(actor=request.actor, at=request.now, sanction_id=row.pk)
    messages.success(request, _("It is lifted."))
    return redirect("threads:case", case_id=case.pk)


@access(Audience.STAFF, needs="threads.hide")
def report_account(request: Request, account_id: int) -> HttpResponse:
    """Note that the name of a customer's account should not stand there."""
    party = get_object_or_404(parties.visible_parties(request.user), user=account_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        words = {"kind": ACCOUNT, "number": account_id, **given}
        case = services.report_thing(actor=request.actor, at=request.now, **words)
        return redirect("threads:case", case_id=case.pk)

    return asked(
        request,
        title=_("Report the name “%(name)s”?") % {"name": queries.account_shown(account_id)},
        effect=_("A case is opened. Nothing is hidden yet."),
        undo=_("The case can be settled without hiding anything."),
        submit=_("Report the name"),
        back=reverse("threads:customer", args=[party.pk]),
        done=done,
        form=ReasonForm(request.POST if request.method == "POST" else None),
    )


def _acted(request: Request, case_id: int, act: Callable[..., object], words: str) -> HttpResponse:
    case = visible_case(request, case_id)
    act(actor=request.actor, at=request.now, case_id=case.pk)
    messages.success(request, words)
    return redirect("threads:case", case_id=case.pk)


def _page(request: Request, case: Case, form: SanctionForm) -> HttpResponse:
    context = {"case": case, "label": queries.kind_of_case(case), "words": queries.words_of(case), "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "threads/office/case.html", context, status=status)
