"""How long the protocol is evidence: claims are barred ten years after they arose at the latest (§ 199(4) BGB)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.privacy.extension.personal import Narrowing
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

YEARS = 10


def outlived(moment: str) -> Narrowing:
    """Narrow facts or confirmations to those that still have content and are no evidence any more.

    `moment` is the field that says when it happened. The year counts to its end, as limitation does.
    """

    def narrowed(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
        first = datetime(day_of(at).year - YEARS, 1, 1, tzinfo=BERLIN)
        return rows.filter(**{f"{moment}__lt": first, "salt__isnull": False})

    return narrowed
