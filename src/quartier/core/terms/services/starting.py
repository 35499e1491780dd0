"""The texts that a new provider begins with; its lawyer replaces them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Final

from quartier.core.providers.policies import IdentityPolicy
from quartier.core.providers.policies.preset import Preset
from quartier.core.terms.models import TextKind
from quartier.core.terms.services.editing import add_text, import_version
from quartier.core.terms.services.publishing import publish
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

# Contract texts are German whatever the interface (DWG-43).
TITLES: Final[Mapping[TextKind, str]] = {
    TextKind.TERMS: "Nutzungsbedingungen",
    TextKind.PRIVACY: "Datenschutzhinweise",
    TextKind.WITHDRAWAL: "Widerrufsbelehrung",
}
FIRST: Final = "Fassung 1"


def start_with(actor: Actor, at: datetime, preset: Preset, words: Mapping[str, str]) -> None:
    """Publish the first version of each text of a provider that is made from a preset; consumers alone withdraw."""
    who = preset.policies.of(IdentityPolicy)
    for kind, title in TITLES.items():
        if kind is TextKind.WITHDRAWAL and not who.serves_consumers:
            continue
        text = add_text(actor=actor, at=at, key=kind.value, kind=kind.value, title=title)
        file = resources.files("quartier.core.terms") / "texts" / f"{kind.value}.md"
        body = file.read_text(encoding="utf-8").format_map(words)
        own = who.terms_version if kind is TextKind.TERMS and who.terms_version.name else None
        row = import_version(
            actor=actor, at=at, text_id=text.pk, data=body.encode(), file_name=f"{kind.value}.md",
            name=own.name if own else FIRST, dated_on=(own.dated_on if own else None) or day_of(at),
        )  # fmt: skip
        publish(actor=actor, at=at, version_id=row.pk, reason=f"Preset {preset.key}")
