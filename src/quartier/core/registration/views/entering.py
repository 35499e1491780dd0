"""The form, its check page, and what follows; nothing is stored before the last button (DWG-17).

Between the pages the answers travel encrypted in the page itself, bound to the portal and the browser; the password is
a hash there already.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartier.core.providers.queries import portal_of
from quartier.core.registration import queries, services
from quartier.core.registration.forms import EntryForm, TicksForm
from quartier.core.registration.rules.flow import Flow
from quartier.core.terms import queries as terms
from quartier.kit import encryption
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.formats import NOTHING
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE

PLACE: Final = "registration.answers"
HOLDS: Final = timedelta(hours=1)
CARRIED: Final = "_answers"
STEP: Final = "_step"
SECRET: Final = ("password", "password_again")
IDENTITY: Final = ("code", "surname", "born_on")


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody has filled in so far, with the hash of the password."""

    given: Mapping[str, str]
    password: str
    made_at: datetime


@access(Audience.PUBLIC, feature="registration")
def register(request: Request) -> HttpResponse:
    """Lead somebody through form and check page; the entries are shown and checked before anything is kept."""
    flow = queries.flow_at(request.portal, request.now)
    answers, step = _carried(request), request.POST.get(STEP, "")
    if request.user.is_authenticated:
        return redirect("accounts:onward")
    if request.method != "POST" or step == "clear":
        return _form_page(request, EntryForm(flow=flow, today=day_of(request.now)), None)
    if step == "confirm":
        return _entered_and_checked(request, flow, answers)
    if step.startswith("change"):
        return _form_page(request, _filled(request, flow, answers, step.partition(":")[2]), answers)
    return _check_entries(request, flow, answers)


def start_part(request: Request) -> SafeString:
    """Draw the way in for the start page, for whoever is not logged in."""
    return render_to_string("registration/start.html", {"flow": queries.flow_at(request.portal, request.now)}, request)


def _check_entries(request: Request, flow: Flow, before: Answers | None) -> HttpResponse:
    """Check what was typed and show it once more."""
    has_password = before is not None and bool(before.password)
    form = EntryForm(request.POST, flow=flow, today=day_of(request.now), has_password=has_password)
    try:
        if form.is_valid() and flow.bots_forbidden:
            sent = [request.POST.get(name, "")[:400] for name in ("_challenge", "_proof", "website")]
            services.let_in(services.Shown(*sent), ip=client_ip(request), at=request.now)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(request, form, before, refusal.status)
    if not form.is_valid():
        return _form_page(request, form, before, UNPROCESSABLE)
    given = {name: request.POST.get(name, "").strip() for name in form.fields if name not in SECRET}
    typed = form.cleaned_data.get("password")
    password = services.hashed(typed) if typed else before.password if before else ""
    return _check_page(request, flow, Answers(given, password, request.now), TicksForm(kinds=_kinds()))


def _entered_and_checked(request: Request, flow: Flow, answers: Answers | None) -> HttpResponse:
    """Take what was shown and confirmed; every answer is the same, whether the address was known or not."""
    if answers is None:
        form = EntryForm(flow=flow, today=day_of(request.now))
        return _form_page(request, form, None, UNPROCESSABLE, too_old=True)
    ticks = TicksForm(request.POST, kinds=_kinds())
    form = EntryForm(dict(answers.given), flow=flow, today=day_of(request.now), has_password=True)
    if not ticks.is_valid():
        return _check_page(request, flow, answers, ticks, UNPROCESSABLE)
    if not form.is_valid():
        return _form_page(request, form, answers, UNPROCESSABLE)
    try:
        _send(request, flow, answers, form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(request, form, answers, refusal.status)
    return render(request, "registration/sent.html", {"email": form.cleaned_data["email"], "flow": flow})


def _send(request: Request, flow: Flow, answers: Answers, given: Mapping[str, Any]) -> None:
    ip, at = client_ip(request), request.now
    services.count(f"sent:{ip}", services.WITH_WORK, at=at)
    services.count(f"mail:{given['email'].lower()}", services.MAILS_AN_HOUR, at=at)
    documents = [(one.kind, one.digest) for one in terms.current_documents()]
    entity = portal_of(request).entity
    entry = services.Entry(
        email=given["email"], password=answers.password, texts=documents, code=given.get("code", ""),
        surname=given.get("surname", ""), born_on=given.get("born_on"), address=ip or "",
        entity_id=entity.pk if entity else None,
        answers={name: str(value) for name, value in given.items() if name not in (*IDENTITY, *SECRET) and value},
    )  # fmt: skip
    if not services.submit(actor=request.actor, at=at, flow=flow, entry=entry):
        services.note_failure(at)
        raise services.DoesNotFit


def _kinds() -> list[str]:
    return [one.kind for one in terms.current_documents()]


def _filled(request: Request, flow: Flow, answers: Answers | None, focus: str) -> EntryForm:
    """Return the form with what was typed; the password stays chosen and is not shown."""
    initial = dict(answers.given) if answers else {}
    has_password = bool(answers and answers.password)
    form = EntryForm(initial=initial, flow=flow, today=day_of(request.now), has_password=has_password)
    if focus in form.fields:
        form.fields[focus].widget.attrs["autofocus"] = True
    return form


def _form_page(
    request: Request, form: EntryForm, answers: Answers | None, status: int = 200, *, too_old: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "flow": form.flow,
        "carried": _sealed(request, answers) if answers else "",
        "challenge": services.challenge(request.now) if form.flow.bots_forbidden else None,
        "too_old": too_old,
    }
    return render(request, "registration/form.html", context, status=status)


def _check_page(request: Request, flow: Flow, answers: Answers, ticks: TicksForm, status: int = 200) -> HttpResponse:
    form = EntryForm(dict(answers.given), flow=flow, today=day_of(request.now), has_password=True)
    form.is_valid()
    shown = [(name, label, text) for name, label, text in form.shown() if name not in SECRET and text != NOTHING]
    if answers.password:
        shown.append(("password", _("Password"), _("chosen, not shown here")))
    context = {"shown": shown, "form": ticks, "flow": flow, "carried": _sealed(request, answers)}
    return render(request, "registration/check.html", context, status=status)


def _bearer(request: Request) -> str:
    """Return whose browser it is: answers of one page are of no use in another browser."""
    get_token(request)
    return hashlib.sha256(request.META["CSRF_COOKIE"].encode()).hexdigest()


def _sealed(request: Request, answers: Answers) -> str:
    packed = [_bearer(request), answers.made_at.isoformat(), answers.password, dict(answers.given)]
    return encryption.encrypt(json.dumps(packed), place=PLACE)


def _carried(request: Request) -> Answers | None:
    """Return the answers that a page sent back; None for what is not ours, not this browser's, or too old."""
    if request.method != "POST":
        return None
    try:
        bearer, made, password, given = json.loads(encryption.decrypt(request.POST.get(CARRIED, ""), place=PLACE))
    except encryption.Undecryptable:
        return None
    answers = Answers(given, password, datetime.fromisoformat(made))
    fits = bearer == _bearer(request) and request.now - answers.made_at < HOLDS
    return answers if fits else None
