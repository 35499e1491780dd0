"""scripts/messages keeps the German catalogues complete, and says so when they are not."""

import contextlib
import io
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tools.scripts import script

messages = script("messages")


class Done(NamedTuple):
    """What a run said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source tree with one app that says three things, one of them with a placeholder."""
    app = tmp_path / "shop"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").touch()
    (app / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        'TITLE = _("Order for %(name)s")\n'
        'COUNT = ngettext("%(n)s flat", "%(n)s flats", 2)\n'
        'SEAT = pgettext("court", "Seat")\n'
    )
    (app / "templates" / "page.html").write_text(
        '{% load i18n %}\n  <p>{% translate "Welcome" %}</p>\n'
        "    {% blocktranslate trimmed with a=b %}\n      Due on {{ a }}\n    {% endblocktranslate %}\n"
    )
    return tmp_path


def run(source: Path, *options: str) -> Done:
    """Run the script on another tree."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = messages.main(["--source", str(source), *options])
    return Done(code, out.getvalue(), err.getvalue())


def catalogue(source: Path) -> Path:
    """The app's catalogue."""
    return source / "shop" / "locale" / "de" / "LC_MESSAGES" / "django.po"


def translate(source: Path, german: dict[str, str]) -> None:
    """Fill empty texts in a catalogue, by the line of their id."""
    text = catalogue(source).read_text()
    for line, translation in german.items():
        text = text.replace(f'{line}\nmsgstr ""', f'{line}\nmsgstr "{translation}"')
    text = text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s Wohnung"').replace(
        'msgstr[1] ""', 'msgstr[1] "%(n)s Wohnungen"'
    )
    catalogue(source).write_text(text)


GERMAN = {
    'msgid "Order for %(name)s"': "Auftrag für %(name)s",
    'msgid "Seat"': "Sitz",
    'msgid "Welcome"': "Willkommen",
    'msgid "Due on %(a)s"': "Fällig am %(a)s",
}


def complete(source: Path) -> None:
    """Collect, translate and compile everything."""
    run(source)
    translate(source, GERMAN)
    run(source)


def test_a_new_text_fails_the_check_until_it_is_translated_and_compiled(source: Path) -> None:
    assert "“Welcome” is missing." in run(source, "--check").stderr
    run(source)
    untranslated = run(source, "--check").stderr
    assert "“Welcome” has no German text." in untranslated
    assert "is not compiled" not in untranslated
    translate(source, GERMAN)
    assert "is not compiled from its .po" in run(source, "--check").stderr
    run(source)
    checked = run(source, "--check")
    assert (checked.returncode, checked.stdout) == (0, "5 texts in 1 catalogues, 0 to mend.\n")


def test_a_second_run_changes_no_byte(source: Path) -> None:
    complete(source)
    before = [catalogue(source).read_bytes(), catalogue(source).with_suffix(".mo").read_bytes()]
    run(source)
    assert [catalogue(source).read_bytes(), catalogue(source).with_suffix(".mo").read_bytes()] == before


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('"Auftrag für %(name)s"', '"Auftrag für %(kunde)s"', "does not keep its placeholders ['%(name)s']"),
        ("%(n)s Wohnungen", "viele Wohnungen", "does not keep its placeholders ['%(n)s']"),
        ('msgctxt "court"', '#, fuzzy\nmsgctxt "court"', "is marked fuzzy"),
    ],
)
def test_a_text_that_cannot_be_shown_fails_the_check(source: Path, good: str, bad: str, fault: str) -> None:
    complete(source)
    catalogue(source).write_text(catalogue(source).read_text().replace(good, bad))
    checked = run(source, "--check")
    assert checked.returncode == 1
    assert fault in checked.stderr


def test_a_text_nobody_says_any_more_stays_until_it_is_pruned_and_comes_back_when_it_is_said_again(
    source: Path,
) -> None:
    complete(source)
    page = source / "shop" / "templates" / "page.html"
    said = page.read_text()
    page.write_text("")
    run(source)
    assert "“Welcome” is obsolete" in run(source, "--check").stderr
    page.write_text(said)
    run(source)
    assert run(source, "--check").returncode == 0
    page.write_text("")
    run(source, "--prune")
    assert run(source, "--check").returncode == 0
    assert "Willkommen" not in catalogue(source).read_text()


def test_a_second_app_takes_the_german_of_the_first_and_may_not_say_it_differently(source: Path) -> None:
    complete(source)
    other = source / "bank"
    other.mkdir()
    (other / "apps.py").touch()
    (other / "views.py").write_text('from django.utils.translation import gettext as _t\n_t("Welcome")\n')
    run(source)
    path = other / "locale" / "de" / "LC_MESSAGES" / "django.po"
    assert 'msgid "Welcome"\nmsgstr "Willkommen"' in path.read_text()
    path.write_text(path.read_text().replace("Willkommen", "Guten Tag"))
    run(source)
    assert "“Welcome” is “Guten Tag” in bank but “Willkommen” in shop" in run(source, "--check").stderr


def test_texts_of_floors_without_django_belong_to_kit(source: Path) -> None:
    (source / "values").mkdir()
    (source / "values" / "policy.py").write_text('_("days")\n')
    run(source)
    assert 'msgid "days"' in (source / "kit" / "locale" / "de" / "LC_MESSAGES" / "django.po").read_text()
