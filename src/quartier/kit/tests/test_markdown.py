"""Published texts: no raw HTML, no foreign pictures, links elsewhere are recognisable."""

from __future__ import annotations

import pytest

from quartier.kit.markdown import render

REL = 'rel="noopener noreferrer external nofollow"'


@pytest.mark.req("SBV-13")
@pytest.mark.parametrize("address", ["https://gesetz.example/bgb/", "http://x.example", "//x.example/y"])
def test_a_link_elsewhere_has_a_mark_a_word_for_screen_readers_and_rel(address: str) -> None:
    drawn = render(f"Siehe [das Gesetz]({address}).")
    assert f'<a href="{address}" {REL}>das Gesetz<span aria-hidden="true">&nbsp;↗</span>' in drawn
    assert '<span class="sr"> (führt zu einer anderen Website)</span></a>' in drawn


@pytest.mark.parametrize("address", ["/impressum/", "#abschnitt", "mailto:post@rheinufer.example", "tel:+4921155500"])
def test_a_link_that_stays_here_has_neither(address: str) -> None:
    assert render(f"[hier]({address})") == f'<p><a href="{address}">hier</a></p>\n'


def test_headings_start_at_the_second_level_or_deeper_and_end_at_the_sixth() -> None:
    assert render("# Eins\n\n## Zwei") == "<h2>Eins</h2>\n<h3>Zwei</h3>\n"
    assert render("# Eins\n\n###### Sechs", first_heading=3) == "<h3>Eins</h3>\n<h6>Sechs</h6>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![Bild](https://x.example/pixel.png)",
        "<a href='https://x.example'>x</a>",
        "[x](vbscript:x)",
        "`<iframe>`",
    ],
)
def test_nothing_active_and_no_picture_survives(text: str) -> None:
    drawn = render(text)
    for sign in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', 'href="vbscript'):
        assert sign not in drawn


def test_an_address_in_the_text_stays_text() -> None:
    assert render("Siehe https://x.example") == "<p>Siehe https://x.example</p>\n"


def test_a_table_scrolls_in_its_own_box() -> None:
    drawn = render("| a | b |\n|---|---|\n| 1 | 2 |")
    assert drawn.startswith('<div class="scroll" role="region" aria-label="Tabelle" tabindex="0"><table class="table">')
