"""The check step: nothing counts before it was shown and confirmed, and it counts once (DWG-46)."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from quartier.kit import forms
from quartier.kit.checked import Confirmed, checked
from quartier.kit.errors import Refused
from quartier.kit.portal import NEUTRAL, Neutral

NOW = datetime(2026, 11, 23, 13, 7, tzinfo=UTC)
GOOD = {"name": "Emine Yıldız", "starts_on": "1.12.2026", "ways": ["post", "mail"], "note": "Zeile 1\r\nZeile 2"}
FORM_PAGE = "{% errors form %}{% form form submit='Weiter' %}"


class Wish(forms.Form):
    name = forms.Line(label="Name")
    starts_on = forms.Day(label="Beginn")
    ways = forms.Several(label="Wege", choices=[("post", "Brief"), ("mail", "E-Mail")], required=False)
    note = forms.Text(label="Nachricht", required=False)


class Desk:
    """A view with a checked form, and what it has stored."""

    def __init__(self) -> None:
        self.stored: list[Confirmed] = []
        self.refusal: Refused | None = None
        self.form_class: type[forms.Form] = Wish

    def done(self, confirmed: Confirmed) -> HttpResponse:
        if self.refusal:
            raise self.refusal
        self.stored.append(confirmed)
        return HttpResponse("gespeichert", status=201)

    def send(
        self, data: dict[str, Any] | None, *, subject: str = "party:7", key: str = "wish", user: Any = None,
        session: str = "s1", visitor: str = "", portal: Any = NEUTRAL,
    ) -> HttpResponse:  # fmt: skip
        factory = RequestFactory()
        request: Any = factory.get("/") if data is None else factory.post("/", data)
        request.user = user or person(7)
        request.session = SimpleNamespace(session_key=session)
        request.portal, request.now = portal, NOW
        if visitor:
            request.user, request.META["CSRF_COOKIE"] = AnonymousUser(), visitor
        form = self.form_class(request.POST if data is not None else None)
        return checked(request, form, key=key, subject=subject, page="wish.html", done=self.done)


def person(pk: int) -> Any:
    rights: dict[str, Any] = {"permissions": frozenset(), "customer_rights": frozenset(), "acts_for": None}
    return SimpleNamespace(pk=pk, is_authenticated=True, audience="customer", name="Emine", is_active=True, **rights)


def sent_by(page: HttpResponse, step: str = "confirm") -> dict[str, Any]:
    """What the browser posts when the button with this step is pressed."""
    data: dict[str, Any] = {"_step": step}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()):
        data.setdefault(name, []).append(html.unescape(value).replace("\r\n", "\n").replace("\n", "\r\n"))
    return data


@pytest.fixture
def desk(settings: Any) -> Desk:
    cache.clear()
    [engine] = settings.TEMPLATES
    loaders = [("django.template.loaders.locmem.Loader", {"wish.html": FORM_PAGE}), *engine["OPTIONS"]["loaders"]]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]
    return Desk()


def test_a_valid_form_shows_every_answer_and_stores_nothing(desk: Desk) -> None:
    page = desk.send(GOOD)
    text = page.content.decode()
    assert page.status_code == 200
    assert desk.stored == []
    for answer in ("Emine Yıldız", "01.12.2026", "Brief, E-Mail", "Zeile 1<br>Zeile 2", "Stimmt alles?"):
        assert answer in text
    assert "bestätigen Sie, dass Ihre Angaben vollständig und richtig sind." in text


@pytest.mark.req("DWG-46")
def test_confirmed_answers_are_stored_with_what_was_shown(desk: Desk) -> None:
    response = desk.send(sent_by(desk.send(GOOD)))
    assert response.status_code == 201
    [confirmed] = desk.stored
    assert (confirmed.form, confirmed.subject) == ("wish", "party:7")
    assert confirmed.values["ways"] == ["post", "mail"]
    assert confirmed.values["note"] == "Zeile 1\nZeile 2"
    assert confirmed.shown == {
        "Name": "Emine Yıldız",
        "Beginn": "01.12.2026",
        "Wege": "Brief, E-Mail",
        "Nachricht": "Zeile 1\nZeile 2",
    }


@pytest.mark.req("DWG-46")
@pytest.mark.parametrize("token", [None, "", "erfunden", "a:b:c"])
def test_a_direct_post_without_the_check_page_is_refused(desk: Desk, token: str | None) -> None:
    data = {**GOOD, "_step": "confirm"} | ({} if token is None else {"_shown": token})
    response = desk.send(data)
    assert response.status_code == 409
    assert "Bitte prüfen Sie zuerst Ihre Angaben und bestätigen Sie sie dann." in response.content.decode()
    assert 'value="Emine Yıldız"' in response.content.decode()
    assert desk.stored == []


@pytest.mark.parametrize(
    "change",
    [
        {"name": ["Mara Öztürk"]},
        {"ways": ["post"]},
        {"ways": ["mail", "post"]},
        {"starts_on": ["2.12.2026"]},
        {"note": [""]},
    ],
)
def test_answers_that_were_not_shown_are_refused(desk: Desk, change: dict[str, Any]) -> None:
    assert desk.send({**sent_by(desk.send(GOOD)), **change}).status_code == 409
    assert desk.stored == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"subject": "party:8"},
        {"key": "other"},
        {"user": person(8)},
        {"session": "s2"},
        {"visitor": "v1"},
    ],
    ids=["another subject", "another form", "another person", "another session", "nobody"],
)
def test_a_token_serves_one_form_subject_person_and_session(desk: Desk, elsewhere: dict[str, Any]) -> None:
    sent = sent_by(desk.send(GOOD))
    assert desk.send(sent, **elsewhere).status_code == 409
    assert desk.stored == []
    assert desk.send(sent).status_code == 201


def test_a_token_of_one_portal_is_worthless_in_another(desk: Desk) -> None:
    sent = sent_by(desk.send(GOOD, portal=Neutral(key="alpha")))
    assert desk.send(sent, portal=Neutral(key="beta")).status_code == 409
    assert desk.send(sent, portal=Neutral(key="alpha")).status_code == 201


def test_a_visitor_without_a_login_can_confirm_in_the_same_browser_only(desk: Desk) -> None:
    sent = sent_by(desk.send(GOOD, visitor="v" * 32))
    assert desk.send(sent, visitor="w" * 32).status_code == 409
    assert desk.send(sent, visitor="v" * 32).status_code == 201


def test_confirming_twice_counts_once(desk: Desk) -> None:
    sent = sent_by(desk.send(GOOD))
    assert [desk.send(sent).status_code for _ in range(3)] == [201, 409, 409]
    assert len(desk.stored) == 1


def test_fifty_confirmations_at_the_same_moment_have_one_effect(desk: Desk) -> None:
    sent = sent_by(desk.send(GOOD))
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: desk.send(sent).status_code, range(50)))
    assert sorted(answers) == [201] + [409] * 49
    assert len(desk.stored) == 1


def test_the_check_page_is_good_for_an_hour(desk: Desk) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sent = sent_by(desk.send(GOOD))
        clock.shift(3600)
        assert desk.send(sent).status_code == 201
        sent = sent_by(desk.send(GOOD))
        clock.shift(3601)
        response = desk.send(sent)
    assert response.status_code == 409
    assert "Die Seite war länger als eine Stunde offen." in response.content.decode()
    assert len(desk.stored) == 1


def test_a_refusal_of_the_service_stands_in_the_form_and_the_page_can_be_confirmed_again(desk: Desk) -> None:
    sent = sent_by(desk.send(GOOD))
    desk.refusal = Refused("Dieser Tag ist vorbei.", field="starts_on")
    response = desk.send(sent)
    assert response.status_code == 409
    assert '<a href="#id_starts_on">Dieser Tag ist vorbei.</a>' in response.content.decode()
    desk.refusal = None
    assert desk.send(sent).status_code == 201


def test_change_leads_back_to_the_form_with_everything_kept(desk: Desk) -> None:
    response = desk.send(sent_by(desk.send(GOOD), "change:starts_on"))
    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="Emine Yıldız"' in text
    assert re.search(r'<input type="text" name="starts_on" value="1.12.2026"[^>]* autofocus', text)
    assert "error-summary" not in text
    assert desk.stored == []


def test_a_form_with_mistakes_is_shown_again_and_never_confirmed(desk: Desk) -> None:
    for step in ({}, {"_step": "confirm"}, {"_step": "change"}):
        response = desk.send({**GOOD, "starts_on": "bald", **step})
        assert response.status_code == 422
        assert "Bitte schreiben Sie den Tag so: 1.12.2026" in response.content.decode()
    assert desk.stored == []


def test_looking_at_the_form_changes_nothing(desk: Desk) -> None:
    assert desk.send(None).status_code == 200
    assert desk.stored == []


def test_secrets_and_files_are_a_mistake_in_the_code(desk: Desk) -> None:
    class WithSecret(forms.Form):
        code = forms.Secret(label="Kennwort")

    class WithFile(forms.Form):
        plan = forms.Upload(label="Plan", most_bytes=10, endings=[".pdf"], required=False)

    for form_class in (WithSecret, WithFile):
        desk.form_class = form_class
        with pytest.raises(TypeError, match="cannot be part of a checked form"):
            desk.send({"code": "x"})


def test_what_was_typed_is_escaped_on_the_check_page(desk: Desk) -> None:
    text = desk.send({**GOOD, "name": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in text
    assert desk.send(sent_by(desk.send({**GOOD, "name": 'a&b <c> "d"'}))).status_code == 201
    assert desk.stored[0].values["name"] == 'a&b <c> "d"'
