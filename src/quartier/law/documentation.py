"""The pages of docs/law, made from the code: every rule with its dated versions, sources and worked cases.

`python -m quartier.law.documentation DIRECTORY` writes them, English at the top and German below `de`.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from quartier.law.command import answer
from quartier.law.reading import questions
from quartier.law.rule import Area, Case, Rule, all_rules, doubts
from quartier.law.telling import derivation, doubted, result_kind, told, voice
from quartier.values.sentences import Voice, said
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline

LANGUAGES = ("en", "de")


def pages() -> dict[str, str]:
    """Return the text of every page by its path below docs/law."""
    found = {}
    for language in LANGUAGES:
        speak, folder = voice(language), "" if language == "en" else f"{language}/"
        rules = all_rules()
        found[f"{folder}README.md"] = _text(_index(rules, speak))
        for area in Area:
            found[f"{folder}{area.value}.md"] = _text(_page(area, [one for one in rules if one.area is area], speak))
    return found


def write(directory: Path) -> None:
    """Write all pages and remove those that no area has any more."""
    wanted = pages()
    for old in directory.rglob("*.md"):
        if old.relative_to(directory).as_posix() not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).replace("\u00a0", " ").rstrip() + "\n"


def _index(rules: Sequence[Rule], speak: Voice) -> Iterator[str]:
    yield "# " + speak(_("The law that Quartier applies"))
    yield ""
    yield speak(_("Made from the code by `make docs`; changes here are lost."))
    yield ""
    yield speak(
        _(
            "Every rule is a pure function with dated versions, each with its source. `quartier law RULE --help` says "
            "what a rule asks, `quartier law RULE …` answers with derivation and sources, `--json` for programs. This "
            "is no legal advice."
        )
    )
    for area in Area:
        yield from ("", f"## [{speak(area.label)}]({area.value}.md)")
        yield from (f"- `{one.name}`: {speak(one.title)}" for one in rules if one.area is area)
    yield from ("", "## " + speak(_("Not verified")))
    yield speak(_("Nobody has compared these figures and readings with the primary text yet. Have them checked."))
    yield ""
    yield from sorted(f"- {speak(doubt.title)}, {doubted(doubt, speak)}" for doubt in doubts())


def _page(area: Area, rules: Sequence[Rule], speak: Voice) -> Iterator[str]:
    yield f"# {speak(area.label)}"
    yield ""
    yield speak(_("Made from the code by `make docs`; changes here are lost."))
    shown: set[str] = set()
    for one in rules:
        yield from ("", f"## {speak(one.title)}", f"`quartier law {one.name}`", "", speak(one.says))
        yield from ("", *_asked(one, speak))
        above = [timeline.title for timeline in one.timelines if timeline.title in shown]
        if above:
            titles = "; ".join(speak(title) for title in above)
            yield from ("", speak(_("Rests also on (above): %(titles)s.")) % {"titles": titles})
        for timeline in one.timelines:
            if timeline.title not in shown:
                shown.add(timeline.title)
                yield from ("", *_versions(timeline, speak))
        for case in one.cases:
            yield from ("", *_worked(one, case, speak))


def _asked(rule: Rule, speak: Voice) -> Iterator[str]:
    yield _row(speak(_("Option")), speak(_("Asks for")))
    yield "|---|---|"
    for question in questions(rule):
        option = f"`{question.option}`" if question.required else f"[`{question.option}`]"
        yield _row(option, speak(question.words))


def _versions(timeline: Timeline[Any], speak: Voice) -> Iterator[str]:
    yield f"**{speak(timeline.title)}**"
    yield ""
    yield _row(speak(_("Since")), speak(_("Value")), speak(_("Source")))
    yield "|---|---|---|"
    for version in timeline.versions:
        doubt = "" if version.verified else " – **" + speak(_("not verified")) + f":** {speak(version.note)}"
        value = "; ".join(line.strip().removeprefix("- ") for line in told(version.value, None, speak))
        yield _row(said(version.valid_from, speak), value, version.source + doubt)
    if timeline.known_until is not None:
        yield ""
        yield speak(_("Known until before %(day)s.")) % {"day": said(timeline.known_until, speak)}


def _worked(rule: Rule, case: Case, speak: Voice) -> Iterator[str]:
    derived = answer(rule, dict(case.given))
    # The names of cases are notes of developers and stay English.
    word = speak(_("Case"))
    yield f"**{word}: {case.name}** ({case.source})" if speak.english else f"**{word}**"
    yield "```"
    yield f"$ {command_line(rule, case)}"
    yield from told(derived.value, result_kind(rule), speak)
    yield "```"
    yield from derivation(derived, speak)


def command_line(rule: Rule, case: Case) -> str:
    """Return what one would type to see a worked case."""
    words = ["quartier", "law", rule.name]
    for name, given in case.given.items():
        if isinstance(given, bool):
            words.append(f"--{name}" if given else f"--no-{name}")
        else:
            for value in [given] if isinstance(given, str) else given:
                words += [f"--{name}", value]
    return shlex.join(words)


def _row(*cells: str) -> str:
    shown = [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]
    return f"| {' | '.join(shown)} |"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
