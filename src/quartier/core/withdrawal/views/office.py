"""What staff do after a withdrawal: say how far the work was, and see what is to be paid back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.declarations import queries as declared
from quartier.core.withdrawal import queries, services, tables
from quartier.core.withdrawal.forms import WorkForm
from quartier.core.withdrawal.models import Withdrawal
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.pages import asked


def _visible(request: Request, withdrawal_id: int) -> Withdrawal:
    return get_object_or_404(queries.visible(request.user), pk=withdrawal_id)


@require_safe
@access(Audience.STAFF, needs="declarations.view")
def listing(request: Request) -> HttpResponseBase:
    """List withdrawals with what is paid back and until when."""
    table = tables.WITHDRAWALS.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "withdrawal/list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="declarations.view")
def one(request: Request, withdrawal_id: int) -> HttpResponse:
    """Show one withdrawal: the days that counted, the sums, and what is to be done."""
    row = _visible(request, withdrawal_id)
    context = {
        "row": row,
        "told": declared.told(row.declaration),
        "may_settle": "withdrawal.settle" in request.user.permissions,
    }
    return render(request, "withdrawal/office_one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="withdrawal.settle")
def work(request: Request, withdrawal_id: int) -> HttpResponse:
    """Say which share was performed; the law says what is kept and paid back."""
    row = _visible(request, withdrawal_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.note_work(
            actor=request.actor, at=request.now, withdrawal_id=row.pk, done=given["done"], price=given["price"],
            paid=given["paid"],
        )  # fmt: skip
        messages.success(request, _("Worked out. The sum stands below."))
        return redirect("withdrawal:office_one", withdrawal_id=row.pk)

    return asked(
        request,
        title=_("How far was the work for %(name)s?") % {"name": row.party},
        effect=_("By § 357a BGB it is worked out what is kept and what is paid back."),
        undo=_("This is said once."),
        submit=_("Work out"),
        back=reverse("withdrawal:office_one", args=[row.pk]),
        done=done,
        form=WorkForm(request.POST or None, initial={"price": row.price, "paid": row.paid, "done": row.done}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="withdrawal.settle")
def refund(request: Request, withdrawal_id: int) -> HttpResponse:
    """Note that the sum was paid back, after the question."""
    row = _visible(request, withdrawal_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.note_refund(actor=request.actor, at=request.now, withdrawal_id=row.pk)
        messages.success(request, _("The repayment is noted."))
        return redirect("withdrawal:office_one", withdrawal_id=row.pk)

    return asked(
        request,
        title=_("Has the sum been paid back to %(name)s?") % {"name": row.party},
        effect=_("The deadline for the repayment is closed."),
        undo=_("This cannot be taken back."),
        submit=_("Note the repayment"),
        back=reverse("withdrawal:office_one", args=[row.pk]),
        done=done,
    )
