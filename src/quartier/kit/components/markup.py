"""How parts are written: escaped text, checked arguments."""

from __future__ import annotations

import html
import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeAlias, get_args, get_origin, get_type_hints

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from quartier.kit import icons

P = ParamSpec("P")

Tone: TypeAlias = Literal["", "good", "warn", "bad", "info"]
Level: TypeAlias = Literal[1, 2, 3, 4]
Text: TypeAlias = str | Promise
TONES: frozenset[str] = frozenset(get_args(Tone))


class WrongArgument(ValueError):
    """A page asks a part for something it does not have; the text names the part, the argument and the choices."""


def esc(value: object) -> str:
    """Return text that may stand between tags and inside attributes; markup that is already safe stays as it is."""
    if type(value) is str:
        return html.escape(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return html.escape(str(value))


def attrs(values: Mapping[str, object]) -> str:
    """Write HTML attributes; None, False and "" are left out, True stands alone, underscores become hyphens."""
    parts = []
    for name, value in values.items():
        if value is None or value is False or value == "":
            continue
        key = name.rstrip("_").replace("_", "-")
        parts.append(f" {key}" if value is True else f' {key}="{esc(value)}"')
    return "".join(parts)


def tone_attr(tone: str) -> str:
    """Return ` data-tone="…"`, nothing for the neutral tone."""
    return f' data-tone="{tone}"' if tone else ""


def class_attr(*names: str) -> str:
    """Return ` class="…"` for the names that are not empty."""
    said = " ".join(filter(None, names))
    return f' class="{said}"' if said else ""


def icon_or_nothing(name: str) -> str:
    """Return an icon, or nothing for an empty name."""
    return icons.icon(name) if name else ""


def body(content: object) -> str:
    """Return block content; bare text becomes a paragraph."""
    text = esc(content).strip()
    return text if not text or text.startswith("<") else f"<p>{text}</p>"


def part(function: Callable[P, str]) -> Callable[P, SafeString]:
    """Make a component of a function: choices, icons and required texts are checked, the result is safe markup.

    The choices are the function's `Literal` annotations; a parameter called `icon` must name an icon; a text without
    a default must not be empty, because a template would otherwise hide a misspelt variable.
    """
    signature = inspect.signature(function)
    choices, required = _rules(function, signature)

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> SafeString:
        given = signature.bind(*args, **kwargs).arguments
        for name, allowed in choices.items():
            if name in given and given[name] not in allowed:
                known = ", ".join(f"“{choice}”" for choice in allowed)
                raise WrongArgument(f"{function.__name__}: {name} is “{given[name]}”, but it can only be {known}.")
        for name in required:
            if given.get(name) in (None, ""):
                raise WrongArgument(f"{function.__name__}: {name} is empty; is the variable spelt correctly?")
        return SafeString(function(*args, **kwargs))

    return checked


def _rules(function: Callable[..., str], signature: inspect.Signature) -> tuple[dict[str, tuple[Any, ...]], list[str]]:
    hints = get_type_hints(function)
    choices = {name: get_args(hint) for name, hint in hints.items() if get_origin(hint) is Literal}
    if "icon" in signature.parameters:
        optional = signature.parameters["icon"].default == ""
        choices["icon"] = (*(("",) if optional else ()), *icons.PATHS)
    required = [
        name
        for name, parameter in signature.parameters.items()
        if parameter.default is parameter.empty and name != "content" and hints.get(name) in (str, Text)
    ]
    return choices, required
