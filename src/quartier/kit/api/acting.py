"""What a page does, done by a program: the same view with the same form, rule and service (ADR 0021).

    ask = acts(portal.ask, WishForm, summary=_("Ask for a right over your data"), stands_for=("rights:ask",))

The check step becomes two calls with the same body: with `confirmed: false` one is told what would be confirmed, with
`confirmed: true` it happens. What was confirmed is kept as it is for pages, because the page's view keeps it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.http.response import HttpResponseRedirectBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.kit.api.answers import CONFIRMED, Answers
from quartier.kit.api.endpoint import UNPROCESSABLE, Call, endpoint
from quartier.kit.api.problem import Problem
from quartier.kit.api.shapes import Listing, Part, Parts, Plain
from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.forms import Form

MANY: Final = 200
HOUR: Final = 3600
SHOWN: Final = Parts(
    Part("name", Plain("string"), gettext_lazy("Name the property")),
    Part("label", Plain("string"), gettext_lazy("Name it as people read it")),
    Part("text", Plain("string"), gettext_lazy("Show the value as it is confirmed")),
)
DONE: Final = Parts(
    Part("done", Plain("boolean"), gettext_lazy("Tell what was done from what would be done")),
    Part("shown", Listing(SHOWN, MANY), gettext_lazy("Show what the person confirms, as the record keeps it")),
    Part("said", Listing(Plain("string"), MANY), gettext_lazy("Say what has happened, or what will, and what follows")),
    Part("number", Plain("integer", empty=True), gettext_lazy("Find what was made or changed, where it has a number")),
)


class AlreadyDone(Refused):
    """The same call, by its key, was answered before."""

    message = gettext_lazy("You have sent this call before. It counts once.")


class NothingToDo(Refused):
    """The page would have led elsewhere: what it is for is not there at the moment."""


class Sentences:
    """Takes what a view says to the person; there is no next page that would show it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def add(self, level: int, message: object, extra_tags: str = "") -> None:
        """Keep a sentence."""
        self.said.append(str(message))

    def update(self, response: object) -> list[object]:
        """Leave nothing behind for a next page."""
        return []


class Acting:
    """A program that stands before a page of forms; `checked` and `asked` of the kit talk to it."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.confirmed = bool(body[CONFIRMED])
        self.sent = {name for name, value in body.items() if value not in (None, [])} - {CONFIRMED}
        self.shown: list[dict[str, str]] = []
        self.sentences = Sentences()
        self.was_asked = False

    def passed(self, form: Form, words: tuple[Text, ...] = ()) -> bool:
        """Tell whether to go on: the answers fit and are confirmed. Raises a Problem for answers that do not fit."""
        self.was_asked = True
        if unknown := self.sent - form.fields.keys():
            sentence = _("This field is not permitted; nothing has been stored.")
            raise Problem(UNPROCESSABLE, sentence, [(name, sentence) for name in sorted(unknown)])
        if not form.is_valid():
            places = [(_place(name), str(sentence)) for name, found in form.errors.items() for sentence in found]
            raise Problem(UNPROCESSABLE, _("Some of this does not fit. Nothing has been stored."), places)
        self.shown = [{"name": name, "label": label, "text": text} for name, label, text in form.shown()]
        if not self.confirmed:
            self.sentences.said += [str(word) for word in words]
        return self.confirmed

    def outcome(self, number: int | None = None) -> dict[str, Any]:
        """Return what has happened, or what would happen."""
        return {"done": self.confirmed, "shown": self.shown, "said": self.sentences.said, "number": number}

    def by_label(self) -> dict[str, str]:
        """Return what was confirmed as the record keeps it."""
        return {one["label"]: one["text"] for one in self.shown}


def acting(request: HttpRequest) -> Acting | None:
    """Return the program that stands before a page, or None for a browser."""
    return getattr(request, "acting", None)


def acts(
    view: Callable[..., Any], form: type[forms.Form] | None = None, *, summary: Text, stands_for: tuple[str, ...],
    at_once: bool = False, own: bool = False, **fixed: Any,
) -> Callable[..., HttpResponseBase]:  # fmt: skip
    """Make an endpoint of a page that takes a form or asks a question; its rule is the page's.

    A page that acts without asking is called without a body (`at_once`). `fixed` are parameters of the page that the
    address of the endpoint does not have.
    """
    takes = Answers(form)

    @endpoint(
        "POST", like=view, own=own, summary=summary, gives=DONE, takes=None if at_once else takes, whole=False,
        stands_for=stands_for,
    )  # fmt: skip
    def act(request: Call, body: Mapping[str, Any] | None = None, **parameters: Any) -> dict[str, Any]:
        program = Acting(body or {CONFIRMED: True})
        request.POST = takes.data(body or {})  # type: ignore[assignment]
        with _heard(request, program), _once(request, program.confirmed):
            answer = view(request, **parameters, **fixed)
        if not at_once and not program.was_asked:
            raise NothingToDo
        if program.confirmed and not isinstance(answer, HttpResponseRedirectBase):
            raise TypeError("this view answers with a page; write its endpoint by hand")
        return program.outcome(_number_in(answer.headers["Location"], request.urlconf) if program.confirmed else None)

    act.__doc__ = view.__doc__
    return act


@contextmanager
def _heard(request: Call, program: Acting) -> Iterator[None]:
    """Let the page talk to the program, and not to a person's next page."""
    before = getattr(request, "_messages", None)
    request.acting, request._messages = program, program.sentences  # type: ignore[attr-defined]
    try:
        yield
    finally:
        request._messages = before  # type: ignore[attr-defined]


@contextmanager
def _once(request: Call, confirmed: bool) -> Iterator[None]:
    """Let a call with an `Idempotency-Key` count once within an hour, also when the answer got lost on the way."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or not confirmed:
        yield
        return
    used = hashlib.sha256(f"{request.portal.key} {request.user.pk} {request.path_info} {key}".encode()).hexdigest()
    if not cache.add(f"{__name__}:{used}", 1, HOUR):
        raise AlreadyDone
    try:
        yield
    except BaseException:
        cache.delete(f"{__name__}:{used}")
        raise


def posted(
    view: Callable[..., HttpResponseBase], request: Call, given: Mapping[str, str], **parameters: Any
) -> HttpResponseBase:
    """Return what a page answers to these values: for pages that hand out a file."""
    request.POST = QueryDict(mutable=True)  # type: ignore[assignment]
    request.POST.update(given)
    return view(request, **parameters)


def unanswered() -> HttpResponse:
    """Return what a page answers that has asked and was not confirmed; nobody reads it."""
    return HttpResponse()


def _place(name: str) -> str:
    return "" if name == "__all__" else name


def _number_in(location: str, urlconf: Any) -> int | None:
    """Return the number of the thing that the next page would have shown."""
    try:
        found = resolve(urlsplit(location).path, urlconf).kwargs.values()
    except Resolver404:
        return None
    return next((value for value in found if isinstance(value, int)), None)
