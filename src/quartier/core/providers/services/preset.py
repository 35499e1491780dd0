"""A provider from a preset: identity, brand, texts and policies in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from quartier.core.providers.extension import preset_parts
from quartier.core.providers.models import Provider
from quartier.core.providers.models.identity import TextKind
from quartier.core.providers.policies.preset import Preset, UnusablePreset, load_preset
from quartier.core.providers.services.identity import add_entity, change_brand, change_data_protection, change_text
from quartier.core.providers.services.policy import adopt
from quartier.core.providers.services.provision import add_hostname, create_provider
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoSuchPreset(Refused):
    """There is no preset of this name."""

    message = _("There is no such preset.")
    field = "preset"


@transaction.atomic
def create_from_preset(
    *, actor: Actor, at: datetime, key: str, preset: str, hostnames: Iterable[str] = (), name: str = ""
) -> Provider:
    """Create a draft provider and fill everything that a preset knows. Raises as create_provider, and NoSuchPreset."""
    try:
        found = load_preset(preset)
    except UnusablePreset as error:
        raise NoSuchPreset(str(error)) from None
    names = list(hostnames) or list(found.hostnames)
    provider = create_provider(actor=actor, at=at, key=key, name=name or found.name, hostnames=names)
    with schema_context(key):
        _fill(actor, at, found)
    for entry in found.entities:
        hostname = f"{entry.key}.{names[0]}" if entry.brand else ""
        if hostname and names == list(found.hostnames):
            add_hostname(actor=actor, at=at, key=key, hostname=hostname, entity=entry.key)
    return provider


def _fill(actor: Actor, at: datetime, preset: Preset) -> None:
    who: dict[str, Any] = {"actor": actor, "at": at}
    for order, entry in enumerate(preset.entities):
        values = {k: v for k, v in asdict(entry).items() if k not in ("brand", "hostname")} | {"order": order}
        entity = add_entity(**who, values=values)
        if entry.brand:
            change_brand(**who, values=asdict(entry.brand), entity=entity)
    change_brand(**who, values=asdict(preset.brand))
    change_data_protection(**who, values=asdict(preset.data_protection))
    principal = preset.entities[0]
    words = {"entity": principal.name, "place": principal.city, "email": principal.email}
    for kind in TextKind:
        change_text(**who, kind=kind, body=_starting_text(kind).format_map(words))
    adopt(**who, policies=preset.policies, reason=f"Preset {preset.key}")
    for part in preset_parts:
        part(actor, at, preset, words)


def _starting_text(kind: TextKind) -> str:
    """Return the text that a new provider starts with; its lawyer replaces it."""
    return (resources.files("quartier.core.providers") / "texts" / f"{kind.value}.md").read_text(encoding="utf-8")
