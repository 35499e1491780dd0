"""The migration that made versions of the texts that were published before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quartier.core.terms.rules import digest

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_texts_become_versions_and_what_was_accepted_stays_what_it_was(alpha: Any) -> None:
    before = _at("0003_texts")
    block, version = before.get_model("providers", "TextBlock"), before.get_model("terms", "TextVersion")
    old = version.objects.create(kind="terms", title="Terms", body="Alt.", digest=digest("Alt."), as_of=AT)
    block.objects.create(kind="terms", body="Neu.", changed_at=AT + timedelta(days=9))
    block.objects.create(kind="privacy", body="Wenig.", changed_at=AT)
    block.objects.create(kind="welcome", body="Hallo.", changed_at=AT)
    same = version.objects.create(kind="privacy", title="P", body="Wenig.", digest=digest("Wenig."), as_of=AT)
    after = _at("0005_immutable")
    rows = after.get_model("terms", "TextVersion").objects.order_by("text__key", "name")
    assert [(one.text.key, one.name, one.state, bytes(one.source)) for one in rows] == [
        ("privacy", "Fassung 1", "published", b"Wenig."),
        ("terms", "Fassung 1", "superseded", b"Alt."),
        ("terms", "Fassung 2", "published", b"Neu."),
    ]
    assert [one.pk for one in rows][:2] == [same.pk, old.pk]
    assert {one.title for one in rows} == {"Datenschutzhinweise", "Nutzungsbedingungen"}
    assert str(rows[1].dated_on) == "2026-03-02"
    left = after.get_model("providers", "TextBlock").objects
    assert list(left.values_list("kind", flat=True)) == ["welcome"]


def _at(name: str) -> Any:
    """Migrate terms to a state, back or forth, and return its models."""
    executor = MigrationExecutor(connection)
    return executor.migrate([("terms", name)]).apps
