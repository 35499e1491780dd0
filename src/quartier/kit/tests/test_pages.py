"""Whole pages of the kit: the question before a loss, and how every shell shows mistakes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory

from quartier.kit import forms
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.pages import SHELLS, asked, shell_of
from quartier.kit.portal import NEUTRAL


class Why(forms.Form):
    reason = forms.Line(label="Grund")


def request_of(data: dict[str, str] | None = None) -> Any:
    factory = RequestFactory()
    request: Any = factory.get("/") if data is None else factory.post("/", data)
    request.user, request.portal = AnonymousUser(), NEUTRAL
    return request


def ask(request: HttpRequest, done: Any, form: Any = None) -> HttpResponse:
    return asked(
        request,
        title="Entwurf „Mietanpassung 2027“ löschen?",
        effect="Der Entwurf mit 12 Schreiben wird gelöscht.",
        undo="Das lässt sich nicht rückgängig machen.",
        submit="Entwurf löschen",
        back="/entwuerfe/",
        done=done,
        form=form,
    )


def test_the_question_names_thing_effect_undo_and_way_out() -> None:
    page = ask(request_of(), lambda _: pytest.fail("nothing may happen yet")).content.decode()
    for words in ("<h1>Entwurf „Mietanpassung 2027“ löschen?</h1>", "12 Schreiben", "nicht rückgängig"):
        assert words in page
    assert '<button class="button primary danger" data-tone="bad">Entwurf löschen</button>' in page
    assert '<a class="button quiet" href="/entwuerfe/">Behalten</a>' in page


def test_only_a_post_acts() -> None:
    assert ask(request_of({}), lambda values: HttpResponse(f"{values}")).content == b"{}"


def test_a_reason_that_is_missing_stops_it() -> None:
    data: dict[str, str] = {}
    page = ask(request_of(data), lambda _: pytest.fail("refused"), Why(data))
    assert page.status_code == 422
    assert "„Grund“ fehlt noch." in page.content.decode()


def test_a_refusal_is_shown_and_what_was_typed_stays() -> None:
    def refuse(values: Any) -> HttpResponse:
        raise Refused("Der Entwurf ist schon verschickt.")

    data = {"reason": "Tippfehler"}
    page = ask(request_of(data), refuse, Why(data))
    assert page.status_code == 409
    assert "Der Entwurf ist schon verschickt." in page.content.decode()
    assert 'value="Tippfehler"' in page.content.decode()


@pytest.mark.parametrize("audience", [one for one in Audience if one is not Audience.PROGRAM])
def test_a_page_stands_in_the_shell_of_its_views_audience(audience: Audience) -> None:
    @access(audience)
    def view(request: Any) -> HttpResponse:
        return HttpResponse()

    request: Any = SimpleNamespace(resolver_match=SimpleNamespace(func=view))
    assert shell_of(request) == SHELLS[audience]


def test_every_shell_puts_mistakes_on_top_and_into_the_title(settings: Any) -> None:
    [engine] = settings.TEMPLATES
    page = "{% extends 'kit/public.html' %}{% block title %}Meine Daten{% endblock %}"
    loaders = [("django.template.loaders.locmem.Loader", {"page.html": page}), *engine["OPTIONS"]["loaders"]]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]
    wrong = render(request_of(), "page.html", {"form": Why({})}).content.decode()
    assert "<title>Fehler: Meine Daten – " in wrong
    assert '<a href="#id_reason">„Grund“ fehlt noch.</a>' in wrong
    fine = render(request_of(), "page.html", {"form": Why()}).content.decode()
    assert "<title>Meine Daten – " in fine
    assert "error-summary" not in fine
