"""A disk that is full: upload, print file, a customer's copy and backup are refused, and nothing half is left."""

from __future__ import annotations

import errno
import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django_tenants.utils import schema_context

from quartier.core.backups import services as backups
from quartier.core.backups.models import BackupPlan, RunState
from quartier.core.documents import services as documents
from quartier.core.documents.models import Upload
from quartier.core.letters import services as letters
from quartier.core.letters.tests.post import written
from quartier.core.parties.models import Party
from quartier.core.providers.models import LegalEntity
from quartier.kit.clock import now
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM
from tests.drills.outcome import Outcome
from tests.drills.place import SCHEMA, Place

MEGABYTE = 1_000_000
FULL = "No space left on device"


class NotHere(Exception):
    """This account may not make a small disk."""


@contextmanager
def small_disk(at: Path) -> Iterator[Path]:
    """Mount a disk of eight megabytes. Raises NotHere."""
    at.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", str(at)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise NotHere(f"no disk could be mounted: {done.stderr.strip() or 'not allowed'}")
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no room at all on a disk while the block runs."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    try:
        yield
    finally:
        ballast.unlink()


def full(place: Place, rounds: int, _chance: random.Random) -> Outcome:
    """Fill a real disk, as far as this account may mount one, and try all that writes."""
    begun, lost = time.monotonic(), []
    fault = "disk full during upload, PDF batch and backup"
    try:
        with small_disk(place.home / "small") as disk, schema_context(SCHEMA):
            for _ in range(rounds):
                for drill in (_upload, _pdf_batch, _copy, _backup):
                    lost += drill(place, disk)
                    lost += [f"half of something: {name}" for name in _left(disk)]
    except NotHere as reason:
        return Outcome(fault, skipped=str(reason))
    return Outcome(fault, rounds, lost, (), time.monotonic() - begun, "a tmpfs of 8 MB, filled to the last byte")


def _left(disk: Path) -> Sequence[str]:
    return [str(path.relative_to(disk)) for path in disk.rglob("*") if path.is_file()]


@contextmanager
def _setting(name: str, value: Any) -> Iterator[None]:
    before = getattr(settings, name)
    setattr(settings, name, value)
    try:
        yield
    finally:
        setattr(settings, name, before)


def _upload(_place: Place, disk: Path) -> list[str]:
    """Send twelve megabytes where eight fit, then one that fits."""
    owner, faults = Party.objects.filter(user__isnull=False).order_by("pk")[0].user, []
    count = Upload.objects.count()
    sent: dict[str, Any] = {"at": now(), "owner": owner, "file_name": "gross.txt"}
    with _setting("MEDIA_ROOT", disk / "files"):
        try:
            documents.receive(**sent, size=12 * MEGABYTE, blocks=(b"x" * MEGABYTE for _ in range(12)))
            faults.append("the sentence that there is no room for a file")
        except Refused as refusal:
            faults += [f"the right status, {refusal.status} came"] * (refusal.status != 507)
        if Upload.objects.count() != count or _left(disk):
            faults.append("the state before the file came")
        row = documents.receive(**sent, size=MEGABYTE, blocks=[b"x" * MEGABYTE])
        faults += ["a file for which there is room again"] * (not row.is_complete)
        documents.discard(upload=row)
    return faults


def _pdf_batch(_place: Place, disk: Path) -> list[str]:
    """Make the file for the printer of three letters on the full disk, then with room."""
    company, faults = LegalEntity.objects.order_by("pk")[0], []
    party = Party.objects.filter(relationships__legal_entity=company).order_by("pk")[0]
    for number in range(3):
        written(company, party, about=f"Ablesung {number}")
    batch = letters.gather(actor=SYSTEM, at=now(), entity_id=company.pk)
    with _setting("WORK_DIR", disk / "work"):
        with filled(disk):
            try:
                letters.make_file(at=now(), batch_id=batch.pk)
                faults.append("the word that a file for the printer was not made")
            except letters.FileNotMade:
                batch.refresh_from_db()
            if batch.file is not None or batch.fault_at is None or [one for one in _left(disk) if one != "ballast"]:
                faults.append("a batch without a file on a clean disk")
        letters.make_file(at=now(), batch_id=batch.pk)
        batch.refresh_from_db()
        faults += ["a file for the printer with room"] * (batch.file is None or batch.fault_at is not None)
    return faults


def _copy(_place: Place, disk: Path) -> list[str]:
    """Make the agreed backup of a customer on the full disk, then with room."""
    plan, faults = BackupPlan.objects.all()[0], []
    with _setting("BACKUP_DIR", disk):
        with filled(disk):
            run = backups.start_now(actor=SYSTEM, at=now(), plan_id=plan.pk)
            backups.make(run_id=run.pk, now=now)
            run.refresh_from_db()
            if (run.state, run.detail) != (RunState.FAILED, FULL):
                faults.append(f"the word that a backup failed: {run.state} {run.detail}")
            if [name for name in _left(disk) if name != "ballast"]:
                faults.append("a clean disk after a failed backup")
        run = backups.start_now(actor=SYSTEM, at=now(), plan_id=plan.pk)
        backups.make(run_id=run.pk, now=now)
        run.refresh_from_db()
        faults += [f"a backup with room: {run.detail}"] * (run.state != RunState.DONE)
        backups.forget_copy(plan_id=plan.pk, file_name=run.file_name)
    return faults


def _backup(place: Place, disk: Path) -> list[str]:
    """Copy the whole installation onto the full disk."""
    with filled(disk):
        done = place.quartier("backup", "--to", str(disk / "copy"))
        left = [name for name in _left(disk) if name != "ballast"]
    faults = [] if done.returncode and done.stderr.startswith("quartier: ") else ["the sentence of a failed backup"]
    return faults + [f"a clean disk after a failed backup: {name}" for name in left]
