"""How apps name the purposes for which they ask a consent."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPurpose:
    """A purpose that needs a consent of its own: one is never coupled to another.

    `about` says in a sentence what follows from a yes. `is_marketing` purposes end with an objection to advertising too
    (Art. 21(3) GDPR).
    """

    key: str
    label: Text
    about: Text
    is_marketing: bool = False


consent_purposes: Registry[ConsentPurpose] = Registry("purposes of consents")


def consent_purpose(purpose: ConsentPurpose) -> ConsentPurpose:
    """Register a purpose; called from a plug."""
    return consent_purposes.register(purpose.key, purpose)
