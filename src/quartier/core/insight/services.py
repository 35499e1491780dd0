"""Keeping who of the staff looked at whose data: one statement per page, deleted after the provider's time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from quartier.core.insight.extension import PERSON, Source
from quartier.core.insight.models import Insight
from quartier.core.providers.policies import RetentionPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

LIST = "list"
NAME_LENGTH = PAGE_LENGTH = 120

# Whose the thing is, is looked up in the same statement: a page pays for one, whatever it shows.
NOTE = """
INSERT INTO insight_insight (at, actor_key, actor_name, person, source, thing, page, area, persons)
SELECT %s, %s, %s, '{subject}:' || {person}, %s, %s, %s, {area}, 1
  FROM {table} thing WHERE thing.id = %s AND {person} IS NOT NULL
"""
FORGET = """
DELETE FROM insight_insight
 WHERE at <= %s::timestamptz - make_interval(years => %s, months => %s, weeks => %s, days => %s, hours => %s)
"""


def saw_thing(*, actor: Actor, at: datetime, page: str, source: Source, thing: Any) -> None:
    """Note that somebody opened a thing of a person. A thing that belongs to nobody leaves no row."""
    if not source.table:
        subject = f"{PERSON}:{thing}"
        _note(actor, at, page, person=subject, source=source.parameter, thing=str(thing))
        return
    # What is put into the statement stands in plugs and never comes from a request.
    statement = NOTE.format(subject=PERSON, person=source.person, area=source.area, table=source.table)
    values: list[Any] = [at, actor.key, actor.name[:NAME_LENGTH]]
    values += [source.parameter, str(thing), page[:PAGE_LENGTH], thing]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def saw_list(*, actor: Actor, at: datetime, page: str, persons: int) -> None:
    """Note that somebody was shown a list: one row, with the number of people in it."""
    _note(actor, at, page, source=LIST, persons=persons)


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Delete the rows that are older than the provider's policy allows; returns how many."""
    kept = policy.in_force(RetentionPolicy, day_of(at)).insight_retention
    # Working days are taken for days, minutes for none: rather forgotten too early than too late.
    values: list[Any] = [at, kept.years, kept.months, kept.weeks, kept.days + kept.working_days, kept.hours]
    with connection.cursor() as cursor:
        cursor.execute(FORGET, values)
        return int(cursor.rowcount)


def _note(actor: Actor, at: datetime, page: str, **what: Any) -> None:
    Insight.objects.create(
        at=at, actor_key=actor.key, actor_name=actor.name[:NAME_LENGTH], page=page[:PAGE_LENGTH], **what
    )
