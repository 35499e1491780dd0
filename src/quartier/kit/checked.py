"""The check step (DWG-46): nothing is changed or declared before the customer has seen it all and confirmed it.

A valid form leads to a page that shows every answer. It carries the answers and a signed token that binds them to the
form, its subject, the portal and the person. Only a second post with the same answers and that token goes on.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms as django_forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.kit.api import Acting, acting, unanswered
from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.pages import UNPROCESSABLE, shell_of

SALT: Final = "quartier.kit.checked"
HOUR: Final = 3600
STEP: Final = "_step"
TOKEN: Final = "_shown"  # noqa: S105 – the name of a field
CONFIRM: Final = "confirm"
CHANGE: Final = "change"


class NotShown(Refused):
    """What was sent is not what the check page showed, or no check page was shown."""

    message = gettext_lazy("Please check your entries first, then confirm them. Nothing has been saved yet.")


class CheckTooOld(Refused):
    """The check page was open for more than an hour."""

    message = gettext_lazy("The page was open for more than an hour. Please check your entries once more.")


class AlreadyConfirmed(Refused):
    """The same check page was confirmed before."""

    message = gettext_lazy("You have confirmed these entries before. They count once.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody saw and confirmed: cleaned values for the service, shown texts by label for the record."""

    form: str
    subject: str
    values: Mapping[str, Any]
    shown: Mapping[str, str]


def checked(
    request: HttpRequest,
    form: Form,
    *,
    key: str,
    subject: str,
    page: str,
    done: Callable[[Confirmed], HttpResponse],
    context: Mapping[str, Any] | None = None,
    title: Text = "",
    submit: Text = "",
    lead: Text = "",
) -> HttpResponse:
    """Lead a form through its check page and call `done` once with what was confirmed.

    `form` is bound to `request.POST` when the request is a POST; `page` is the template of the form, drawn with `form`
    and `context`. `subject` names the row in question, so that a token for one never serves another. The service that
    `done` calls keeps the proof: `audit.services.keep_confirmation(form=c.form, subject=c.subject, values=c.shown, …)`.
    """
    if (program := acting(request)) is not None:
        return _by_program(program, form, key, subject, done)
    step = request.POST.get(STEP, "") if request.method == "POST" else ""
    form_page = _FormPage(request, form, page, context or {})
    if request.method != "POST":
        return form_page.draw()
    _refuse_what_cannot_be_shown(form)
    if not form.is_valid():
        return form_page.draw(UNPROCESSABLE)
    if step.startswith(CHANGE):
        return form_page.draw(focus=step.partition(":")[2])
    if step != CONFIRM:
        token = _sign(request, form, key, subject)
        words = {"title": title or _("Is everything correct?"), "submit": submit or _("Confirm and save"), "lead": lead}
        return _check_page(request, form, token, {**(context or {}), **words})
    try:
        nonce = _opened(request, form, key, subject)
        return _once(nonce, lambda: done(Confirmed(key, subject, form.cleaned_data, _by_label(form))))
    except Refused as refusal:
        form.refuse(refusal)
        return form_page.draw(refusal.status)


def _by_program(
    program: Acting, form: Form, key: str, subject: str, done: Callable[[Confirmed], HttpResponse]
) -> HttpResponse:
    """Let a program of the person confirm: what it would confirm was told to it in the call before."""
    _refuse_what_cannot_be_shown(form)
    if not program.passed(form):
        return unanswered()
    return done(Confirmed(key, subject, form.cleaned_data, _by_label(form)))


@dataclass(frozen=True, slots=True)
class _FormPage:
    request: HttpRequest
    form: Form
    page: str
    context: Mapping[str, Any]

    def draw(self, status: int = 200, focus: str = "") -> HttpResponse:
        if focus in self.form.fields:
            self.form.fields[focus].widget.attrs["autofocus"] = True
        return render(self.request, self.page, {**self.context, "form": self.form}, status=status)


def _check_page(request: HttpRequest, form: Form, token: str, words: Mapping[str, Any]) -> HttpResponse:
    hidden = [(name, value) for name, values in _sent(form) for value in values]
    context = {**words, "shown": form.shown(), "hidden": hidden, "token": token, "shell": shell_of(request)}
    return render(request, "kit/check.html", context)


def _refuse_what_cannot_be_shown(form: Form) -> None:
    """Secrets and files cannot be shown and sent again; such a form is a mistake in the code."""
    for name, field in form.fields.items():
        if isinstance(field, django_forms.FileField) or isinstance(
            field.widget, django_forms.PasswordInput | django_forms.MultiWidget
        ):
            raise TypeError(f"{type(form).__name__}: “{name}” cannot be part of a checked form.")


def _by_label(form: Form) -> dict[str, str]:
    shown = {label: text for _name, label, text in form.shown()}
    if len(shown) < len(form.shown()):
        raise TypeError(f"{type(form).__name__}: two fields have the same label, so the record would lose one.")
    return shown


def _sent(form: Form) -> list[tuple[str, list[str]]]:
    names = [form.add_prefix(name) for name in form.fields]
    return [(name, form.data.getlist(name)) for name in names]  # type: ignore[attr-defined]


def _plain(values: list[str]) -> list[str]:
    """Return values with plain line breaks: browsers write them anew when they send a hidden field."""
    return [value.replace("\r\n", "\n") for value in values]


def _digest(form: Form) -> str:
    said = [[(name, _plain(values)) for name, values in _sent(form)], form.shown()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _bearer(request: HttpRequest) -> str:
    """Return who may use a token: this person in this session of this portal, or this visitor's browser."""
    portal, user = getattr(request, "portal", None), getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        who = f"user {user.pk} {request.session.session_key}"
    else:
        get_token(request)
        who = f"visitor {request.META['CSRF_COOKIE']}"
    return hashlib.sha256(f"{portal.key if portal else ''} {who}".encode()).hexdigest()


def _sign(request: HttpRequest, form: Form, key: str, subject: str) -> str:
    return signing.dumps([key, subject, _bearer(request), _digest(form), secrets.token_hex(8)], salt=SALT)


def _opened(request: HttpRequest, form: Form, key: str, subject: str) -> str:
    """Return the nonce of a token that fits this request, refuse every other one."""
    try:
        *bound, nonce = signing.loads(request.POST.get(TOKEN, ""), salt=SALT, max_age=HOUR)
    except signing.SignatureExpired:
        raise CheckTooOld from None
    except signing.BadSignature:
        raise NotShown from None
    if bound != [key, subject, _bearer(request), _digest(form)]:
        raise NotShown
    return str(nonce)


def _once(nonce: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Act on a check page once, even when fifty requests confirm it at the same moment; a failure frees it again."""
    used = f"{SALT}:{nonce}"
    if not cache.add(used, 1, HOUR):
        raise AlreadyConfirmed
    try:
        return act()
    except BaseException:
        cache.delete(used)
        raise
