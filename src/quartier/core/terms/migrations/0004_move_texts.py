"""Terms, privacy notice and instruction on withdrawal leave the provider's editorial texts and become versions."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import migrations

from quartier.values.zone import BERLIN

TITLES = {
    "terms": "Nutzungsbedingungen",
    "privacy": "Datenschutzhinweise",
    "withdrawal": "Widerrufsbelehrung",
}


def move(apps: Any, editor: Any) -> None:
    """Give every text its versions, what is published now in force, and take the texts out of the other table."""
    for place, (kind, title) in enumerate(TITLES.items(), start=1):
        _move_one(apps, kind, title, place * 10)
    apps.get_model("providers", "TextBlock").objects.filter(kind__in=TITLES).delete()
    # The next migration alters the table; whoever runs both in one transaction must have nothing pending.
    editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _move_one(apps: Any, kind: str, title: str, order: int) -> None:
    versions = apps.get_model("terms", "TextVersion").objects
    block = apps.get_model("providers", "TextBlock").objects.filter(kind=kind).first()
    now = hashlib.sha256(block.body.encode()).hexdigest() if block else ""
    if block and not versions.filter(kind=kind, digest=now).exists():
        versions.create(kind=kind, title=title, body=block.body, digest=now, as_of=block.changed_at)
    rows = list(versions.filter(kind=kind).order_by("as_of", "pk"))
    if not rows:
        return
    text = apps.get_model("terms", "LegalText").objects.create(key=kind, kind=kind, title=title, order=order)
    for number, row in enumerate(rows, start=1):
        row.text, row.title, row.name = text, title, f"Fassung {number}"
        row.dated_on = row.in_force_from = row.as_of.astimezone(BERLIN).date()
        row.source, row.made_at, row.published_at = row.body.encode(), row.as_of, row.as_of
        row.state = "published" if row.digest == now else "superseded"
        row.save()


class Migration(migrations.Migration):
    """Data alone."""

    dependencies = [("terms", "0003_texts")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
