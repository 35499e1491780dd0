"""What goes on while something breaks, and how it is counted afterwards: deadlines, mails, files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from django.db import connection
from django.db.models import Q

from quartier.core.audit import queries as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.models import Deadline, DeadlineState
from quartier.core.documents.models import Document, Upload
from quartier.core.inbox import services as inbox
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.tests.sink import Script
from quartier.kit import storage
from quartier.kit.clock import now
from quartier.kit.jobs import enqueue
from quartier.kit.jobs.upkeep import rescue
from quartier.values.actor import SYSTEM
from tests.drills.kinds import DUE, PASSED

_numbers = count(1)
SETTLED = Q(state__in=(MailState.SENT, MailState.FAILED)) | Q(state=MailState.UNCERTAIN, resent=True)


@dataclass
class Deadlines:
    """Deadlines that a drill has opened, every so many with a mail."""

    mail_in: int = 4
    subjects: list[str] = field(default_factory=list)

    def open(self, many: int, due_at: datetime | None = None) -> None:
        """Open some that are due at once or at an instant, and ask the worker to look, as every five minutes."""
        at = now()
        for _ in range(many):
            subject = f"drill.row:{next(_numbers)}"
            deadlines.open_deadline(
                actor=SYSTEM, at=at, kind=DUE, subject=subject, due_at=due_at or at,
                data={"mail": len(self.subjects) % self.mail_in == 0},
            )  # fmt: skip
            self.subjects.append(subject)
        enqueue("deadlines.process")

    @property
    def left(self) -> int:
        """Return how many have not passed."""
        return Deadline.objects.filter(subject__in=self.subjects).exclude(state=DeadlineState.PASSED).count()

    def faults(self) -> tuple[list[str], list[str]]:
        """Return which effects never ran or ran twice."""
        ran = Counter(audit.facts().filter(kind=PASSED, subject__in=self.subjects).values_list("subject", flat=True))
        lost = [f"the effect of {one}" for one in self.subjects if ran[one] == 0]
        open_still = Deadline.objects.filter(subject__in=self.subjects).exclude(state=DeadlineState.PASSED)
        lost += [f"the end of {one.subject} ({one.state})" for one in open_still]
        return lost, [f"the effect of {one}, {times} times" for one, times in ran.items() if times > 1]

    def mails(self) -> Sequence[OutgoingMail]:
        """Return the mails their effects have posted."""
        return list(OutgoingMail.objects.filter(about__in=self.subjects))


def mail_faults(opened: Deadlines, sink: Script) -> tuple[list[str], list[str], str]:
    """Return which mails are lost or doubled, and how many went a second time under their own Message-ID.

    A worker that dies between DATA and the server's answer leaves a mail of which nobody can know whether it arrived.
    It is sent once more with the same Message-ID, by which mail programs know it again; only that counts as once.
    """
    arrived = Counter(str(message["Message-ID"]) for message in sink.messages)
    lost, doubled, again = [], [], 0
    rows = opened.mails()
    asked = {subject for place, subject in enumerate(opened.subjects) if place % opened.mail_in == 0}
    lost += [f"the mail about {subject}" for subject in sorted(asked - {row.about for row in rows})]
    for about, times in Counter(row.about for row in rows).items():
        doubled += [f"the mail about {about}, {times} rows"] * (times > 1)
    for row in rows:
        copies = arrived[row.message_id]
        if copies == 0 and not (row.state == MailState.UNCERTAIN and row.resent):
            lost.append(f"mail {row.pk} ({row.state}), which the server never saw")
        if copies > (2 if row.resent else 1):
            doubled.append(f"mail {row.pk}, {copies} copies")
        again += copies == 2
    uncertain = sum(row.state == MailState.UNCERTAIN for row in rows)
    return lost, doubled, f"{len(rows)} mails, {again} sent again under their Message-ID, {uncertain} uncertain"


def settle_mails() -> None:
    """Let the hours pass in which a lease ends and a second copy is sent; no worker runs meanwhile."""
    for hours in range(1, 8):
        for row in OutgoingMail.objects.exclude(SETTLED):
            inbox.deliver(at=now() + timedelta(hours=hours), mail_id=row.pk)


def rescue_at_once() -> None:
    """Do for a worker that is known to be dead what upkeep does after half a minute, and let its jobs be due now."""
    rescue(timedelta(0))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def under_way() -> bool:
    """Tell whether a worker has taken up a job of the provider."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM public.procrastinate_jobs WHERE status = 'doing' AND queue_name <> 'upkeep')"
        )
        return bool(cursor.fetchone()[0])


def file_faults(sent: Path, answered: Path) -> tuple[list[str], list[str], int]:
    """Return which files lost a byte or were filed twice, and how many were filed."""
    place, rows = storage.here(), list(Document.objects.filter(title__endswith=".txt"))
    lost = [f"bytes of {row.title}" for row in rows if _kept(row, place) != (sent / row.title).read_bytes()]
    doubled = [title for title, times in Counter(row.title for row in rows).items() if times > 1]
    for upload in Upload.objects.all():
        whole = (sent / upload.file_name).read_bytes()
        there = b"".join(_there(upload)) if upload.received else b""
        lost += [f"the first {upload.received} bytes of {upload.file_name}"] * (there != whole[: upload.received])
    known = {row.title for row in rows} | {upload.file_name for upload in Upload.objects.all()}
    lost += [f"{name}, which was promised" for name in answered.read_text().split() if name not in known]
    return lost, doubled, len(rows)


def _kept(row: Document, place: storage.Storage) -> bytes:
    with place.open(row.sha256) as file:
        return file.read()


def _there(upload: Upload) -> Iterator[bytes]:
    with storage.here().content(upload.key) as file:
        yield file.read(upload.received)
