"""Lists of facts, answers, amounts, days and things to open. A block holds the list, a tag writes each line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext as _

from quartier.kit import formats
from quartier.kit.components.markup import Level, Text, Tone, body, class_attr, esc, icon_or_nothing, part, tone_attr


@part
def facts(content: str, card: bool = True) -> str:
    """Show key figures side by side; filled with `{% fact %}`."""
    return f"<dl{class_attr('facts', 'card' if card else '')}>{content}</dl>"


@part
def fact(label: Text, value: Text) -> str:
    """One key figure."""
    return f"<div><dt>{esc(label)}</dt><dd>{esc(value)}</dd></div>"


@part
def summary(content: str, kind: Literal["", "plain", "total"] = "") -> str:
    """Show questions and answers; filled with `{% answer %}`. `total` sets off the last line."""
    return f"<dl{class_attr('summary', kind)}>{content}</dl>"


@part
def answer(question: Text, value: object = "", url: Text = "", change: Text = "") -> str:
    """One question and its answer, with the way back to the question when there is a url."""
    word = change or _("Change")
    link = f'<dd><a href="{esc(url)}">{esc(word)}<span class="sr">: {esc(question)}</span></a></dd>' if url else ""
    shown = formats.NOTHING if value is None or value == "" else esc(value)
    return f"<div><dt>{esc(question)}</dt><dd>{shown}</dd>{link}</div>"


@part
def bill(content: str) -> str:
    """Show what something costs, line by line; filled with `{% line %}`."""
    return f'<dl class="bill">{content}</dl>'


@part
def line(text: Text, amount: Text, meta: Text = "", total: bool = False) -> str:
    """One line of a bill, or with `total` its sum."""
    words = esc(text) if total else f"<strong>{esc(text)}</strong>"
    more = f'<span class="meta">{esc(meta)}</span>' if meta else ""
    return f"<div{class_attr('total' if total else '')}><dt>{words}{more}</dt><dd>{esc(amount)}</dd></div>"


@part
def items(content: str) -> str:
    """List things to open: documents, messages, contracts; filled with `{% item %}`."""
    return f'<ul class="items">{content}</ul>'


@part
def item(
    text: Text,
    url: Text = "",
    icon: str = "document",
    meta: Text = "",
    on: date | datetime | None = None,
    new: bool = False,
) -> str:
    """One thing to open."""
    name = f'<a href="{esc(url)}">{esc(text)}</a>' if url else esc(text)
    more = f'<p class="meta">{esc(meta)}</p>' if meta else ""
    marked = class_attr("new" if new else "")
    return f"<li{marked}>{icon_or_nothing(icon)}<div>{name}{more}</div>{_when(on, 'meta')}</li>"


@part
def dues(content: str) -> str:
    """List deadlines; filled with `{% due %}`."""
    return f'<ul class="dues">{content}</ul>'


@part
def due(content: str, on: date, title: Text, tone: Tone = "", level: Level = 3) -> str:
    """One deadline: its day as a sheet of the calendar, what is due, and in the block its source and what to do."""
    return f"<li>{_sheet(on, tone)}<div><h{level}>{esc(title)}</h{level}>{content}</div></li>"


@part
def day(on: date, tone: Tone = "") -> str:
    """Show a day as a sheet of the calendar."""
    return _sheet(on, tone)


def _sheet(on: date, tone: str) -> str:
    dot = "" if formats.speaks_english() else "."
    number = f"<b>{on.day}{dot}</b>{formats.month(on)}"
    return f'<time class="day" datetime="{on:%Y-%m-%d}"{tone_attr(tone)}>{number}</time>'


@part
def timeline(content: str) -> str:
    """Show a history; filled with `{% event %}`."""
    return f'<ol class="timeline">{content}</ol>'


@part
def event(
    title: Text,
    on: date | datetime,
    meta: Text = "",
    state: Literal["", "next", "future"] = "",
    tone: Tone = "",
    level: Level = 3,
) -> str:
    """One event: happened (filled), `next` (ring) or `future` (dashed)."""
    more = f'<p class="meta">{esc(meta)}</p>' if meta else ""
    return f"<li{class_attr(state)}{tone_attr(tone)}><h{level}>{esc(title)}</h{level}>{more}{_when(on)}</li>"


@part
def thread(content: str) -> str:
    """Show a conversation; filled with `{% message %}`."""
    return f'<ul class="thread">{content}</ul>'


@part
def message(content: str, who: Text, at: datetime, own: bool = False) -> str:
    """One message of a conversation; `own` sets it on the reader's side."""
    said = f'<p class="meta">{esc(who)}, {formats.instant(at)}</p>'
    return f"<li{class_attr('own' if own else '')}>{body(content)}{said}</li>"


def _when(on: date | datetime | None, classes: str = "") -> str:
    if on is None:
        return ""
    text = formats.instant(on) if isinstance(on, datetime) else formats.day(on)
    return f'<time{class_attr(classes)} datetime="{on.isoformat()}">{esc(text)}</time>'
