"""Input about keys and tokens: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartier.core.api.rules import LENGTHS
from quartier.kit.api import scopes
from quartier.kit.components.markup import Text
from quartier.kit.forms import Choice, Form, Line, Several


class KeyForm(Form):
    """A new key: whose it is and what it may do."""

    name = Line(label=_("Name of the program"), max_length=80, help_text=_("The history shows what it does under it."))
    allowed = Several(label=_("What it may do"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = zip(scopes.keys(), scopes, strict=True)
        self.fields["allowed"].choices = list(pairs)  # type: ignore[attr-defined]


class TokenForm(Form):
    """A person's token: for what, what it may do, how long."""

    name = Line(label=_("What is it for?"), max_length=80, help_text=_("For example: app on my phone"))
    allowed = Several(label=_("What the program may do"))
    days = Choice(
        label=_("How long it works"), choices=[(str(days), _("%(days)s days") % {"days": days}) for days in LENGTHS]
    )

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allowed"].choices = list(scopes)  # type: ignore[attr-defined]
