"""Forms: what people type is read or refused with a sentence, and everything is tied together for screen readers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from quartier.kit import forms
from quartier.kit.errors import Refused


class Sample(forms.Form):
    name = forms.Line(label="Name", max_length=10)
    starts_on = forms.Day(label="Beginn", help_text="Zum Beispiel 1.12.2026")
    reason = forms.Choice(label="Grund", choices=[("move", "Umzug"), ("other", "Sonstiges")])
    note = forms.Text(label="Nachricht", required=False)


GOOD = {"name": "Emine", "starts_on": "1.12.2026", "reason": "move"}


def cleaned(field: Any, value: Any) -> Any:
    """What one field makes of a value, or its sentences."""

    class One(forms.Form):
        it = field

    form = One({"it": value})
    return form.cleaned_data["it"] if form.is_valid() else list(form.errors["it"])


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (forms.Line(), "  Emine  Yıldız ", "Emine  Yıldız"),
        (forms.Line(), "Mu\u0308ller", "Müller"),
        (forms.Text(), "a\r\nb\rc", "a\nb\nc"),
        (forms.Day(), "1.12.2026", date(2026, 12, 1)),
        (forms.Day(), "2026-12-01", date(2026, 12, 1)),
        (forms.Instant(), "1.12.2026, 14:07", datetime(2026, 12, 1, 13, 7, tzinfo=UTC)),
        (forms.Clock(), "14:07", time(14, 7)),
        (forms.Money(), "1.083,70 €", Decimal("1083.70")),
        (forms.Number(unit="m²", places=2), "74,20 m²", Decimal("74.20")),
        (forms.Whole(), "12", 12),
        (forms.Phone(), "0211 5550-120", "0211 5550-120"),
        (forms.Email(), " e@rheinufer.example ", "e@rheinufer.example"),
        (forms.Secret(), "  Ein Satz  ", "  Ein Satz  "),
        (forms.Day(required=False), "", None),
        (forms.Money(required=False), "", None),
    ],
)
def test_what_people_type_is_read(field: Any, typed: str, value: object) -> None:
    assert cleaned(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.Line(label="Name"), "", "„Name“ fehlt noch."),
        (forms.Line(max_length=3), "vier", "Möglich sind höchstens 3 Zeichen, das sind 4."),
        (forms.Line(), "a\nb", "Bitte lassen Sie Zeilenumbrüche und Steuerzeichen weg."),
        (forms.Line(), "a\n", "Bitte lassen Sie Zeilenumbrüche und Steuerzeichen weg."),
        (forms.Text(), "a\0b", "Bitte lassen Sie Zeilenumbrüche und Steuerzeichen weg."),
        (forms.Email(), "a@b.example\r\nBcc: c@d.example", "Bitte lassen Sie Zeilenumbrüche und Steuerzeichen weg."),
        (forms.Email(), "emine@posthaus", "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@portal.example"),
        (forms.Phone(), "ruf mich an", "Eine Telefonnummer hat nur Ziffern, Leerzeichen und die Zeichen + - / ( )."),
        (forms.Day(), "31.2.2026", "Bitte schreiben Sie den Tag so: 1.12.2026"),
        (forms.Instant(), "29.3.2026, 02:30", "Bitte schreiben Sie Tag und Uhrzeit so: 1.12.2026, 14:07"),
        (forms.Clock(), "25:00", "Bitte schreiben Sie die Uhrzeit so: 14:07"),
        (forms.Money(), "viel", "Bitte schreiben Sie einen Betrag wie 1.083,70."),
        (forms.Money(), "1,234", "Möglich sind höchstens 2 Stellen nach dem Komma."),
        (forms.Money(least=0), "-1", "Mindestens 0,00\N{NO-BREAK SPACE}€."),
        (forms.Number(most=100, unit="%"), "101", "Höchstens 100\N{NO-BREAK SPACE}%."),
        (forms.Whole(), "1,5", "Bitte schreiben Sie eine ganze Zahl."),
        (forms.Number(), "9" * 300, "Bitte schreiben Sie eine Zahl wie 12,5."),
        (forms.Choice(label="Grund", choices=[("a", "A")]), "b", "Bitte wählen Sie eine der Antworten zu „Grund“."),
        (forms.Tick(), "", "Bitte setzen Sie hier ein Häkchen, wenn Sie weitermachen möchten."),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(field: Any, typed: str, sentence: str) -> None:
    assert cleaned(field, typed) == [sentence]


@given(st.sampled_from("\0\r\n\t\x0b\x7f\x85\u2028\u2029"), st.text(max_size=5), st.text(max_size=5))
def test_no_single_line_field_lets_a_control_character_through(sign: str, before: str, after: str) -> None:
    for field in (forms.Line(), forms.Email(), forms.Phone()):
        assert isinstance(cleaned(field, f"{before}{sign}{after}"), list)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.pdf", b"x" * 101, "Die Datei ist zu groß; möglich sind höchstens 100\N{NO-BREAK SPACE}Byte."),
        ("plan.exe", b"x", "Diese Art von Datei ist nicht möglich. Möglich sind: .pdf, .png."),
    ],
)
def test_a_file_keeps_its_limits(name: str, content: bytes, sentence: str) -> None:
    class One(forms.Form):
        it = forms.Upload(label="Plan", most_bytes=100, endings=[".pdf", ".png"])

    assert One({}, {"it": SimpleUploadedFile("Plan.PDF", b"x" * 100)}).is_valid()
    assert One({}, {"it": SimpleUploadedFile(name, content)}).errors["it"] == [sentence]


def test_a_field_ties_label_hint_error_and_input_together() -> None:
    drawn = forms.field(Sample({"starts_on": "bald"})["starts_on"])
    assert (
        '<label for="id_starts_on">Beginn</label><p class="hint" id="id_starts_on-h">Zum Beispiel 1.12.2026</p>'
        in drawn
    )
    assert '<p class="error" id="id_starts_on-e">' in drawn
    assert '<span class="sr">Fehler: </span>' in drawn
    assert 'value="bald"' in drawn
    assert 'aria-describedby="id_starts_on-h id_starts_on-e" aria-invalid="true" id="id_starts_on"' in drawn


def test_the_unit_of_a_number_is_heard_as_well() -> None:
    class One(forms.Form):
        it = forms.Number(label="Wohnfläche", unit="m²")

    drawn = forms.field(One()["it"])
    assert 'aria-describedby="id_it-u"' in drawn
    assert '<span id="id_it-u">m²</span>' in drawn


def test_radio_buttons_stand_in_a_fieldset_and_none_is_picked_in_advance() -> None:
    drawn = forms.field(Sample()["reason"])
    assert drawn.startswith('<fieldset class="field"><legend>Grund</legend>')
    assert drawn.count('type="radio"') == 2
    assert "checked" not in drawn


def test_a_select_box_begins_with_an_empty_answer() -> None:
    class One(forms.Form):
        it = forms.Choice(label="Haus", choices=[("8", "Ziegelweg 8")], select=True)

    assert '<option value="" selected>Bitte wählen</option>' in forms.field(One()["it"])
    assert One({"it": ""}).errors["it"] == ["„Haus“ fehlt noch."]


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert '<span class="meta">(freiwillig)</span>' in forms.field(Sample()["note"])


def test_the_summary_leads_to_every_field_and_says_the_same_sentences() -> None:
    form = Sample({"name": "x" * 11, "starts_on": "", "reason": ""})
    drawn = forms.error_summary(form)
    assert (
        'role="alert" tabindex="-1" aria-labelledby="errors"><h2 id="errors">Bitte prüfen Sie 3 Angaben</h2>' in drawn
    )
    assert '<a href="#id_name">Möglich sind höchstens 10 Zeichen, das sind 11.</a>' in drawn
    assert '<a href="#id_reason">„Grund“ fehlt noch.</a>' in drawn
    assert 'id="id_reason"' in forms.field(form["reason"])
    assert forms.error_summary(Sample(GOOD)) == ""
    assert forms.error_summary(Sample()) == ""


def test_a_refusal_stands_at_its_field_and_what_was_typed_stays() -> None:
    form = Sample(GOOD)
    assert form.is_valid()
    form.refuse(Refused("Dieser Tag ist vorbei.", field="starts_on"))
    assert form.errors["starts_on"] == ["Dieser Tag ist vorbei."]
    assert 'value="1.12.2026"' in forms.field(form["starts_on"])


def test_a_refusal_without_a_field_stands_on_top() -> None:
    form = Sample(GOOD)
    assert form.is_valid()
    form.refuse(Refused("Das Portal ist geschlossen.", field="nowhere"))
    assert "<li>Das Portal ist geschlossen.</li>" in forms.error_summary(form)


def test_a_whole_form_posts_with_a_token_and_never_validates_in_the_browser() -> None:
    source = "{% form form submit='Weiter' back='/zurueck/' %}"
    drawn = engines["django"].from_string(source).render({"form": Sample()}, RequestFactory().get("/"))
    assert '<form class="form" method="post" novalidate>' in drawn
    assert 'name="csrfmiddlewaretoken"' in drawn
    assert (
        '<button class="button primary">Weiter</button><a class="button quiet" href="/zurueck/">Abbrechen</a>' in drawn
    )
    assert " required" not in drawn


def test_a_form_with_a_file_is_sent_as_multipart() -> None:
    class One(forms.Form):
        it = forms.Upload(label="Plan", most_bytes=100, endings=[".pdf"])

    assert 'enctype="multipart/form-data"' in forms.whole(One(), "t", submit="Weiter")
    assert 'accept=".pdf"' in forms.whole(One(), "t", submit="Weiter")


def test_typed_text_is_escaped_everywhere() -> None:
    form = Sample({"name": '"><script>', "starts_on": "<b>", "reason": "<i>"})
    drawn = forms.whole(form, "t", submit="<u>") + forms.error_summary(form)
    for sign in ("<script>", "<b>", "<i>", "<u>"):
        assert sign not in drawn


def test_shown_values_are_what_people_read() -> None:
    form = Sample({**GOOD, "note": "Danke"})
    assert form.is_valid()
    assert form.shown() == [
        ("name", "Name", "Emine"),
        ("starts_on", "Beginn", "01.12.2026"),
        ("reason", "Grund", "Umzug"),
        ("note", "Nachricht", "Danke"),
    ]


def test_a_whole_number_that_stands_in_a_form_from_the_beginning_has_no_decimals() -> None:
    assert [forms.Whole().prepare_value(value) for value in (3, Decimal(3), Decimal("2.50"), "x")] == [
        "3", "3", "2,50", "x",
    ]  # fmt: skip
