"""Keeping the request log: collected in memory, written in batches beside the requests (ADR 0007)."""

from __future__ import annotations

import atexit
import logging
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import Error, connection, transaction
from django.urls import Resolver404, resolve
from django_tenants.utils import schema_context

from quartier.core.privacy import rules
from quartier.core.privacy.models import RequestRecord
from quartier.kit import clock

log = logging.getLogger(__name__)

BATCH = 200
INTERVAL_SECONDS = 0.8
CAPACITY = 20_000


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as the middleware saw it. Lives in memory for a second; only what `_record` keeps is written."""

    schema: str
    at: datetime
    ip: str | None
    user_agent: str
    referrer: str
    host: str
    path: str
    location: str
    size: int
    urlconf: str
    counted_as: str = ""


class LogWriter:
    """Takes visits at once and writes them at most a second later, from a thread with a connection of its own.

    A request never waits for the log and never fails because of it: when the database is away or too many visits
    arrive, the oldest are dropped and the number of lost ones is reported.
    """

    def __init__(self, *, threaded: bool = True, capacity: int = CAPACITY) -> None:
        self.threaded = threaded
        self._visits: deque[Visit] = deque(maxlen=capacity)
        self._wake = threading.Event()
        self._starting = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def put(self, visit: Visit) -> None:
        """Remember a visit; returns at once."""
        self._visits.append(visit)
        if self.threaded:
            if self._thread is None or not self._thread.is_alive():
                self._start()
            if len(self._visits) >= BATCH:
                self._wake.set()

    def flush(self) -> int:
        """Write everything collected so far over this thread's connection; returns how many rows were written."""
        written = 0
        with self._writing:
            while batch := self._take():
                written += _write(batch)
        return written

    def close(self) -> None:
        """Stop the thread after it has written what is left."""
        self._stopped = True
        self._wake.set()
        thread = self._thread
        if thread is not None and thread.is_alive():
            thread.join(timeout=5)

    def _take(self) -> list[Visit]:
        batch: list[Visit] = []
        while len(batch) < BATCH:
            try:
                batch.append(self._visits.popleft())
            except IndexError:
                break
        return batch

    def _start(self) -> None:
        with self._starting:
            if self._stopped or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._run, name="request-log", daemon=True)
            self._thread.start()
            # A web worker made by fork leaves without atexit, one made by spawn with it.
            Finalize(self, self.close, exitpriority=10)
            atexit.register(self.close)

    def _run(self) -> None:
        while not self._stopped:
            self._wake.wait(INTERVAL_SECONDS)
            self._wake.clear()
            self._flush_and_survive()
        self._flush_and_survive()
        connection.close()

    def _flush_and_survive(self) -> None:
        try:
            self.flush()
        except Exception:
            log.exception("The request log could not be written.")
            connection.close()


def _write(batch: Iterable[Visit]) -> int:
    """Write visits schema by schema; one that cannot be written (deleted provider) costs only its own rows."""
    by_schema: dict[str, list[Visit]] = defaultdict(list)
    for visit in batch:
        by_schema[visit.schema].append(visit)
    written = 0
    for schema, visits in by_schema.items():
        try:
            with schema_context(schema), transaction.atomic():
                RequestRecord.objects.bulk_create([_record(visit) for visit in visits])
                _count(visits)
        except Error as error:
            log.warning("The request log lost %d rows of %s: %s", len(visits), schema, type(error).__name__)
            if not connection.in_atomic_block:
                connection.close()
        else:
            written += len(visits)
    return written


COUNT = """
INSERT INTO privacy_pagecount (day, page, views) SELECT * FROM unnest(%s::date[], %s::text[], %s::int[])
ON CONFLICT (day, page) DO UPDATE SET views = privacy_pagecount.views + excluded.views
"""


def _count(visits: Iterable[Visit]) -> None:
    """Add the anonymous counts; in one order, so that two processes never wait for each other in a circle."""
    counts: Counter[tuple[date, str]] = Counter((clock.day_of(v.at), v.counted_as) for v in visits if v.counted_as)
    if not counts:
        return
    rows = sorted((day, page, views) for (day, page), views in counts.items())
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [list(column) for column in zip(*rows, strict=True)])


def _record(visit: Visit) -> RequestRecord:
    """Return the row of a visit: the fields of SBV-64 and nothing else."""
    browser, system = rules.browser_and_system(visit.user_agent)
    return RequestRecord(
        at=visit.at,
        ip=visit.ip,
        browser=browser,
        system=system,
        referrer=_address(visit.referrer, visit),
        target=_address(visit.location, visit),
        page=_page(visit.path, visit.urlconf),
        size=visit.size,
    )


def _address(url: str, visit: Visit) -> str:
    """Return a referrer or target without query; secrets in our own paths are masked like those of pages."""
    if url.startswith("/") and not url.startswith("//"):
        return _page(url.partition("?")[0].partition("#")[0], visit.urlconf)
    parts = rules.split_address(url)
    if parts is None:
        return ""
    origin, host, path = parts
    known = _page(path, visit.urlconf) if host == visit.host else rules.masked_unknown(path)
    return rules.plain(origin + known)


def _page(path: str, urlconf: str) -> str:
    """Return a path of ours with its secrets masked; one that leads nowhere shows nothing that may be a token."""
    for candidate in (path, f"{path}/"):
        try:
            match = resolve(candidate, urlconf)
        except Resolver404:
            continue
        return rules.plain(rules.masked(path, match.kwargs, getattr(match.func, "secret_path", ())))
    return rules.plain(rules.masked_unknown(path))


writer = LogWriter(threaded=not settings.TESTING)
