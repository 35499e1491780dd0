"""How a legal entity's letters look: its own brand, or the provider's where it has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from quartier.core.providers.models import Branding, LegalEntity
from quartier.kit.portal import Brand


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A company with the brand and logo of its letters; `logo` is empty when there is none."""

    entity: LegalEntity
    brand: Brand
    logo: bytes
    logo_type: str


def letterhead(entity_id: int) -> Letterhead:
    """Return the letterhead of a legal entity; raises LegalEntity.DoesNotExist."""
    entity = LegalEntity.objects.get(pk=entity_id)
    rows: dict[Any, Branding] = {row.entity_id: row for row in Branding.objects.all()}
    row = rows.get(entity.pk) or rows.get(None)
    if row is None:
        return Letterhead(entity, Brand(name=entity.name), b"", "")
    brand = Brand(name=row.name, tagline=row.tagline, colour=row.colour, accent=row.accent)
    return Letterhead(entity, brand, bytes(cast(bytes, row.logo)) if row.logo else b"", row.logo_type)
