"""Which field a column of the back office's files means: recognised by its name, or as somebody has said before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties.models import IntakeColumn
from quartier.core.parties.services.intake.whitelist import MASTER_DATA, PARTY
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

LEFT_OUT: Final = ""
NEEDED: Final = tuple(field.name for field in PARTY if field.is_required)
SIGNS: Final = re.compile(r"[\W_]+")


class ColumnsMissing(Refused):
    """No column says which customer a row is about, or what they are called."""

    message = _("Say which column holds the customer number and which one the name, and send the file once more.")
    status = 422

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = headings
        super().__init__()


class SaidTwice(Refused):
    """Two columns cannot mean one field."""

    message = _("Two columns stand for the same field. Leave one of them out.")


class UnknownField(Refused):
    """Only permitted fields can be filled."""

    message = _("This field is not on the list of permitted fields.")


def plain(heading: str) -> str:
    """Return a heading without case, spaces and signs: “Kd-Nr.” and “kdnr” are one."""
    return SIGNS.sub("", heading.casefold())[:80]


@cache
def _names() -> Mapping[str, str]:
    """Return the field that each known name of a column means, in the languages of the interface."""
    found: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            for field in MASTER_DATA:
                for name in (field.name, str(field.label), *field.headings):
                    found.setdefault(plain(name), field.name)
    return found


def meanings(headings: Sequence[str]) -> dict[str, str]:
    """Return the field that each heading means, "" for those that nobody knows; what was said before counts."""
    said = {row.heading: row.field for row in IntakeColumn.objects.filter(heading__in=map(plain, headings))}
    names = _names()
    return {heading: said.get(plain(heading), names.get(plain(heading), LEFT_OUT)) for heading in headings if heading}


def agreed(headings: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the field that each heading means, as chosen now or known before.

    Raises UnknownField, SaidTwice, and ColumnsMissing where nobody can tell whom the rows are about.
    """
    found = meanings(headings) | {heading: field for heading, field in chosen.items() if heading in headings}
    fields = [field for field in found.values() if field]
    if any(field not in MASTER_DATA for field in fields):
        raise UnknownField
    if len({*fields}) < len(fields):
        raise SaidTwice
    if not {*NEEDED} <= {*fields}:
        raise ColumnsMissing(headings)
    return found


def remember(found: Mapping[str, str]) -> None:
    """Keep what columns mean for the next file. Called inside the transaction of a file that was received."""
    for heading, field in found.items():
        if not plain(heading):
            continue
        IntakeColumn.objects.update_or_create(heading=plain(heading), defaults={"field": field, "shown": heading[:80]})


@transaction.atomic
def forget_columns(*, actor: Actor, at: datetime) -> int:
    """Forget what columns mean, so that the next file is recognised anew; returns how many were known."""
    count, _rows = IntakeColumn.objects.all().delete()
    audit.record(actor=actor, at=at, kind="intake.columns_forgotten", subject="parties.intake:*", data={"rows": count})
    return count
