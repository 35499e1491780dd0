"""What the operator sees: the demo's mailbox and the job queue."""

from __future__ import annotations

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.inbox import queries, services, tables
from quartier.core.inbox.models import OutgoingMail
from quartier.core.inbox.views.frames import MAY_FRAME, frame
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.jobs import state


def _only_in_a_demo() -> None:
    """An operator must not read customers' mail: where mail really goes out, there is no mailbox."""
    if not settings.MAIL.is_mailbox:
        raise Http404


def _mail(schema: str, mail_id: int) -> OutgoingMail:
    _only_in_a_demo()
    mail = queries.mailbox_mail(schema, mail_id)
    if mail is None:
        raise Http404
    return mail


@require_safe
@access(Audience.OPERATOR)
def mailbox(request: Request) -> HttpResponseBase:
    """List what would have gone out, across all providers."""
    _only_in_a_demo()
    places = queries.mailbox_places()
    chosen = request.GET.get("anbieter", "")
    chosen = chosen if chosen in places else ""
    table = tables.MAILBOX.bind(request, queries.mailbox(chosen))
    context = {"table": table, "places": places.items(), "chosen": chosen}
    return table.answer() or render(request, "inbox/mailbox.html", context)


@require_safe
@csp_update(MAY_FRAME)  # type: ignore[arg-type]
@access(Audience.OPERATOR)
def mailbox_mail(request: Request, schema: str, mail_id: int) -> HttpResponse:
    """Show one mail of the demo: HTML and plain text side by side."""
    mail = _mail(schema, mail_id)
    context = {"mail": mail, "schema": schema, "provider": queries.mailbox_places()[schema]}
    return render(request, "inbox/mailbox_mail.html", context)


@require_safe
@access(Audience.OPERATOR)
def mailbox_frame(request: Request, schema: str, mail_id: int) -> HttpResponse:
    """Show the mail itself, for the frame on its page."""
    return frame(_mail(schema, mail_id))


@require_safe
@access(Audience.OPERATOR)
def jobs(request: Request) -> HttpResponseBase:
    """Show whether workers live, what waits and what failed."""
    table = tables.OPEN_JOBS.bind(request, state.open_jobs())
    late = state.oldest_due(request.now)
    beats = [(beat, beat.is_alive(request.now)) for beat in state.heartbeats()]
    context = {
        "table": table,
        "failed": state.failed_jobs(),
        "heartbeats": beats,
        "is_alive": any(alive for _beat, alive in beats),
        "late_minutes": int(late.total_seconds() // 60) if late else 0,
    }
    return table.answer() or render(request, "inbox/jobs.html", context)


@require_POST
@access(Audience.OPERATOR)
def job_retry(request: Request, job_id: int) -> HttpResponse:
    """Start a failed job again."""
    services.retry_job(actor=request.actor, at=request.now, job_id=job_id)
    messages.success(request, _("The job starts again."))
    return redirect("inbox:jobs")
