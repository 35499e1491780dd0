"""A drill: workers die at random moments while mail goes out. Nothing is lost, nothing is sent a third time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django_tenants.utils import schema_context

from quartier.core.inbox import services
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.tests.letters import Reading
from quartier.core.inbox.tests.sink import Script, smtp_server
from quartier.kit.jobs.upkeep import rescue
from quartier.values.actor import SYSTEM

AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
WORKER = "import sys, django; django.setup(); from quartier.kit.jobs import run_worker; sys.exit(run_worker([]))"
MAILS = 50
DEATHS = 4
THREADS = 4


def undelivered() -> int:
    """How many mails are not sent yet."""
    return OutgoingMail.objects.exclude(state=MailState.SENT).count()


def let_time_pass() -> None:
    """Waiting times are over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def bury() -> None:
    """The dead are noticed, and their leases are over."""
    rescue(timedelta(0))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE alpha.inbox_outgoingmail SET due_at = now() - interval '1 minute'")
    let_time_pass()


def is_at_work() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.procrastinate_workers")
        return bool(cursor.fetchone()[0])


@contextmanager
def worker(env: dict[str, str]) -> Iterator[None]:
    """A worker at work, which is killed in the end."""
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=env)
    try:
        while not is_at_work():
            time.sleep(0.01)
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.mark.timeout(300)
def test_workers_that_die_at_random_lose_nothing_and_send_no_third_copy(committed_db: None) -> None:
    script = Script(on_content=lambda: time.sleep(0.02))
    chance = random.Random(7)
    with smtp_server(script) as way, schema_context("alpha"):
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "QUARTIER_SMTP_URL": f"smtp://localhost:{way.port}?tls=off",
        }
        for number in range(MAILS):
            services.post(actor=SYSTEM, at=AT, mail=Reading(), to=f"person{number}@lindqvist.example")
        for _death in range(DEATHS):
            with worker(env):
                time.sleep(chance.uniform(0.1, 0.7))
            bury()
        with worker(env):
            until = time.monotonic() + 60
            while undelivered() and time.monotonic() < until:
                let_time_pass()
                time.sleep(0.5)
        states = Counter(OutgoingMail.objects.values_list("state", flat=True))
        wanted = set(OutgoingMail.objects.values_list("message_id", flat=True))
    copies = Counter(str(message["Message-ID"]) for message in script.messages)
    assert states == {MailState.SENT: MAILS}
    assert set(copies) == wanted
    assert max(copies.values()) <= 2
    assert len(script.accepted) - MAILS <= DEATHS * THREADS
