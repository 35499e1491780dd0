"""The life of a project page: open, publish, withdraw."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.providers.services import touch
from quartier.kit.errors import Refused
from quartier.modules.lettings.models import Equipment, Flat, House, Project, UnitGroup
from quartier.values.actor import Actor

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY_LENGTH = 40
RESERVED = {"neu"}


class KeyTaken(Refused):
    """A project stands under this address."""

    message = _("There is already a project with this address.")
    field = "key"


class KeyNotPlain(Refused):
    """The key cannot stand in an address."""

    message = _("Use up to 40 small letters, digits and single hyphens, and not the word neu.")
    field = "key"


class NothingToShow(Refused):
    """An empty page helps nobody."""

    message = _("List the flats first; an empty page helps nobody.")


class AlreadyPublished(Refused):
    """It is public."""

    message = _("This project is published already.")


class NotPublished(Refused):
    """It is a draft."""

    message = _("This project is not published.")


@transaction.atomic
def open_project(
    *,
    actor: Actor,
    at: datetime,
    values: Mapping[str, Any],
    houses: Sequence[Mapping[str, Any]],
    groups: Sequence[Mapping[str, Any]] = (),
    equipment: Sequence[Mapping[str, Any]] = (),
) -> Project:
    """Open a project as a draft, with its houses, unit groups and equipment. Raises KeyNotPlain, KeyTaken.

    A house names its group by `group`; the order of all three is the order given.
    """
    key = values["key"]
    if not KEY.fullmatch(key) or len(key) > KEY_LENGTH or key in RESERVED:
        raise KeyNotPlain
    if Project.objects.filter(key=key).exists():
        raise KeyTaken
    project = Project.objects.create(**values, opened_at=at)
    rows = UnitGroup.objects.bulk_create(
        UnitGroup(project=project, order=place, **group) for place, group in enumerate(groups)
    )
    by_key = {row.key: row for row in rows}
    House.objects.bulk_create(
        House(project=project, order=place, **{**house, "group": by_key.get(house.get("group", ""))})
        for place, house in enumerate(houses)
    )
    Equipment.objects.bulk_create(
        Equipment(project=project, order=place, **item) for place, item in enumerate(equipment)
    )
    _record(actor, at, "project.opened", project, {"name": project.name, "houses": [h["key"] for h in houses]})
    return project


@transaction.atomic
def publish_project(*, actor: Actor, at: datetime, project: str) -> Project:
    """Show a project to everybody (SBV-01). Raises NothingToShow, AlreadyPublished."""
    row = Project.objects.select_for_update().get(key=project)
    if row.published_at is not None:
        raise AlreadyPublished
    if not Flat.objects.filter(house__project=row).exists():
        raise NothingToShow
    return _publish(actor, at, row, at)


@transaction.atomic
def withdraw_project(*, actor: Actor, at: datetime, project: str) -> Project:
    """Take a project back into the draft; its flats stay. Raises NotPublished."""
    row = Project.objects.select_for_update().get(key=project)
    if row.published_at is None:
        raise NotPublished
    return _publish(actor, at, row, None)


def note_export(*, actor: Actor, at: datetime, rows: int) -> None:
    """Record that somebody took the flat list of the office as a file."""
    audit.record(actor=actor, at=at, kind="flats.exported", subject="lettings.flat:*", data={"rows": rows})


def _publish(actor: Actor, at: datetime, row: Project, published_at: datetime | None) -> Project:
    row.published_at = published_at
    row.save(update_fields=["published_at"])
    _record(actor, at, "project.published" if published_at else "project.withdrawn", row, {"name": row.name})
    return row


def _record(actor: Actor, at: datetime, kind: str, project: Project, data: Mapping[str, Any]) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=f"lettings.project:{project.key}", data=data)
    touch()
