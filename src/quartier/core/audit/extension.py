"""How apps name their facts: every kind of fact is registered with the words people read."""

from __future__ import annotations

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry

fact_labels: Registry[Text] = Registry("facts")


def fact(kind: str, label: Text) -> None:
    """Register a kind of fact (`app.happened`) with its label; called from a plug."""
    fact_labels.register(kind, label)
