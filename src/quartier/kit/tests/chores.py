"""Tasks for the tests of the queue. Each leaves a line that says in which schema it ran."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection, transaction

from quartier.kit import clock
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue, task

TABLE = "CREATE TABLE public.chore (id serial PRIMARY KEY, schema text, word text)"


def leave(word: str) -> None:
    """Write one line."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO public.chore (schema, word) VALUES (current_schema(), %s)", [word])


@task(queue="chores")
def touch(word: str) -> None:
    """Leave one line."""
    leave(word)


@task(queue="chores", attempts=3)
def fail(word: str) -> None:
    """Leave a line, then fail with a value that nobody may read."""
    leave(word)
    raise RuntimeError("secret value of mara@emscher.example")


@task(queue="chores")
def refuse(word: str) -> None:
    """Refuse: trying again does not help."""
    leave(word)
    raise Refused("This number is taken.")


@task(queue="chores", attempts=3)
def dawdle(word: str) -> None:
    """Leave a line and take very long."""
    leave(word)
    time.sleep(600)


@task(queue="chores")
def pass_on(word: str, fails: bool) -> None:
    """Enqueue another chore in a transaction of its own, which may be rolled back."""
    leave(word)
    try:
        with transaction.atomic():
            enqueue(touch, word=f"{word}, passed on")
            if fails:
                raise LookupError
    except LookupError:
        leave(f"{word}, rolled back")


@task(queue="chores", when_stopped=True)
def go_on(word: str) -> None:
    """Leave one line, for a stopped provider too."""
    leave(word)


@task(queue="chores")
def call_twin(word: str) -> None:
    """Enqueue a job with this job's own queueing lock for later, then fail."""
    enqueue(touch, word=word, queueing_lock="twin", at=clock.now() + timedelta(hours=1))
    raise RuntimeError
