"""Reporting and hiding what should not stand there, and the evidence that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.threads import queries, services, tables
from quartier.core.threads.forms import HideForm, ReasonForm
from quartier.core.threads.models import Message, Thread
from quartier.core.threads.views.office import visible_thread
from quartier.core.threads.views.portal import own_thread
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked


def _message(thread: Thread, message_id: int) -> Message:
    return get_object_or_404(thread.messages.all(), pk=message_id)


@access(Audience.CUSTOMER, feature="messages")
def report(request: Request, thread_id: int, message_id: int) -> HttpResponse:
    """Say that a message should not stand there, with the check step."""
    thread = own_thread(request, thread_id)
    message = next((row for row in queries.read_by_customer(thread) if row.pk == message_id), None)
    if message is None:
        raise Http404

    def done(confirmed: Confirmed) -> HttpResponse:
        services.report(actor=request.actor, at=request.now, message_id=message.pk, **confirmed.values)
        messages.success(request, _("Your report has arrived. We will look at it."))
        return redirect("threads:one", thread_id=thread.pk)

    return checked(
        request,
        ReasonForm(request.POST or None),
        key="threads.report",
        subject=f"threads.message:{message.pk}",
        done=done,
        page="threads/report.html",
        context={"thread": thread, "message": message},
        submit=_("Report the message"),
    )


@access(Audience.STAFF, needs="threads.hide")
def hide(request: Request, thread_id: int, message_id: int) -> HttpResponse:
    """Hide a message after saying what follows."""
    message = _message(visible_thread(request, thread_id), message_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.hide(actor=request.actor, at=request.now, message_id=message.pk, **given)
        messages.success(request, _("The message is hidden."))
        return redirect("threads:office_one", thread_id=thread_id)

    return asked(
        request,
        title=_("Hide this message?"),
        effect=_("Nobody reads it any more but those who keep evidence. Whoever wrote it is told, with the reason."),
        undo=_("It can be shown again."),
        submit=_("Hide the message"),
        back=f"{request.path.split('/ausblenden/')[0]}/",
        done=done,
        form=HideForm(request.POST if request.method == "POST" else None),
    )


@require_POST
@access(Audience.STAFF, needs="threads.hide")
def leave(request: Request, thread_id: int, message_id: int) -> HttpResponse:
    """Settle reports about a message without hiding it."""
    message = _message(visible_thread(request, thread_id), message_id)
    services.leave(actor=request.actor, at=request.now, message_id=message.pk)
    messages.success(request, _("The message stays; the report is settled."))
    return redirect("threads:office_one", thread_id=thread_id)


@require_POST
@access(Audience.STAFF, needs="threads.hide")
def show_again(request: Request, thread_id: int, message_id: int) -> HttpResponse:
    """Take hiding back."""
    message = _message(visible_thread(request, thread_id), message_id)
    services.show_again(actor=request.actor, at=request.now, message_id=message.pk)
    messages.success(request, _("The message is shown again."))
    return redirect("threads:office_one", thread_id=thread_id)


@require_safe
@access(Audience.STAFF, needs="threads.evidence")
def evidence(request: Request) -> HttpResponseBase:
    """List hidden messages, without their words."""
    table = tables.EVIDENCE.bind(request, queries.hidden(request.user))
    return table.answer() or render(request, "threads/office/evidence.html", {"table": table})


@access(Audience.STAFF, needs="threads.evidence")
def open_evidence(request: Request, evidence_id: int) -> HttpResponse:
    """Ask before a hidden message is opened, then show its words; it is recorded who opened it."""
    row, opened = get_object_or_404(queries.hidden(request.user), pk=evidence_id), None
    if request.method == "POST":
        opened = services.open_evidence(actor=request.actor, at=request.now, message_id=row.pk)
    return render(request, "threads/office/evidence_one.html", {"message": row, "opened": opened})
