"""The ledger of erasures: a file per schema beside the database, so that a restore cannot bring erased people back.

A line holds numbers, a company's key and a moment, nothing else about the person. It is written by a job that
commits with the erasure: no erasure without its line, no line without its erasure.
"""

from __future__ import annotations

import fcntl
import json
import os
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from quartier.core.privacy.extension import Subject
from quartier.core.privacy.queries import Controller
from quartier.kit.jobs import enqueue
from quartier.kit.schemas import current_schema


def keep_in_ledger(*, at: datetime, subject: Subject, controller: Controller, whole: bool) -> None:
    """Ask for the line of an erasure, in its transaction; `whole` unless something had to be kept."""
    number = int(subject.key.rpartition(":")[2])
    enqueue(
        "privacy.note_erasure", line=uuid4().hex, number=number, controller=controller.key, erased_at=at.isoformat(),
        whole=whole,
    )  # fmt: skip


def note_erasure(*, line: str, number: int, controller: str, erased_at: str, whole: bool) -> None:
    """Write a line, on the disk itself before this returns; one that stands there already is not written twice."""
    path = ledger_of(current_schema())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    entry = {"line": line, "number": number, "controller": controller, "erased_at": erased_at, "whole": whole}
    said = json.dumps(entry)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        written = file.read()
        if said in written.splitlines():
            return
        # A line that broke off, when the disk was full or the power went, never counted: its job writes it again.
        file.truncate(written.rfind("\n") + 1)
        file.write(said + "\n")
        file.flush()
        os.fsync(file.fileno())


def ledger_of(schema: str) -> Path:
    """Return the file of a schema."""
    return Path(settings.ERASURE_LEDGER) / f"{schema}.jsonl"
