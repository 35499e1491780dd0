"""Texts for tests: fictional, short, and in force at once."""

from __future__ import annotations

from datetime import UTC, datetime

from quartier.core.terms import services
from quartier.core.terms.models import LegalText, TextKind, TextVersion
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def a_text(key: str) -> LegalText:
    """Return the text of this key, made if there is none."""
    known = LegalText.objects.filter(key=key).first()
    label = str(TextKind(key).label)
    return known or services.add_text(actor=SYSTEM, at=AT, key=key, kind=key, title=label)


def a_draft(key: str, body: str, *, name: str = "", at: datetime = AT, is_legacy: bool = False) -> TextVersion:
    """Take a text in as a draft."""
    text = a_text(key)
    return services.import_version(
        actor=SYSTEM, at=at, text_id=text.pk, data=body.encode(), file_name=f"{key}.md", dated_on=day_of(at),
        name=name or f"{text.versions.count() + 1}.0", is_legacy=is_legacy,
    )  # fmt: skip


def put_in_force(key: str, body: str, *, name: str = "", at: datetime = AT) -> TextVersion:
    """Publish a text in these words."""
    row = a_draft(key, body, name=name, at=at)
    return services.publish(actor=SYSTEM, at=at, version_id=row.pk, reason="Test")
