"""States, notices and everything that says how something stands."""

from __future__ import annotations

import re
from typing import Literal

from django.utils.translation import gettext as _

from quartier.kit import icons
from quartier.kit.components.markup import Level, Text, Tone, WrongArgument, body, esc, part, tone_attr

SHAPES: dict[str, str] = {"good": "check", "warn": "warn", "bad": "alert"}
RGB = re.compile(r"#[0-9a-f]{6}")


@part
def badge(text: Text, tone: Tone = "") -> str:
    """Show a state in one or two words; tone adds colour and shape. A state that needs nothing is plain text."""
    return f'<span class="badge"{tone_attr(tone)}>{esc(text)}</span>'


@part
def count(number: int, about: Text = "", tone: Tone = "") -> str:
    """Show a number on a tab or menu line; `about` says to screen readers what is counted."""
    more = f'<span class="sr"> {esc(about)}</span>' if about else ""
    return f'<span class="count"{tone_attr(tone)}>{number}{more}</span>'


@part
def notice(
    content: str, title: Text = "", tone: Tone = "info", level: Level = 2, role: Literal["", "status", "alert"] = ""
) -> str:
    """Tell something to know before going on: icon, heading, text."""
    head = f"<h{level}>{esc(title)}</h{level}>" if title else ""
    says = f' role="{role}"' if role else ""
    shape = icons.icon(SHAPES.get(tone, "info"))
    return f'<div class="notice"{tone_attr(tone)}{says}>{shape}{head}{body(content)}</div>'


@part
def empty(content: str, title: Text, level: Level = 2) -> str:
    """Stand in for a list that has nothing: what belongs here, why it is empty, one action."""
    return f'<div class="empty"><h{level}>{esc(title)}</h{level}>{body(content)}</div>'


@part
def progress(text: Text, value: int, most: int) -> str:
    """Show how far long work has come; `text` says it in words: “Step 3 of 5: …, about 2 minutes left”."""
    if not 0 <= value <= most or most == 0:
        raise WrongArgument(f"progress: value is {value}, but it must lie between 0 and {most}.")
    return f'<label class="progress"><span>{esc(text)}</span><progress max="{most}" value="{value}"></progress></label>'


@part
def swatch(colour: Text, accent: Text) -> str:
    """Show the two colours of a brand side by side."""
    for name, value in (("colour", colour), ("accent", accent)):
        if not RGB.fullmatch(str(value)):
            raise WrongArgument(f"swatch: {name} is “{value}”, but it must look like #0f5c7a.")
    label = _("Brand colours %(colour)s and %(accent)s") % {"colour": colour, "accent": accent}
    return (
        f'<svg class="swatch" viewBox="0 0 36 20" role="img" aria-label="{esc(label)}"><rect width="24" height="20" '
        f'fill="{colour}"/><rect x="24" width="12" height="20" fill="{accent}"/></svg>'
    )
