"""Input about keys: shape only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartier.kit.api import scopes
from quartier.kit.forms import Form, Line, Several


class KeyForm(Form):
    """A new key: whose it is and what it may do."""

    name = Line(label=_("Name of the program"), max_length=80, help_text=_("The history shows what it does under it."))
    allowed = Several(label=_("What it may do"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = zip(scopes.keys(), scopes, strict=True)
        self.fields["allowed"].choices = list(pairs)  # type: ignore[attr-defined]
