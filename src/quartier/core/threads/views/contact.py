"""The contact form, the page behind its secret link, and the office's side of both (SBV-89)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.threads import queries, services, tables
from quartier.core.threads.forms import AnswerForm, ContactForm, KeepForm, WriteForm
from quartier.core.threads.models import ContactRequest, ContactState
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE, asked

HOUR = 3600
MOST_AN_HOUR = 10


@access(Audience.PUBLIC, feature="contact")
def new(request: Request) -> HttpResponse:
    """Let anybody write to us, with the check step."""

    def done(confirmed: Confirmed) -> HttpResponse:
        _count(request)
        here = getattr(request.portal, "entity", None)
        services.ask(at=request.now, entity_id=here.pk if here else None, **confirmed.values)
        return render(request, "threads/contact_sent.html", {"email": confirmed.values["email"]})

    form = ContactForm(request.POST or None, now=request.now)
    title, submit = _("Send it like this?"), _("Send the message")
    return checked(
        request, form, key="threads.contact", subject="threads.contact", done=done, page="threads/contact.html",
        title=title, submit=submit,
    )  # fmt: skip


@access(Audience.PUBLIC, feature="contact")
def one(request: Request, token: str) -> HttpResponse:
    """Show a request to whoever has its link, and let them go on, with the check step."""
    row = _linked(request, token)

    def done(confirmed: Confirmed) -> HttpResponse:
        _count(request)
        services.go_on(at=request.now, request_id=row.pk, **confirmed.values)
        messages.success(request, _("Your message has arrived."))
        return redirect("threads:contact_one", token=token)

    said = [] if row.state == ContactState.WITHDRAWN else row.messages.all()
    context, subject = {"contact": row, "said": said, "token": token}, queries.contact_subject(row)
    form, title, submit = WriteForm(request.POST or None), _("Send it like this?"), _("Send the message")
    return checked(
        request, form, key="threads.contact_write", subject=subject, done=done, page="threads/contact_one.html",
        context=context, title=title, submit=submit,
    )  # fmt: skip


@access(Audience.PUBLIC, feature="contact", stays_open=True)
def withdraw(request: Request, token: str) -> HttpResponse:
    """Let whoever has the link withdraw a request, after saying what follows."""
    row = _linked(request, token)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.withdraw(at=request.now, request_id=row.pk)
        messages.success(request, _("Your request is withdrawn."))
        return redirect("threads:contact_one", token=token)

    kept = _("Nobody writes in it any more. We keep what was written, because: %(reason)s")
    gone = _("Nobody writes in it any more. What was written, your name and your address are deleted.")
    return asked(
        request,
        title=_("Withdraw the request?"),
        effect=kept % {"reason": row.kept_because} if row.kept_because else gone,
        undo=_("It cannot be brought back."),
        submit=_("Withdraw the request"),
        back=reverse("threads:contact_one", args=[token]),
        done=done,
    )


@require_safe
@access(Audience.STAFF, needs="threads.view")
def listing(request: Request) -> HttpResponseBase:
    """List the requests of people without an account."""
    table = tables.CONTACTS.bind(request, queries.contacts(request.user))
    return table.answer() or render(request, "threads/office/contacts.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="threads.view")
def office(request: Request, contact_id: int) -> HttpResponse:
    """Show one of them with everything in it."""
    return _page(request, _visible(request, contact_id))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def answer(request: Request, contact_id: int) -> HttpResponse:
    """Answer somebody without an account."""
    form = AnswerForm(request.POST)
    return _acted(request, contact_id, "answer", form, services.answer_contact, _("The answer is out."))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def keep(request: Request, contact_id: int) -> HttpResponse:
    """Note why words stay even if their sender withdraws them."""
    form = KeepForm(request.POST)
    return _acted(request, contact_id, "keep", form, services.keep_contact, _("The reason is noted."))


def _visible(request: Request, contact_id: int) -> ContactRequest:
    return get_object_or_404(queries.contacts(request.user), pk=contact_id)


def _linked(request: Request, token: str) -> ContactRequest:
    row = queries.contact_by(token, request.now)
    if row is None:
        raise Http404
    return row


def _count(request: Request) -> None:
    """Let one address of the network send so many messages an hour. Raises TooOften."""
    key = f"threads.contact:{client_ip(request)}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > MOST_AN_HOUR:
        raise services.TooOften


def _acted(
    request: Request, contact_id: int, name: str, form: Form, act: Callable[..., object], words: str
) -> HttpResponse:
    row = _visible(request, contact_id)
    if form.is_valid():
        try:
            act(actor=request.actor, at=request.now, request_id=row.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, words)
            return redirect("threads:contact_office", contact_id=row.pk)
    return _page(request, row, **{name: form})


def _page(request: Request, row: ContactRequest, **forms: Form) -> HttpResponse:
    faulty = next((form for form in forms.values() if form.errors), None)
    drawn = {"answer": AnswerForm(), "keep": KeepForm(initial={"reason": row.kept_because}), **forms, "form": faulty}
    context = {"contact": row, "said": row.messages.all(), "may_edit": "threads.edit" in request.user.permissions}
    status = UNPROCESSABLE if faulty else 200
    return render(request, "threads/office/contact.html", {**context, **drawn}, status=status)
