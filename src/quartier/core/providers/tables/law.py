"""What the office reads of the law: the figures that still have to be checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from quartier.kit.tables import Column, Table
from quartier.law.rule import doubts
from quartier.values.sentences import Say


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """One version of a figure that nobody has compared with the primary text."""

    title: str
    area: str
    since: date
    source: str
    note: str


DOUBTS = Table(
    key="doubts",
    label=_("Figures that are not verified"),
    columns=[
        Column("title", _("Figure or reading"), meta="area"),
        Column("since", _("Since"), kind="date"),
        Column("source", _("Source")),
        Column("note", _("What has to be checked")),
    ],
    dense=True,
    page_size=500,
    empty_title=_("Everything is verified"),
    empty_text=_("Every figure has been compared with the primary text."),
)


def doubt_lines(say: Say) -> list[DoubtLine]:
    """Return every figure that is not verified, in the language that `say` speaks, by area of law."""
    return [
        DoubtLine(
            title=say(doubt.title),
            area=say(doubt.rules[0].area.label),
            since=doubt.version.valid_from,
            source=doubt.version.source,
            note=say(doubt.version.note),
        )
        for doubt in doubts()
    ]
