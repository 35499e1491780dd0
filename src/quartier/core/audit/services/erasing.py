"""Erasing what is personal in facts: the bare entry and its seal stay, and the chain still closes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.audit.models import Confirmation, Fact

# What content looks like once it is erased; the database refuses any other change of a row.
ERASED: Mapping[type, Mapping[str, Any]] = {
    Fact: {"data": {}, "actor_name": "", "salt": None},
    Confirmation: {"values": {}, "salt": None},
}


def erase_content(rows: QuerySet[Any], _at: datetime) -> None:
    """Erase details and names of facts or confirmations; that something happened, when and to whom stays.

    An eraser for `privacy.extension.personal_data`: the erasure is written down by whoever erases.
    """
    rows.update(**ERASED[rows.model])
