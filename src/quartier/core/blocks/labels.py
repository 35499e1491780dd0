"""Grounds and scopes in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from quartier.core.blocks.models import Block, ScopeChoice, TermChoice
from quartier.core.blocks.rules import parts
from quartier.core.providers.extension import features
from quartier.kit import formats


def ground_label(key: str) -> str:
    """Return a ground in words, with its detail."""
    ground, detail = parts(key)
    words = [_(ground.label)] + ([_(detail.label)] if detail else [])
    return ": ".join(words)


def service_label(key: str) -> str:
    """Return a service in words; of one that is no longer there, its key."""
    found = features.get(key)
    return str(found.label) if found else key


def scope_label(block: Block) -> str:
    """Return what a block reaches, in words."""
    if block.scope == ScopeChoice.SERVICES:
        return ", ".join(service_label(key) for key in block.services)
    return str(block.get_scope_display())


def term_label(block: Block) -> str:
    """Return how long a block lasts, in words."""
    if block.term == TermChoice.DAY and block.last_on is not None:
        return _("until the end of %(day)s") % {"day": formats.day(block.last_on)}
    return str(block.get_term_display())


class _Words:
    """Words for keys, as the protocol asks for them."""

    def __init__(self, label: Callable[[str], str]) -> None:
        self._label = label

    def get(self, key: str, /) -> str | None:
        """Return the word for a key, None for something that is none."""
        try:
            return self._label(key)
        except ValueError:
            return None


GROUNDS, SERVICES = _Words(ground_label), _Words(service_label)
