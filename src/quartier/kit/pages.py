"""Whole pages that views share: which shell a view's pages stand in, and the question before something is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quartier.kit.access import Audience, access_of
from quartier.kit.api import acting, unanswered
from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.forms import Form

UNPROCESSABLE: Final = 422
SHELLS: Final[Mapping[Audience, str]] = {
    Audience.PUBLIC: "kit/public.html",
    Audience.CUSTOMER: "kit/portal.html",
    Audience.STAFF: "kit/office.html",
    Audience.OPERATOR: "kit/console.html",
}


def shell_of(request: HttpRequest) -> str:
    """Return the shell that belongs to the audience of the view that answers this request."""
    rule = access_of(request.resolver_match.func) if request.resolver_match else None
    return SHELLS[rule.audience if rule else Audience.PUBLIC]


def asked(
    request: HttpRequest,
    *,
    title: Text,
    effect: Text,
    undo: Text,
    submit: Text,
    back: str,
    done: Callable[[Mapping[str, Any]], HttpResponse],
    form: Form | None = None,
) -> HttpResponse:
    """Ask before something is deleted, stopped or ended; `done` runs after the answer and gets the cleaned form.

    `title` names the thing as a question, `effect` says what happens, `undo` whether it can be taken back, `submit`
    repeats verb and object: “Delete draft”. `form` may ask for a reason. A refusal is shown on the same page.
    """
    form = form if form is not None else Form(request.POST if request.method == "POST" else None)
    if (program := acting(request)) is not None:
        return done(form.cleaned_data) if program.passed(form, (title, effect, undo)) else unanswered()
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return done(form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
                status = refusal.status
        else:
            status = UNPROCESSABLE
    words = {"title": title, "effect": effect, "undo": undo, "submit": submit, "back": back}
    context = {"form": form, "shell": shell_of(request), **words}
    return render(request, "kit/ask.html", context, status=status)
