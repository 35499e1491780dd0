"""The answer page of an order, for accounts and for guests: words, and files that go with them."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.documents import queries as documents
from quartier.core.orders import queries, services
from quartier.core.orders.forms import AnswerFileForm, AnswerFilesForm
from quartier.core.orders.models import Order
from quartier.kit.api import acting
from quartier.kit.checked import Confirmed, checked
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

DO: Final = "_do"
ADD: Final = "add"


def answered(request: Request, order: Order, *, page: str, back: str) -> HttpResponse:
    """Let somebody write an answer, add files to it, look at all of it and send it.

    A file is held as soon as it is chosen; nothing of it is said before the answer is confirmed. Programs send words.
    """
    sent = request.FILES if acting(request) is None else {}
    files = _files_form(request, sent)
    added = _attached(request, order, files) if sent else ""
    data = _data(request, added)
    held = queries.answer_files(order)
    context = {"order": order, "back": back, "files": files}
    if sent and (not added or request.POST.get(DO) == ADD):
        typed = {"words": request.POST.get("words", ""), "uploads": data.getlist("uploads") if data else []}
        form = AnswerFilesForm(held=held, initial=typed)
        return render(request, page, {**context, "form": form}, status=200 if added else UNPROCESSABLE)
    form = AnswerFilesForm(data, held=held)
    return checked(
        request, form, key="orders.answer", subject=queries.subject_of(order), page=page, context=context,
        submit=_("Send the answer"), done=lambda confirmed: _sent(request, order, form, confirmed, back),
    )  # fmt: skip


def _sent(request: Request, order: Order, form: AnswerFilesForm, confirmed: Confirmed, back: str) -> HttpResponse:
    common: dict[str, Any] = {"actor": request.actor, "at": request.now}
    uploads = [uuid.UUID(one) for one in form.cleaned_data.get("uploads", ())]
    services.answer(**common, order_id=order.pk, words=form.cleaned_data["words"], uploads=uploads)
    audit.keep_confirmation(**common, form=confirmed.form, subject=queries.subject_of(order), values=confirmed.shown)
    messages.success(request, _("Thank you. We look at your answer and write to you."))
    return redirect(back)


def _files_form(request: Request, sent: Any) -> AnswerFileForm:
    allowed = documents.allowance_of_visitors(request.now)
    given = (request.POST, sent) if sent else ()
    return AnswerFileForm(*given, endings=allowed.endings, largest=allowed.largest)


def _attached(request: Request, order: Order, form: AnswerFileForm) -> str:
    """Hold the chosen file and return its key; "" where it was refused, with the reason at the field."""
    if not form.is_valid():
        return ""
    sent = form.cleaned_data["file"]
    try:
        row = services.attach(
            at=request.now, order_id=order.pk, file_name=sent.name or "", size=sent.size or 0, blocks=sent.chunks()
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return ""
    return str(row.upload_key)


def _data(request: Request, added: str) -> QueryDict | None:
    """Return what was sent, with the file that was just held."""
    if request.method != "POST":
        return None
    data: QueryDict = request.POST.copy()
    if added:
        data.appendlist("uploads", added)
    return data
