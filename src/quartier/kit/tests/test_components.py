"""Every part draws with every argument it allows, escapes what it is given, and says clearly what it does not know."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from django.template import engines
from django.utils import translation

from quartier.kit import icons
from quartier.kit.components import BLOCKS, TAGS, WrongArgument, frames, lists, pictures, states
from quartier.kit.components.pictures import Bars

ON = date(2026, 12, 3)
AT = datetime(2026, 11, 23, 13, 7, tzinfo=UTC)
EXAMPLES: dict[str, dict[str, Any]] = {
    "badge": {"text": "offen"},
    "count": {"number": 3, "about": "offen"},
    "progress": {"text": "Schritt 3 von 5", "value": 3, "most": 5},
    "swatch": {"colour": "#0f5c7a", "accent": "#e8835a"},
    "fact": {"label": "Miete", "value": "812,40 €"},
    "answer": {"question": "Name", "value": "Emine", "url": "/x/"},
    "line": {"text": "Plan", "amount": "89,00 €", "meta": "8 Räume", "total": True},
    "item": {"text": "Vertrag", "url": "/x/", "meta": "PDF", "on": ON, "new": True},
    "day": {"on": ON},
    "event": {"title": "Einzug", "on": AT, "meta": "Protokoll"},
    "button": {"text": "Speichern", "name": "step", "value": "go"},
    "tab": {"text": "Meine", "url": "/x/", "current": True, "count": 12},
    "crumb": {"text": "Verträge", "url": "/x/"},
    "steps": {"names": ["Eins", "Zwei", "Drei"], "current": 2},
    "chart": {"title": "Konto", "series": ["Soll", "Haben"], "groups": [Bars("Jan", (1, 2)), Bars("Feb", (3, 0))]},
    "spark": {"values": [1.0, 3.0, 2.0], "about": "höchstens 3"},
    "notice": {"content": "Text", "title": "Titel"},
    "empty": {"content": "Text", "title": "Nichts"},
    "facts": {"content": "<div><dt>a</dt><dd>b</dd></div>"},
    "summary": {"content": "<div><dt>a</dt><dd>b</dd></div>"},
    "bill": {"content": "<div><dt>a</dt><dd>b</dd></div>"},
    "items": {"content": "<li>a</li>"},
    "dues": {"content": "<li>a</li>"},
    "due": {"content": "<p>§ 556 BGB</p>", "on": ON, "title": "Einwände"},
    "timeline": {"content": "<li>a</li>"},
    "thread": {"content": "<li>a</li>"},
    "message": {"content": "Danke", "who": "Frau Brandt", "at": AT, "own": True},
    "card": {"content": "<p>a</p>", "title": "Miete", "link": "Alle", "url": "/x/"},
    "fold": {"content": "<p>a</p>", "title": "Mehr", "is_open": True},
    "scroll": {"content": "<table></table>", "label": "Liste"},
    "toolbar": {"content": "<a href='/'>a</a>", "title": "Aufgaben"},
    "tabs": {"content": "<li>a</li>", "label": "Ansichten"},
    "crumbs": {"content": "<li>a</li>"},
}
PARTS: dict[str, Callable[..., str]] = {part.__name__: part for part in (*TAGS, *BLOCKS)}
VOID = {"input", "br", "img", "hr", "rect", "path", "line"}


class Balance(HTMLParser):
    """Fails on a tag that is not closed or closed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def assert_well_formed(markup: str) -> None:
    parser = Balance()
    parser.feed(markup)
    assert parser.open == []


def choices_of(part: Callable[..., str]) -> list[tuple[str, Any]]:
    hints = get_type_hints(inspect.unwrap(part))
    found = [(name, choice) for name, hint in hints.items() if get_origin(hint) is Literal for choice in get_args(hint)]
    return found + [("icon", name) for name in icons.PATHS if "icon" in inspect.signature(part).parameters]


EVERY_CHOICE = [(name, argument, choice) for name, part in PARTS.items() for argument, choice in choices_of(part)]


def test_every_part_has_an_example_here() -> None:
    assert EXAMPLES.keys() == PARTS.keys()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_draws_well_formed_markup(name: str) -> None:
    assert_well_formed(PARTS[name](**EXAMPLES[name]))


@pytest.mark.parametrize(("name", "argument", "choice"), EVERY_CHOICE)
def test_a_part_draws_with_every_choice_it_allows(name: str, argument: str, choice: Any) -> None:
    assert_well_formed(PARTS[name](**{**EXAMPLES[name], argument: choice}))


@pytest.mark.parametrize(("name", "argument"), sorted({(name, argument) for name, argument, _ in EVERY_CHOICE}))
def test_an_unknown_choice_is_named_with_all_that_exist(name: str, argument: str) -> None:
    with pytest.raises(WrongArgument, match=f"{name}: {argument} is “purple”, but it can only be "):
        PARTS[name](**{**EXAMPLES[name], argument: "purple"})


@pytest.mark.parametrize(
    "name", [name for name, example in EXAMPLES.items() if example.get("title") or example.get("text")]
)
def test_text_is_escaped(name: str) -> None:
    argument = "title" if "title" in EXAMPLES[name] else "text"
    drawn = PARTS[name](**{**EXAMPLES[name], argument: "<script>\"&'"})
    assert "<script>" not in drawn
    assert "&lt;script&gt;&quot;&amp;&#x27;" in drawn


@pytest.mark.parametrize(
    ("name", "argument"), [("badge", "text"), ("card", "url"), ("fold", "title"), ("button", "text"), ("tab", "url")]
)
def test_an_empty_required_text_is_an_error_because_a_template_hides_misspelt_variables(
    name: str, argument: str
) -> None:
    with pytest.raises(WrongArgument):
        PARTS[name](**{**EXAMPLES[name], argument: ""})


def test_a_wrong_argument_in_a_template_stops_the_page_with_its_sentence() -> None:
    with pytest.raises(
        WrongArgument, match=r"badge: tone is “red”, but it can only be “”, “good”, “warn”, “bad”, “info”\."
    ):
        engines["django"].from_string("{% badge 'offen' 'red' %}").render({})


def test_parts_nest_in_templates() -> None:
    inner = "{% facts card=False %}{% fact 'Miete' sum|money %}{% endfacts %}"
    source = f"{{% card title='Miete' kind='accent' %}}{inner}{{% endcard %}}"
    drawn = engines["django"].from_string(source).render({"sum": Decimal("812.4")})
    assert drawn == (
        '<section class="card accent" aria-label="Miete"><h2>Miete</h2><dl class="facts"><div><dt>Miete</dt>'
        "<dd>812,40\N{NO-BREAK SPACE}€</dd></div></dl></section>"
    )


def test_a_state_is_colour_and_shape_and_word() -> None:
    assert states.badge("offen", "warn") == '<span class="badge" data-tone="warn">offen</span>'
    assert icons.icon("warn") in states.notice("Text", tone="warn")
    assert icons.icon("check") in states.notice("Text", tone="good")


def test_steps_tell_what_is_done_and_where_one_is() -> None:
    drawn = frames.steps(["Eins", "Zwei", "Drei"], 2)
    assert '<li class="done"><span>1. Eins</span></li><li aria-current="step"><span>2. Zwei</span></li>' in drawn
    with pytest.raises(WrongArgument, match="current is 4, but there are 3 steps"):
        frames.steps(["Eins", "Zwei", "Drei"], 4)


def test_days_are_written_in_the_language_of_the_page() -> None:
    assert lists.day(ON) == '<time class="day" datetime="2026-12-03"><b>3.</b>Dez 26</time>'
    with translation.override("en"):
        assert lists.day(ON) == '<time class="day" datetime="2026-12-03"><b>3</b>Dec 26</time>'


def test_a_chart_says_the_same_in_its_table() -> None:
    groups = [Bars("Jan", (Decimal("812.40"), Decimal("812.40"))), Bars("Feb", (Decimal("812.40"), Decimal(0)))]
    drawn = pictures.chart("Mietkonto", ["Soll", "Haben"], groups)
    assert drawn.count("<rect") == 6  # two bars for each month, two in the legend
    assert '<tr><th scope="row">Feb</th><td class="num">812,40\N{NO-BREAK SPACE}€</td>' in drawn
    assert '<td class="num">0,00\N{NO-BREAK SPACE}€</td></tr>' in drawn


@pytest.mark.parametrize(
    ("part", "wrong", "sentence"),
    [
        (pictures.chart, {"series": ["a"], "groups": [Bars("x", (1, 2))]}, "every group needs 1 amounts"),
        (pictures.chart, {"series": [], "groups": []}, "one or two series"),
        (pictures.spark, {"values": [1.0], "about": "x"}, "at least two values"),
        (states.swatch, {"colour": "red", "accent": "#000000"}, "colour is “red”, but it must look like #0f5c7a"),
        (states.progress, {"text": "x", "value": 6, "most": 5}, "between 0 and 5"),
        (frames.card, {"content": "", "link": "Alle"}, "link and url belong together"),
    ],
)
def test_arguments_that_do_not_fit_together_are_refused(part: Callable[..., str], wrong: Any, sentence: str) -> None:
    with pytest.raises(WrongArgument, match=sentence):
        part(**({"title": "Konto"} if part is pictures.chart else {}), **wrong)
