"""Frames and ways: cards, folds, tabs, crumbs, steps, buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.utils.translation import gettext as _

from quartier.kit.components.markup import (
    Level,
    Text,
    Tone,
    WrongArgument,
    class_attr,
    esc,
    icon_or_nothing,
    part,
    tone_attr,
)


@part
def card(
    content: str, title: Text = "", kind: Literal["", "accent", "soft", "flat"] = "", level: Level = 2,
    meta: Text = "", link: Text = "", url: Text = "",
) -> str:  # fmt: skip
    """Frame one subject. `accent` is for the one that matters now; `link` and `url` stand beside the title."""
    if bool(link) is not bool(url):
        raise WrongArgument("card: link and url belong together.")
    heading = f"<h{level}>{esc(title)}</h{level}>" if title else ""
    beside = f'<a href="{esc(url)}">{esc(link)}</a>' if link else f'<p class="meta">{esc(meta)}</p>' if meta else ""
    head = f"<header>{heading}{beside}</header>" if beside else heading
    named = f' aria-label="{esc(title)}"' if title else ""
    tag = "section" if title else "div"
    return f"<{tag}{class_attr('card', kind)}{named}>{head}{content}</{tag}>"


@part
def fold(content: str, title: Text, is_open: bool = False) -> str:
    """Hide rare detail behind a line that opens it."""
    state = " open" if is_open else ""
    inner = f'<div class="stack tight">{content}</div>'
    return f'<details class="fold"{state}><summary>{esc(title)}</summary>{inner}</details>'


@part
def scroll(content: str, label: Text) -> str:
    """Give a hand-made table its own scroll box, so that the page never scrolls sideways."""
    return f'<div class="scroll" role="region" aria-label="{esc(label)}" tabindex="0">{content}</div>'


@part
def toolbar(content: str, title: Text = "", level: Level = 1) -> str:
    """Set a heading on the left and actions on the right."""
    heading = f"<h{level}>{esc(title)}</h{level}>" if title else ""
    return f'<div class="toolbar">{heading}<div class="actions">{content}</div></div>'


@part
def button(
    text: Text, url: Text = "", kind: Literal["", "primary", "quiet", "danger"] = "", icon: str = "",
    size: Literal["", "small", "large"] = "", name: str = "", value: str = "",
) -> str:  # fmt: skip
    """Draw a link that starts something (with `url`), or the button that sends the form around it."""
    classes = class_attr("button", kind, size)
    tone = tone_attr("bad") if kind == "danger" else ""
    inner = f"{icon_or_nothing(icon)}{esc(text)}"
    if url:
        return f'<a{classes}{tone} href="{esc(url)}">{inner}</a>'
    sent = f' name="{esc(name)}" value="{esc(value)}"' if name else ""
    return f"<button{classes}{tone}{sent}>{inner}</button>"


@part
def tabs(content: str, label: Text) -> str:
    """Show views of the same subject, each with its own address; filled with `{% tab %}`."""
    return f'<nav class="tabs" aria-label="{esc(label)}"><ul class="tab-row">{content}</ul></nav>'


@part
def tab(text: Text, url: Text, current: bool = False, count: int | None = None, tone: Tone = "") -> str:
    """One view."""
    number = f' <span class="count"{tone_attr(tone)}>{count}</span>' if count is not None else ""
    here = ' aria-current="page"' if current else ""
    return f'<li><a href="{esc(url)}"{here}>{esc(text)}{number}</a></li>'


@part
def crumbs(content: str) -> str:
    """Show the way to this page; filled with `{% crumb %}`."""
    label = _("Breadcrumbs")
    return f'<nav class="crumbs" aria-label="{esc(label)}"><ol>{content}</ol></nav>'


@part
def crumb(text: Text, url: Text = "") -> str:
    """One station; the last one, without a url, is this page."""
    if url:
        return f'<li><a href="{esc(url)}">{esc(text)}</a></li>'
    return f'<li aria-current="page">{esc(text)}</li>'


@part
def steps(names: Sequence[Text], current: int) -> str:
    """Show where the reader is in a form of several pages; `current` counts from 1."""
    if not 1 <= current <= len(names):
        raise WrongArgument(f"steps: current is {current}, but there are {len(names)} steps.")
    lines = []
    for number, name in enumerate(names, start=1):
        state = ' class="done"' if number < current else ' aria-current="step"' if number == current else ""
        lines.append(f"<li{state}><span>{number}. {esc(name)}</span></li>")
    label = esc(_("Progress"))
    return f'<ol class="steps" aria-label="{label}">{"".join(lines)}</ol>'
