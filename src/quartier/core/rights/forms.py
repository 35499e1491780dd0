"""Input about requests: shape only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartier.core.rights.rules import Request, Way
from quartier.kit.forms import Choice, Day, Form, Line, Text


def kinds() -> list[tuple[str, Any]]:
    """Return what can be asked for, in the words of the page."""
    return [(one.value, _(one.label)) for one in Request]


class WishForm(Form):
    """What a customer asks for."""

    kind = Choice(label=_("What do you ask for?"), choices=kinds)
    wish = Text(
        label=_("More about it"),
        required=False,
        max_length=4000,
        help_text=_("For example which entry is wrong, or what you object to. You need not give reasons."),
    )


class IntakeForm(Form):
    """A request that reached the office on another way."""

    kind = Choice(label=_("What is asked for"), choices=kinds)
    way = Choice(label=_("How it came"), choices=lambda: [(w.value, _(w.label)) for w in Way if w is not Way.PORTAL])
    received_on = Day(label=_("Received on"))
    wish = Text(label=_("What was said or written"), required=False, max_length=4000)
    identity = Line(
        label=_("How it was made sure who asks"),
        required=False,
        max_length=200,
        help_text=_("May be noted later. Nothing is handed out without it."),
    )


class IdentityForm(Form):
    """How it was made sure who asks."""

    identity = Line(label=_("How it was made sure who asks"), max_length=200)


class AnswerForm(Form):
    """The words of an answer, a refusal or an extension."""

    text = Text(label=_("Text to the person"), max_length=8000)
