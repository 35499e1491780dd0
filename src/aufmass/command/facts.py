"""Words of the command line about who hands out a paper, for whom and what for."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from aufmass.command.files import content_of
from aufmass.papers.facts import SheetFacts
from aufmass.papers.pictures import MOST_BYTES
from aufmass.sentences import Unusable
from aufmass.sentences import mark as _

WORDS: Final = {
    "author": "who prepared it",
    "recipient": "whom it is for",
    "purpose": "what it is for",
    "address": "of the building",
    "licence": "who may use it for what",
}


def add_facts(command: argparse.ArgumentParser) -> None:
    """Let a command be told what stands on papers."""
    for name, text in WORDS.items():
        command.add_argument(f"--{name}", metavar="TEXT", default="", help=text)
    command.add_argument("--note", metavar="TEXT", action="append", default=[], help="a further sentence")
    command.add_argument("--photo", metavar="FILE", help="JPEG or PNG of the building")
    command.add_argument(
        "--day", type=_day, metavar="DAY", help="of the papers, such as 2026-11-23 (default: of the survey)"
    )


def facts_of(words: argparse.Namespace) -> SheetFacts:
    """Return what stands on papers; raises Unusable when the photo cannot be read."""
    photo = content_of(words.photo, MOST_BYTES) if words.photo else b""
    texts = {name: getattr(words, name) for name in WORDS}
    return SheetFacts(words.day or _changed_on(words.file), photo=photo, notes=tuple(words.note), **texts)


def _changed_on(name: str) -> date:
    """Return the day on which a survey was changed last: the same file gives the same papers."""
    try:
        return datetime.fromtimestamp(Path(name).stat().st_mtime, UTC).astimezone().date()
    except OSError:
        raise Unusable(_("State the day of the papers with --day.")) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day such as 2026-11-23") from None
