"""How apps name their facts: every kind of fact is registered with the words people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


class Words(Protocol):
    """What values that programs write are called by people: a dict or a registry."""

    def get(self, key: str, /) -> Text | None:
        """Return the word for a value, None where there is none."""
        ...


fact_labels: Registry[Text] = Registry("facts")
# Kinds that only a named person may bring about: decisions that burden somebody (Art. 22 GDPR, SBV-98).
adverse_facts: set[str] = set()
# How the values in a fact's details are called, by kind and detail.
fact_words: dict[str, Mapping[str, Words]] = {}
# How the details of a kind are called, where the common words do not say it.
detail_names: dict[str, Mapping[str, Text]] = {}


def fact(
    kind: str,
    label: Text,
    *,
    adverse: bool = False,
    words: Mapping[str, Words] | None = None,
    details: Mapping[str, Text] | None = None,
) -> None:
    """Register a kind of fact (`app.happened`) with its label; called from a plug.

    `adverse` marks a decision with legal or similar effect against somebody: no machine may take it alone. `words`
    tells what values are called, by the name of the detail: `{"state": {"known": _("known")}}`; `details` names the
    details themselves: `{"street": _("Street")}`.
    """
    fact_labels.register(kind, label)
    if adverse:
        adverse_facts.add(kind)
    if words:
        fact_words[kind] = words
    if details:
        detail_names[kind] = details
