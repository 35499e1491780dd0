"""How apps name their facts: every kind of fact is registered with the words people read."""

from __future__ import annotations

from quartier.kit.registry import Registry

fact_labels: Registry[str] = Registry("facts")


def fact(kind: str, label: str) -> None:
    """Register a kind of fact (`app.happened`) with its label; called from a plug."""
    fact_labels.register(kind, label)
