"""The press: archivable and accessible, the same bytes again, data never code, and a clear word for a missing glyph."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from quartier.kit.pdf import Pdf, Press, TemplateFault, TemplateRefused, Unprintable, blocks_of
from quartier.kit.tests.paper import is_accessible_archive, reader, words

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, author: "Alpha Wohnen eG")
#set text(font: "Libertinus Serif", fallback: false, lang: "de", region: "DE")
= #data.title
#for part in data.parts { par(part) }
#context [#metadata(counter(page).final().first()) <pages>]
"""
EASTERN = "Łucja Çelik-Ștefănescu, Đorđe Žižek, Ağça Öztürk, Ōta, Őri, Þóra, Ångström, Дмитро, Ελένη, ẞ ß ſ"


def press(tmp_path: Path, template: str = TEMPLATE, **options: bool) -> Press:
    """A press with that template."""
    path = tmp_path / "sheet.typ"
    path.write_text(template, encoding="utf-8")
    return Press(path, **options)


def printed(made: Press, *parts: str, title: str = "Ein Brief") -> Pdf:
    """These paragraphs, printed."""
    return made.printed({"title": title, "parts": parts}, at=AT)


def test_a_file_is_archivable_and_accessible_and_says_so(tmp_path: Path) -> None:
    made = printed(press(tmp_path), "Guten Tag")
    assert is_accessible_archive(made.content)
    about = reader(made.content).metadata
    assert (about.title, about.author, about.creation_date) == ("Ein Brief", "Alpha Wohnen eG", AT)


def test_a_file_for_the_printer_is_plain(tmp_path: Path) -> None:
    made = printed(press(tmp_path, archived=False), "Guten Tag")
    assert not is_accessible_archive(made.content)
    assert "Guten Tag" in words(made.content)


def test_the_same_data_give_the_same_bytes_in_another_press_too(tmp_path: Path) -> None:
    first = press(tmp_path)
    one = printed(first, "eins")
    printed(first, "zwei")
    assert printed(first, "eins") == one == printed(press(tmp_path), "eins")
    assert printed(first, "zwei").content != one.content


def test_pages_are_counted(tmp_path: Path) -> None:
    made = press(tmp_path)
    assert [printed(made, *["Zeile"] * count).pages for count in (1, 200, 1)] == [1, 6, 1]


def test_names_from_half_of_europe_can_be_printed(tmp_path: Path) -> None:
    assert "Đorđe Žižek, Ağça Öztürk" in words(printed(press(tmp_path), EASTERN).content)


def test_signs_without_a_glyph_are_named_and_nothing_is_printed(tmp_path: Path) -> None:
    with pytest.raises(Unprintable) as refusal:
        printed(press(tmp_path), "Herr 漢字 und 😀 und \x07")
    assert refusal.value.signs == ("漢", "字", "😀", "\x07")
    assert str(refusal.value).endswith("漢 (U+6F22), 字 (U+5B57), 😀 (U+1F600), U+0007")


def test_a_font_that_is_not_there_is_a_fault_and_no_other_is_taken(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match="unknown font family: nirgendwo"):
        printed(press(tmp_path, TEMPLATE.replace("Libertinus Serif", "Nirgendwo")), "Guten Tag")


@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd")', "#panic()", "$x^2$ *fett* _kursiv_ `code` @verweis <marke>", "= Titel", "+ eins", "[#]"],
)
def test_data_are_printed_as_they_are_and_never_run(tmp_path: Path, text: str) -> None:
    assert words(printed(press(tmp_path), text, title=text).content).split("\n")[:2] == [text, text]


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../../../etc/passwd", "../secret.txt"])
def test_templates_read_nothing_outside_of_their_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("geheim")
    (tmp_path / "own").mkdir()
    with pytest.raises(TemplateFault, match=r"not found|escape"):
        printed(press(tmp_path / "own", f'{TEMPLATE}\n#read("{path}")'), "Guten Tag")


def test_templates_fetch_no_packages(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match="nothing from elsewhere"):
        press(tmp_path, f'#import "@preview/cetz:0.3.0"\n{TEMPLATE}')


def test_a_template_refuses_data_by_a_key(tmp_path: Path) -> None:
    with pytest.raises(TemplateRefused) as refusal:
        printed(press(tmp_path, f'{TEMPLATE}\n#panic("address-too-long")'), "Guten Tag")
    assert refusal.value.key == "address-too-long"


def test_threads_share_a_press(tmp_path: Path) -> None:
    made, found = press(tmp_path), dict[int, Pdf]()
    threads = [Thread(target=lambda n=n: found.__setitem__(n, printed(made, f"Brief {n}"))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [f"Brief {n}" in words(found[n].content) for n in range(8)] == [True] * 8


def test_without_the_extra_everything_imports_and_one_sentence_says_what_is_missing() -> None:
    code = (
        "import sys; sys.modules['typst'] = None\n"
        "from django.conf import settings; settings.configure(USE_I18N=False)\n"
        "from pathlib import Path; from quartier.kit.pdf import Press, PdfMissing\n"
        "try: Press(Path('sheet.typ'))\n"
        "except PdfMissing as missing: print(missing)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip().endswith("pip install 'quartier[pdf]'.")


def test_markdown_becomes_blocks_and_what_is_no_part_of_it_stays_as_typed() -> None:
    text = (
        "am **14.12.** *früh*\nkommen\n\n- Küche\n  - Herd\n\n3. drei\n\n| Raum | Stand |\n|---|--:|\n| Bad | **7** |"
    )
    assert blocks_of(text) == [
        {"kind": "text", "runs": [
            {"text": "am "}, {"text": "14.12.", "bold": True}, {"text": " "}, {"text": "früh", "italic": True},
            {"text": "\n"}, {"text": "kommen"}]},
        {"kind": "list", "start": 1, "items": [[
            {"kind": "text", "runs": [{"text": "Küche"}]},
            {"kind": "list", "start": 1, "items": [[{"kind": "text", "runs": [{"text": "Herd"}]}]]}]]},
        {"kind": "enum", "start": 3, "items": [[{"kind": "text", "runs": [{"text": "drei"}]}]]},
        {"kind": "table", "right": [1], "head": [[{"text": "Raum"}], [{"text": "Stand"}]],
         "rows": [[[{"text": "Bad"}], [{"text": "7", "bold": True}]]]},
    ]  # fmt: skip
    plain = "# Titel <b>x</b> [Wort](https://a.example) `c` ![b](c)"
    assert blocks_of(plain) == [{"kind": "text", "runs": [{"text": plain}]}]
