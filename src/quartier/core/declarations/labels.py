"""What values of declarations are called."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from quartier.core.declarations.extension import declaration_kinds
from quartier.core.declarations.models import DeclarationState
from quartier.kit.components.markup import Text
from quartier.law.bgb.form import FormLevel, Sending


class Kinds:
    """The labels of the kinds of declarations that are registered, by key."""

    def get(self, key: str, /) -> Text | None:
        """Return the label of a kind, None for one that is gone."""
        kind = declaration_kinds.get(key)
        return kind.label if kind else None


KINDS: Final = Kinds()
CHANNELS: Final[dict[str, Text]] = {one.value: _(one.label) for one in Sending}
FORMS: Final[dict[str, Text]] = {one.value: _(one.label) for one in FormLevel}
STATES: Final[dict[str, Text]] = {one.value: one.label for one in DeclarationState}


def named_kinds(*, by_staff: bool = False) -> list[tuple[str, Text]]:
    """Return key and label of the kinds of declarations, only those that staff may record if asked for."""
    keys = declaration_kinds.keys()
    found = [(key, declaration_kinds[key]) for key in keys]
    return [(key, kind.label) for key, kind in found if kind.by_staff or not by_staff]
