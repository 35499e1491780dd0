"""What staff see of outgoing mail."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.inbox import queries, services, tables
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.views.frames import MAY_FRAME, frame
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


def _visible(request: Request, mail_id: int) -> OutgoingMail:
    mail = queries.outgoing_mail(request.user, mail_id)
    if mail is None:
        raise Http404
    return mail


@require_safe
@access(Audience.STAFF, needs="inbox.view")
def outbox(request: Request) -> HttpResponseBase:
    """List outgoing mail with what became of it."""
    table = tables.OUTBOX.bind(request, queries.outgoing(request.user))
    return table.answer() or render(request, "inbox/outbox.html", {"table": table})


@require_safe
@csp_update(MAY_FRAME)  # type: ignore[arg-type]
@access(Audience.STAFF, needs="inbox.view")
def outbox_mail(request: Request, mail_id: int) -> HttpResponse:
    """Show one mail: to whom, in whose name, what became of it, and its words."""
    mail = _visible(request, mail_id)
    undelivered = mail.state == MailState.FAILED or (mail.state == MailState.UNCERTAIN and mail.resent)
    may_retry = undelivered and mail.body_erased_at is None and "inbox.send" in request.user.permissions
    return render(request, "inbox/outbox_mail.html", {"mail": mail, "undelivered": undelivered, "may_retry": may_retry})


@require_safe
@access(Audience.STAFF, needs="inbox.view")
def outbox_frame(request: Request, mail_id: int) -> HttpResponse:
    """Show the mail itself, for the frame on its page."""
    return frame(_visible(request, mail_id))


@require_POST
@access(Audience.STAFF, needs="inbox.send")
def outbox_retry(request: Request, mail_id: int) -> HttpResponse:
    """Send a mail that did not arrive once more."""
    mail = _visible(request, mail_id)
    services.retry(actor=request.actor, at=request.now, mail_id=mail.pk)
    messages.success(request, _("The e-mail goes out again."))
    return redirect("inbox:outbox_mail", mail_id=mail.pk)
