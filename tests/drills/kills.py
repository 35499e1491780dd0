"""kill -9 of workers and senders at random points, a clock that jumps back, and many workers on one row."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import timedelta
from itertools import cycle

from django.db import connection
from django_tenants.utils import schema_context

from quartier.core.audit import queries as audit
from quartier.core.backups import services as backups
from quartier.core.backups.models import BackupPlan, BackupRun
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.models import Deadline
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.kit.clock import now
from quartier.values.actor import SYSTEM
from tests.drills.kinds import PASSED
from tests.drills.load import (
    Deadlines,
    file_faults,
    mail_faults,
    rescue_at_once,
    settle_mails,
    under_way,
)
from tests.drills.outcome import Outcome
from tests.drills.place import SCHEMA, Place, until

AT_ONCE = 24
LONGEST_WORK_S = 0.3
START_LIMIT_S = 30.0
SETTLE_LIMIT_S = 60.0
SENDER_EVERY = 3
RACERS = 6


def kills(place: Place, rounds: int, chance: random.Random) -> Outcome:
    """Kill the worker in each round at a random point of its work, and every third time the sender of files too."""
    begun, sent, answered = time.monotonic(), place.home / "sent", place.home / "answered"
    sent.mkdir()
    opened = Deadlines()
    with schema_context(SCHEMA):
        sender, deaths = place.begin("send", SCHEMA, sent, answered), 0
        for number in range(rounds):
            opened.open(AT_ONCE)
            worker = place.begin("work")
            until(under_way, START_LIMIT_S, 0.01)
            time.sleep(chance.random() * LONGEST_WORK_S)
            place.kill(worker)
            deaths += 1
            if number % SENDER_EVERY == 0:
                place.kill(sender)
                deaths += 1
                sender = place.begin("send", SCHEMA, sent, answered)
            rescue_at_once()
        place.kill(sender)
        _settle(place, opened)
        lost, doubled = opened.faults()
        no_mail, two_mails, words = mail_faults(opened, place.mails)
        no_file, two_files, files = file_faults(sent, answered)
    note = f"{deaths} deaths; {len(opened.subjects)} deadlines, {words}, {files} files"
    return Outcome(
        "kill -9 while deadlines, mails and uploads run", rounds, [*lost, *no_mail, *no_file],
        [*doubled, *two_mails, *two_files], time.monotonic() - begun, note,
    )  # fmt: skip


def _settle(place: Place, opened: Deadlines) -> None:
    """Let one worker finish in peace what is left; then let the hours pass that uncertain mails need."""
    opened.open(1)
    worker = place.begin("work")
    until(lambda: opened.left == 0 and not _mail_waits(), SETTLE_LIMIT_S, 0.2)
    os.kill(worker, signal.SIGTERM)
    place.ended(worker, 0)
    settle_mails()


def _mail_waits() -> bool:
    """Tell whether a mail waits for its first try."""
    return OutgoingMail.objects.filter(state=MailState.QUEUED, attempts=0).exists()


def clock(place: Place, rounds: int, chance: random.Random) -> Outcome:
    """Turn the worker's clock back by an hour while deadlines fall due, and put it right again."""
    begun, opened, early = time.monotonic(), Deadlines(), []
    with schema_context(SCHEMA):
        worker = place.begin("work")
        for _ in range(rounds):
            jump = now() + timedelta(seconds=1 + chance.random())
            for _ in range(AT_ONCE):
                opened.open(1, due_at=now() + timedelta(seconds=2 * chance.random()))
            _ask_until(jump)
            os.kill(worker, signal.SIGUSR1)
            _ask_until(jump + timedelta(seconds=1.5))
            os.kill(worker, signal.SIGUSR2)
            _ask_until(jump + timedelta(seconds=2))
            early += _too_early(opened)
        until(lambda: _asked(opened), SETTLE_LIMIT_S, 0.5)
        os.kill(worker, signal.SIGTERM)
        place.ended(worker, 0)
        settle_mails()
        lost, doubled = opened.faults()
        no_mail, two_mails, words = mail_faults(opened, place.mails)
    note = f"{len(opened.subjects)} deadlines, {words}; the product's clock in the worker, not the machine's"
    return Outcome("clock jumps back an hour", rounds, [*lost, *no_mail, *early], [*doubled, *two_mails],
                   time.monotonic() - begun, note)  # fmt: skip


def _asked(opened: Deadlines) -> bool:
    """Ask the worker to look at deadlines once more and tell whether all have passed."""
    opened.open(0)
    return opened.left == 0 and not _mail_waits()


def _ask_until(moment: object) -> None:
    while now() < moment:  # type: ignore[operator]
        Deadlines().open(0)
        time.sleep(0.2)


def _too_early(opened: Deadlines) -> list[str]:
    """Return the deadlines that passed before their time by the right clock."""
    passed = audit.facts().filter(kind=PASSED, subject__in=opened.subjects).values_list("subject", flat=True)
    return [f"time before {one.subject}" for one in Deadline.objects.filter(subject__in=passed, due_at__gt=now())]


def races(place: Place, rounds: int, chance: random.Random) -> Outcome:
    """Let several workers do the same deadline, the same mail, the same backup at the same moment."""
    begun, opened, lost, doubled = time.monotonic(), Deadlines(mail_in=1), [], []
    with schema_context(SCHEMA):
        for number, what in zip(range(rounds), cycle(("deadline", "mail", "backup")), strict=False):
            row, start = _row(what, opened), place.home / f"start-{number}"
            racers = [place.begin("race", SCHEMA, what, row, start) for _ in range(RACERS)]
            time.sleep(0.2 + chance.random() / 5)
            start.touch()
            for racer in racers:
                place.ended(racer, 0)
            if what == "backup":
                runs = BackupRun.objects.filter(pk=row)
                lost += [f"backup {row}"] * (not runs.filter(state="done").exists())
                made = audit.facts().filter(kind="backups.made", data__run=row).count()
                doubled += [f"backup {row}, {made} times"] * (made > 1)
        settle_mails()
        no_effect, two_effects = opened.faults()
        no_mail, two_mails, words = mail_faults(opened, place.mails)
        sent_again = OutgoingMail.objects.filter(about__in=opened.subjects, resent=True).count()
        doubled += ["a mail that nobody had to send again"] * sent_again + two_effects + two_mails
    note = f"{RACERS} processes each time; {words}"
    return Outcome("two workers on one row", rounds, [*lost, *no_effect, *no_mail], doubled,
                   time.monotonic() - begun, note)  # fmt: skip


def _row(what: str, opened: Deadlines) -> int:
    """Return a row to race for: what only one of all may do."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.procrastinate_jobs")
    if what == "backup":
        return _backup_run()
    opened.open(1)
    if what == "mail":
        deadlines.process(at=now())
        return int(opened.mails()[-1].pk)
    return 0


def _backup_run() -> int:
    """Return a backup that waits for its turn."""
    plan = BackupPlan.objects.first()
    assert plan is not None, "the demo brings one"
    return int(backups.start_now(actor=SYSTEM, at=now(), plan_id=plan.pk).pk)
