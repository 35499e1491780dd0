"""Erasing what is personal in facts: the bare entry and its seal stay, and the chain still closes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from quartier.core.audit.models import Confirmation, Fact, Origin

# What content looks like once it is erased; the database refuses any other change of a row.
ERASED: Mapping[type, Mapping[str, Any]] = {
    Fact: {"data": {}, "actor_name": "", "behalf_name": "", "salt": None},
    Confirmation: {"values": {}, "salt": None},
}

# The sweep runs hourly; addresses go this much earlier, so that none gets too old even when one run is late.
MARGIN = timedelta(hours=3)


def erase_content(rows: QuerySet[Any], _at: datetime) -> None:
    """Erase details, names and addresses of facts or confirmations; that something happened, when and to whom stays.

    An eraser for `privacy.extension.personal_data`: the erasure is written down by whoever erases.
    """
    if rows.model is Fact:
        Origin.objects.filter(fact__in=rows).delete()
    rows.update(**ERASED[rows.model])


def forget_addresses(*, at: datetime) -> int:
    """Delete the IP addresses whose days are over; returns how many. The facts stay, and the chain still closes."""
    deleted, _by_model = Origin.objects.filter(until__lte=at + MARGIN).delete()
    return deleted
