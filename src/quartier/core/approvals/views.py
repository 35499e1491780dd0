"""What waits for a second person: the list, one proposal, the decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.approvals import queries, services
from quartier.core.approvals.forms import ReasonForm
from quartier.core.approvals.models import Approval
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


def _visible(request: Request, approval_id: int) -> Approval:
    row = get_object_or_404(queries.approvals(request.user), pk=approval_id)
    if not queries.may_see(request.user, row):
        raise Http404
    return row


@require_safe
@access(Audience.STAFF, needs="approvals.decide")
def listing(request: Request) -> HttpResponse:
    """List what waits for a second person, and what was decided last."""
    waiting, past = ([(row, queries.kind_of(row).label) for row in rows] for rows in
                     (queries.pending(request.user), queries.decided(request.user)))  # fmt: skip
    request.persons_listed = len(waiting) + len(past)  # type: ignore[attr-defined]
    return render(request, "approvals/list.html", {"waiting": waiting, "past": past})


@require_safe
@access(Audience.STAFF, needs="approvals.decide")
def one(request: Request, approval_id: int) -> HttpResponse:
    """Show what somebody has proposed, and let another one decide."""
    return _page(request, _visible(request, approval_id), ReasonForm())


@require_POST
@access(Audience.STAFF, needs="approvals.decide")
def confirm(request: Request, approval_id: int) -> HttpResponse:
    """Let it happen."""
    row = _visible(request, approval_id)
    services.confirm(actor=request.actor, at=request.now, approval_id=row.pk)
    messages.success(request, _("Confirmed. It is done."))
    return redirect("approvals:one", approval_id=row.pk)


@require_POST
@access(Audience.STAFF, needs="approvals.decide")
def refuse(request: Request, approval_id: int) -> HttpResponse:
    """Drop it, with the reason."""
    row, form = _visible(request, approval_id), ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.refuse(actor=request.actor, at=request.now, approval_id=row.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is dropped; nothing has changed."))
            return redirect("approvals:one", approval_id=row.pk)
    return _page(request, row, form)


def _page(request: Request, row: Approval, form: ReasonForm) -> HttpResponse:
    kind = queries.kind_of(row)
    context = {
        "row": row,
        "label": kind.label,
        "href": kind.href(row.subject) if kind.href else "",
        "is_own": row.proposed_key == str(request.user.pk),
        "form": form,
    }
    return render(request, "approvals/one.html", context, status=UNPROCESSABLE if form.errors else 200)
