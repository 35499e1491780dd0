"""How apps name their facts: every kind of fact is registered with the words people read."""

from __future__ import annotations

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry

fact_labels: Registry[Text] = Registry("facts")
# Kinds that only a named person may bring about: decisions that burden somebody (Art. 22 GDPR, SBV-98).
adverse_facts: set[str] = set()


def fact(kind: str, label: Text, *, adverse: bool = False) -> None:
    """Register a kind of fact (`app.happened`) with its label; called from a plug.

    `adverse` marks a decision with legal or similar effect against somebody: no machine may take it alone.
    """
    fact_labels.register(kind, label)
    if adverse:
        adverse_facts.add(kind)
