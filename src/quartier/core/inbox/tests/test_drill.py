"""A drill: workers die at random moments while mail goes out. Nothing is lost, nothing is sent a third time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

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
MAILS = 120
DEATHS = 6
ROUNDS = 30
THREADS = 4


def undelivered() -> int:
    """How many mails are not sent yet."""
    return OutgoingMail.objects.exclude(state=MailState.SENT).count()


def let_time_pass() -> None:
    """Leases and waiting times are over, and the dead are noticed."""
    rescue(timedelta(0))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE alpha.inbox_outgoingmail SET due_at = now() - interval '1 minute'")
        cursor.execute("UPDATE public.procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def run_worker(env: dict[str, str], seconds: float) -> None:
    """Start a worker and kill it after that time at work."""
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=env)
    try:
        with connection.cursor() as cursor:
            seen = 0
            while not seen:
                cursor.execute("SELECT count(*) FROM public.procrastinate_workers")
                seen = cursor.fetchone()[0]
                time.sleep(0.01)
        time.sleep(seconds)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_workers_that_die_at_random_lose_nothing_and_send_no_third_copy(committed_db: None) -> None:
    script = Script(on_content=lambda: time.sleep(0.01))
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
            run_worker(env, chance.uniform(0.05, 0.6))
            let_time_pass()
        rounds = 0
        while undelivered() and rounds < ROUNDS:
            rounds += 1
            run_worker(env, 2)
            let_time_pass()
        states = Counter(OutgoingMail.objects.values_list("state", flat=True))
        wanted = set(OutgoingMail.objects.values_list("message_id", flat=True))
    copies = Counter(str(message["Message-ID"]) for message in script.messages)
    assert states == {MailState.SENT: MAILS}
    assert set(copies) == wanted
    assert max(copies.values()) <= 2
    assert len(script.accepted) - MAILS <= (DEATHS + rounds) * THREADS
