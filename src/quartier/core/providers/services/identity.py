"""Changing who a provider is: entities, brand, data protection, texts. Each change is audited and seen at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.providers.models import Branding, DataProtection, LegalEntity, TextBlock
from quartier.core.providers.rules import LogoRefused, checked_logo, unreadable_pair
from quartier.core.providers.services.revision import touch
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class UnreadableColours(Refused):
    """Two colours that cannot be told apart, or not a colour."""

    message = _("Choose two colours that differ clearly.")
    field = "accent"


class LogoNotUsable(Refused):
    """The uploaded file is not a picture we can show safely."""

    field = "logo"


class SecondPrincipal(Refused):
    """Exactly one entity runs the portal."""

    message = _("There is already an entity that runs the portal.")
    field = "role"


@transaction.atomic
def add_entity(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> LegalEntity:
    """Add a legal entity. Raises SecondPrincipal when there is one that runs the portal already."""
    if values.get("role") == "principal" and LegalEntity.objects.filter(role="principal").exists():
        raise SecondPrincipal
    entity = LegalEntity.objects.create(**values)
    _record(actor, at, "entity.added", f"providers.legalentity:{entity.key}", {"name": entity.name})
    return entity


@transaction.atomic
def change_entity(*, actor: Actor, at: datetime, key: str, values: Mapping[str, Any]) -> LegalEntity:
    """Change details of a legal entity; the audit fact holds the old and the new value of each changed field."""
    entity = LegalEntity.objects.select_for_update().get(key=key)
    others = LegalEntity.objects.exclude(pk=entity.pk)
    if values.get("role") == "principal" and others.filter(role="principal").exists():
        raise SecondPrincipal
    changed = _apply(entity, values)
    _record(actor, at, "entity.changed", f"providers.legalentity:{key}", changed)
    return entity


@transaction.atomic
def change_brand(
    *,
    actor: Actor,
    at: datetime,
    values: Mapping[str, str],
    logo: bytes | None = None,
    entity: LegalEntity | None = None,
) -> Branding:
    """Set name, tagline, colours and, when given, the logo of the provider (or of one partner entity).

    Raises UnreadableColours for a pair nobody can tell apart and LogoNotUsable for a file that is no safe picture.
    """
    row = Branding.objects.select_for_update().filter(entity=entity).first() or Branding(entity=entity)
    colour, accent = values.get("colour", row.colour), values.get("accent", row.accent)
    if problem := unreadable_pair(colour, accent):
        raise UnreadableColours(str(_(problem)))
    changed: dict[str, Any] = {}
    if logo is not None:
        try:
            row.logo, row.logo_type = checked_logo(logo)
        except LogoRefused as refusal:
            raise LogoNotUsable(str(_(str(refusal)))) from None
        changed["logo"] = ["", row.logo_type]
    changed |= _apply(row, values)
    _record(actor, at, "brand.changed", f"providers.branding:{entity.key if entity else ''}", changed)
    return row


@transaction.atomic
def remove_logo(*, actor: Actor, at: datetime, entity: LegalEntity | None = None) -> None:
    """Go back to the drawn initial."""
    Branding.objects.filter(entity=entity).update(logo=None, logo_type="")
    _record(actor, at, "brand.changed", f"providers.branding:{entity.key if entity else ''}", {"logo": ["removed", ""]})


@transaction.atomic
def change_data_protection(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> DataProtection:
    """Set officer and supervisory authority; notices and letters show them from now on (SBV-20)."""
    row = DataProtection.objects.select_for_update().first() or DataProtection()
    changed = _apply(row, values)
    _record(actor, at, "data_protection.changed", "providers.dataprotection:1", changed)
    return row


@transaction.atomic
def change_text(*, actor: Actor, at: datetime, kind: str, body: str) -> TextBlock:
    """Replace a published text."""
    row, _made = TextBlock.objects.update_or_create(kind=kind, defaults={"body": body, "changed_at": at})
    _record(actor, at, "text.changed", f"providers.textblock:{kind}", {"characters": len(body)})
    return row


def _apply(row: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the fields, save, and return old and new value of each that changed."""
    changed = {f: [getattr(row, f), v] for f, v in values.items() if getattr(row, f) != v}
    for field, value in values.items():
        setattr(row, field, value)
    row.save()
    return changed


def _record(actor: Actor, at: datetime, kind: str, subject: str, data: Mapping[str, Any]) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data=data)
    touch()
