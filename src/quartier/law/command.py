"""`quartier law RULE …`: one rule on one case, with derivation and sources; needs no database and no settings."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from quartier.law.reading import Question, questions
from quartier.law.rule import Derived, Rule, all_rules, doubts
from quartier.law.telling import derivation, doubted, plain, result_kind, told, version_line, voice
from quartier.values.sentences import Unanswerable, Voice
from quartier.values.sentences import mark as _

OK, REFUSED = 0, 1


def run(argv: Sequence[str]) -> int:
    """Run one rule and return the exit code: 0 with a result, 1 for a refusal, 2 for a wrong command line."""
    rules = {one.name: one for one in all_rules()}
    words = _parser(rules).parse_args(list(argv))
    speak = voice(words.language)
    if words.rule == "unverified":
        return _list_unverified(speak)
    chosen = rules[words.rule]
    try:
        derived = answer(chosen, vars(words))
    except Unanswerable as refusal:
        print(f"quartier law {chosen.name}: {refusal.sentence.text(speak)}", file=sys.stderr)
        return REFUSED
    print(as_json(chosen, derived) if words.json else as_text(chosen, derived, speak))
    return OK


def answer(rule: Rule, given: dict[str, Any]) -> Derived[Any]:
    """Return what a rule derives from raw answers by option name; raises Unanswerable."""
    values = {}
    for question in questions(rule):
        raw = given.get(question.name.replace("-", "_"), given.get(question.name))
        if raw is not None:
            values[question.parameter] = question.read(raw)
    return rule.function(**values)


def as_json(rule: Rule, derived: Derived[Any]) -> str:
    """Return the result for programs: value, steps, sources, what is not verified."""
    return json.dumps(
        {
            "rule": rule.name,
            "value": plain(derived.value),
            "steps": [{"text": step.sentence.text(), "source": step.source} for step in derived.steps],
            "sources": list(derived.sources),
            "unverified": [{"title": one.title, "note": one.version.note} for one in derived.unverified],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(rule: Rule, derived: Derived[Any], speak: Voice) -> str:
    """Return the result for people: value, derivation, versions with sources, warnings."""
    lines = [speak(rule.title), *(f"  {line}" for line in told(derived.value, result_kind(rule), speak))]
    if derived.steps:
        lines += ["", speak(_("How it comes about")), *(f"  {line}" for line in derivation(derived, speak))]
    lines += ["", speak(_("What it rests on"))]
    lines += [f"  {version_line(one.title, one.version, speak)}" for one in derived.applied]
    if derived.unverified:
        lines += ["", speak(_("Not verified: have it checked before you rely on it"))]
        lines += [f"  {speak(one.title)}: {speak(one.version.note)}" for one in derived.unverified]
    return "\n".join(lines)


def _list_unverified(speak: Voice) -> int:
    for doubt in doubts():
        print(f"{speak(doubt.title)} ({', '.join(one.name for one in doubt.rules)})\n  {doubted(doubt, speak)}")
    return OK


def _parser(rules: dict[str, Rule]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quartier law", description="One rule of German law on one case, with derivation and sources."
    )
    commands = parser.add_subparsers(required=True, metavar="RULE", dest="rule")
    for one in rules.values():
        command = commands.add_parser(
            one.name, help=one.title.replace("%", "%%"), description=one.says, allow_abbrev=False
        )
        for question in questions(one):
            _ask(command, question)
        command.add_argument("--json", action="store_true", help="for programs")
        command.add_argument("--language", choices=("en", "de"), default="en", help="of the text (default: en)")
    last = commands.add_parser("unverified", help="list every figure that still has to be checked")
    last.add_argument("--language", choices=("en", "de"), default="en")
    return parser


def _ask(command: argparse.ArgumentParser, question: Question) -> None:
    told_default = (
        "" if question.required or question.default in (None, ()) else f" (default: {_bare(question.default)})"
    )
    known: dict[str, Any] = {"dest": question.name.replace("-", "_"), "required": question.required}
    known["help"] = (question.words + told_default).replace("%", "%%")
    if question.kind is bool:
        command.add_argument(question.option, action=argparse.BooleanOptionalAction, **known)
        return
    if question.many:
        known["action"] = "append"
    command.add_argument(question.option, metavar=_metavar(question.kind), **known)


def _bare(value: Any) -> str:
    shown = plain(value)
    return shown if isinstance(shown, str) else json.dumps(shown)


def _metavar(kind: Any) -> str:
    options = [one.value for one in kind] if hasattr(kind, "__members__") else []
    return "{" + ",".join(options) + "}" if options else str(kind.__name__).upper().replace("DECIMAL", "NUMBER")
