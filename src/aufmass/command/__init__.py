"""`aufmass check|areas|draw|convert|package|new FILE`: the survey engine on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aufmass.checking import check
from aufmass.command.areas import add_areas
from aufmass.command.convert import add_convert
from aufmass.command.draw import add_draw
from aufmass.command.files import read_survey, save
from aufmass.command.packing import add_package
from aufmass.example import example
from aufmass.faults import Fault, Unreadable
from aufmass.sentences import Name, Sentence, Unusable, Voice, voice
from aufmass.sentences import mark as _
from aufmass.telling import fault_data
from aufmass.writing import write

OK, FAULTY, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 1 for faults in the survey, 2 for a file or words that cannot be used."""
    words = _parser().parse_args(argv)
    speak = voice(words.language)
    try:
        return int(words.run(words, speak))
    except Unreadable as refusal:
        _report(refusal.faults, words, speak)
        return FAULTY
    except Unusable as refusal:
        print(f"aufmass: {refusal.sentence.text(speak)}", file=sys.stderr)
        return UNUSABLE


def _check(words: argparse.Namespace, speak: Voice) -> int:
    faults = check(read_survey(words.file))
    _report(faults, words, speak)
    return FAULTY if any(not fault.is_hint for fault in faults) else OK


def _new(words: argparse.Namespace, speak: Voice) -> int:
    save(Path(words.file), write(example(speak)).encode(), overwrite=False)
    return OK


def _report(faults: Sequence[Fault], words: argparse.Namespace, speak: Voice) -> None:
    if words.json:
        data = {"faults": [fault_data(fault, speak) for fault in faults]}
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for fault in faults:
        about = Sentence(_("Hint: %(text)s") if fault.is_hint else "%(text)s", {"text": Name(fault.text(speak))})
        print(about.text(speak), file=sys.stdout if words.run is _check else sys.stderr)
    if not faults and words.run is _check:
        print(speak(_("Nothing is wrong.")))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="aufmass", description="Areas and drawings from measured rooms.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        one.add_argument("file", metavar="FILE", help="a survey in JSON")
        one.add_argument("--language", choices=("en", "de"), default="en", help="of the text (default: en)")
        one.set_defaults(run=run, json=False)
        return one

    command("check", _check, "say what is wrong with a survey").add_argument(
        "--json", action="store_true", help="for programs"
    )
    add_areas(command)
    add_draw(command)
    add_convert(command)
    add_package(command)
    command("new", _new, "write an example to begin with")
    return parser
