"""The database goes away under load, in good order and by kill -9: what was answered is there, all come back alone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from urllib.parse import urlencode, urljoin

from django.db import connections
from django_tenants.utils import schema_context

from quartier.config.demo.seed import PASSWORD
from quartier.config.smoke.client import Answer, Visitor
from quartier.config.smoke.running import free_port
from quartier.core.providers.models import Notice
from tests.drills.load import Deadlines, mail_faults, settle_mails
from tests.drills.outcome import Outcome
from tests.drills.place import SCHEMA, Place, until

HOST = f"{SCHEMA}.localhost"
PAGE = f"{HOST}/buero/hinweise/"
BROWSERS = 3
DEADLINES = 60
READY_LIMIT_S = 120.0
# A job whose worker lost the database is rescued after half a minute, and tried again after another while.
BACK_LIMIT_S = 240.0
FAR_AWAY = "1.1.2090, 08:00"


@dataclass
class Browsers:
    """Staff who announce one notice after the other and remember which ones were accepted."""

    port: int
    accepted: list[str] = field(default_factory=list)
    refused: int = 0
    latest: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let all work until the block ends."""
        threads = [threading.Thread(target=self._work, args=self._logged_in()) for _ in range(BROWSERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _work(self, visitor: Visitor, page: Answer) -> None:
        while not self._stop.is_set():
            title = f"Drill {next(self._names)}"
            try:
                answer = self._announce(visitor, page, title)
            except OSError:
                self.refused += 1
                time.sleep(0.05)
                continue
            if answer.status == HTTPStatus.FOUND:
                self.accepted.append(title)
                self.latest = time.monotonic()
            else:
                self.refused += 1
                time.sleep(0.05)

    def _logged_in(self) -> tuple[Visitor, Answer]:
        visitor = Visitor(self.port)
        login = visitor.get(f"{HOST}/anmelden/")
        form = login.form_with("login", "password")
        visitor.submit(login, form, login=f"leitung@{SCHEMA}.example", password=PASSWORD)
        return visitor, visitor.get(PAGE)

    @staticmethod
    def _announce(visitor: Visitor, page: Answer, title: str) -> Answer:
        form = page.form_with("title", "starts_at")
        values = {**form.values, "kind": "news", "title": title, "body": "", "starts_at": FAR_AWAY, "ends_at": ""}
        where = urljoin(page.url, form.action or page.url)
        return visitor._request("POST", where, urlencode(values).encode(), page.url)


@contextmanager
def serving(place: Place, port: int) -> Iterator[None]:
    """Run web server and worker as in production until the block ends."""
    with (place.home / "serve.log").open("ab") as log:
        words, env = [sys.executable, "-m", "tests.drills.serve"], place.environment(QUARTIER_PORT=str(port))
        process = subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            if not until(lambda: _is_ready(port), READY_LIMIT_S, 0.1):
                raise RuntimeError(f"The web server did not start; see {log.name}")
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def _is_ready(port: int) -> bool:
    try:
        return Visitor(port).get(f"{HOST}/health/ready").status == HTTPStatus.OK
    except OSError:
        return False


def restarts(place: Place, rounds: int, chance: random.Random) -> Outcome:
    """Stop and start the database in each round while staff and worker are at work; every second time by kill -9."""
    begun, opened, back = time.monotonic(), Deadlines(), []
    browsers = Browsers(free_port())
    with serving(place, browsers.port), browsers.at_work():
        until(lambda: bool(browsers.accepted), READY_LIMIT_S, 0.1)
        for number in range(rounds):
            with schema_context(SCHEMA):
                opened.open(DEADLINES)
            connections.close_all()
            time.sleep(0.3 + chance.random())
            back.append(_restart(place, browsers, by_force=number % 2 == 0))
        lost = _worker_comes_back(opened)
    with schema_context(SCHEMA):
        settle_mails()
        no_effect, two_effects = opened.faults()
        no_mail, two_mails, words = mail_faults(opened, place.mails)
        there = set(Notice.objects.values_list("title", flat=True))
    lost += [f"{title}, which was answered" for title in browsers.accepted if title not in there]
    note = (
        f"{len(browsers.accepted)} answers kept, {browsers.refused} refused meanwhile; accepted again after "
        f"{sorted(back)[len(back) // 2]:.1f} s (median); {len(opened.subjects)} deadlines, {words}"
    )
    return Outcome("database restarts under load", rounds, [*lost, *no_effect, *no_mail], [*two_effects, *two_mails],
                   time.monotonic() - begun, note)  # fmt: skip


def _restart(place: Place, browsers: Browsers, *, by_force: bool) -> float:
    """Take the database away and bring it back; return how long nothing was accepted."""
    before = time.monotonic()
    number = place.server.process_id()
    if by_force and number:
        os.kill(number, signal.SIGKILL)
    else:
        place.server.stop()
    place.server.start()
    restarted = time.monotonic()
    if not until(lambda: browsers.latest > restarted, READY_LIMIT_S, 0.02):
        raise RuntimeError("The web server does not come back.")
    return browsers.latest - before


def _worker_comes_back(opened: Deadlines) -> list[str]:
    """Return what the worker did not finish by itself after the last restart."""

    with schema_context(SCHEMA):
        done = until(lambda: opened.left == 0, BACK_LIMIT_S, 0.5)
        return [] if done else [f"{opened.left} deadlines that no worker took up again"]
