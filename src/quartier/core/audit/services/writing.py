"""Writing facts. Called by every service, inside its transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import rules
from quartier.core.audit.extension import adverse_facts, fact_labels
from quartier.core.audit.models import Confirmation
from quartier.kit.errors import Refused
from quartier.values.actor import Actor, Represented

NAME_LENGTH = 120
SALT_BYTES = 16
NOBODY_ELSE = Represented("", "")

# Plain SQL, because every service pays for it: half of what the same row costs through the model.
INSERT = """
INSERT INTO audit_fact
       (at, kind, subject, actor_kind, actor_key, actor_name, via, behalf, behalf_name, data, origin_hash)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
INSERT_MANY = """
INSERT INTO audit_fact
       (at, kind, subject, actor_kind, actor_key, actor_name, via, behalf, behalf_name, data)
SELECT %s, value->>'kind', value->>'subject', %s, %s, %s, %s, %s, %s, value->'data'
  FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS happenings(value, place) ORDER BY place
"""
WITH_ORIGIN = f"""
WITH fact AS ({INSERT} RETURNING id)
INSERT INTO audit_origin (fact_id, ip, salt, until) SELECT id, %s, %s, %s FROM fact
"""  # noqa: S608 – both statements are ours


class PersonNeeded(Refused):
    """A decision against somebody was about to be taken by a program, or by nobody who can be named (SBV-98)."""

    message = _("A decision with consequences for somebody is made by a person with a name, never by a program alone.")


@dataclass(frozen=True, slots=True)
class Happening:
    """One of many facts that are written together: what happened to whom."""

    kind: str
    subject: str
    data: Mapping[str, Any]


def record_many(*, actor: Actor, at: datetime, happenings: Sequence[Happening]) -> None:
    """Write the facts of a batch in the order given, in one statement; each is sealed like every other fact.

    Raises what `record` raises; an actor whose address is kept has each fact written by itself.
    """
    if actor.address is not None:
        for one in happenings:
            record(actor=actor, at=at, kind=one.kind, subject=one.subject, data=one.data)
        return
    for kind in {one.kind for one in happenings}:
        _refuse(actor, kind)
    behalf = actor.behalf or NOBODY_ELSE
    who = (str(actor.kind), actor.key, actor.name[:NAME_LENGTH], str(actor.way), behalf.subject)
    told = json.dumps([{"kind": one.kind, "subject": one.subject, "data": dict(one.data)} for one in happenings])
    with connection.cursor() as cursor:
        cursor.execute(INSERT_MANY, [at, *who, behalf.name[:NAME_LENGTH], told])


def _refuse(actor: Actor, kind: str) -> None:
    """Refuse unknown kinds, and adverse ones that no named person answers for."""
    fact_labels[kind]
    if kind in adverse_facts and not actor.is_named_person:
        raise PersonNeeded


def record(*, actor: Actor, at: datetime, kind: str, subject: str, data: Mapping[str, Any] | None = None) -> None:
    """Write one fact in the caller's transaction; `data` must be JSON-able and free of secrets.

    `kind` must be registered (`audit.extension.fact`), so that people can read every line of the protocol. Raises
    PersonNeeded for an adverse one that no named person answers for: the whole service is undone then.
    """
    _refuse(actor, kind)
    behalf, address = actor.behalf or NOBODY_ELSE, actor.address
    values: list[Any] = [
        at, kind, subject, str(actor.kind), actor.key, actor.name[:NAME_LENGTH],
        str(actor.way), behalf.subject, behalf.name[:NAME_LENGTH], json.dumps(dict(data or {})),
    ]  # fmt: skip
    if address is None:
        statement, values = INSERT, [*values, None]
    else:
        salt = secrets.token_bytes(SALT_BYTES)
        statement = WITH_ORIGIN
        values += [rules.origin_hash(salt, address.ip), address.ip, salt, address.until]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def keep_confirmation(*, actor: Actor, at: datetime, form: str, subject: str, values: Mapping[str, str]) -> None:
    """Store the values that somebody saw in the check step and confirmed as complete and correct (DWG-46)."""
    Confirmation.objects.create(
        form=form, subject=subject, values=dict(values), confirmed_at=at, actor_kind=actor.kind, actor_key=actor.key
    )
