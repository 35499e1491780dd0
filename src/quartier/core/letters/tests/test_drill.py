"""Drills: a full disk and killed workers leave letters and batches whole, and the file is made in the end."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django_tenants.utils import schema_context

from quartier.core.documents import services as documents
from quartier.core.letters import services
from quartier.core.letters.models import Batch, Letter
from quartier.core.letters.tests.post import AT, CLERK, COMPANY, content, customer, written
from quartier.core.providers import services as providers
from quartier.kit import storage
from quartier.kit.clock import now
from quartier.kit.storage import StorageFull
from quartier.kit.tests.paper import reader
from quartier.values.actor import SYSTEM

DEATHS = 6
LETTERS = 40
MAKER = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django_tenants.utils import schema_context
from quartier.core.documents.services.issuing import forget_issued
from quartier.core.letters import services
from quartier.core.letters.models import Batch
from quartier.kit.clock import now

settings.MEDIA_ROOT, settings.WORK_DIR = Path(sys.argv[1], "files"), Path(sys.argv[1], "work")
with schema_context("alpha"):
    print("ready", flush=True)
    while True:
        batch = Batch.objects.get()
        services.make_file(at=now(), batch_id=batch.pk)
        batch.refresh_from_db()
        forget_issued(at=now(), document_ids=[batch.file_id])
"""


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[None]:
    """A disk of its own that is soon full."""
    path.mkdir(parents=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(path)], check=False)
    if done.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def filled(path: Path) -> Path:
    """Fill what is left of a disk."""
    ballast = path / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return ballast


def test_a_full_disk_keeps_no_half_letter_and_the_same_letter_works_when_there_is_room(
    company: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "small" / "files"
    party = customer(company)
    with small_disk(tmp_path / "small", "1m"):
        ballast = filled(tmp_path / "small")
        with pytest.raises(StorageFull):
            written(company, party)
        assert not Letter.everything.exists()
        assert not apps.get_model("documents.Document")._default_manager.exists()
        ballast.unlink()
        assert written(company, party).page_count == 1


@pytest.mark.parametrize("full", ["MEDIA_ROOT", "WORK_DIR"])
def test_a_full_disk_makes_no_half_file_and_it_is_made_when_there_is_room(
    company: Any, settings: Any, tmp_path: Path, full: str
) -> None:
    small = tmp_path / "small"
    setattr(settings, full, small / "place")
    with small_disk(small, "2m"):
        letters = [written(company) for _ in range(3)]
        batch = services.gather(actor=CLERK, at=AT, entity_id=company.pk)
        ballast = filled(small)
        with pytest.raises(services.FileNotMade):
            services.make_file(at=AT + timedelta(minutes=1), batch_id=batch.pk)
        batch.refresh_from_db()
        assert (batch.file, batch.fault_at) == (None, AT + timedelta(minutes=1))
        assert {row.state for row in Letter.objects.all()} == {"batched"}
        ballast.unlink()
        services.make_file(at=AT + timedelta(minutes=2), batch_id=batch.pk)
        batch.refresh_from_db()
        assert (batch.fault_at, len(reader(content(batch.file)).pages)) == (None, 1 + len(letters))


def deaths(home: Path) -> None:
    """Have the file made and be killed, again and again."""
    chance = random.Random(7)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "quartier.config.settings"}
    for _ in range(DEATHS):
        command = [sys.executable, "-c", MAKER, str(home)]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.random() / 2)
            assert process.poll() is None, "the maker ended by itself"
            process.send_signal(signal.SIGKILL)
        assert Letter.objects.filter(state="batched", batch__isnull=False).count() == LETTERS
        file = Batch.objects.get().file
        assert file is None or hashlib.sha256(content(file)).hexdigest() == file.sha256


@pytest.mark.timeout(300)
def test_workers_that_die_at_random_leave_the_batch_whole_and_nothing_lying(committed_db: None, own_disk: Path) -> None:
    with schema_context("alpha"):
        company = providers.add_entity(actor=SYSTEM, at=AT, values=COMPANY)
        party = customer(company)
        for _ in range(LETTERS):
            written(company, party)
        batch = services.gather(actor=CLERK, at=AT, entity_id=company.pk)
        deaths(own_disk)
        services.make_file(at=now(), batch_id=batch.pk)
        batch.refresh_from_db()
        assert len(reader(content(batch.file)).pages) == 1 + LETTERS
        assert list((own_disk / "work" / "alpha" / "letters").glob("*")) == []
        documents.tidy(at=now() + timedelta(days=3))
        rows = apps.get_model("documents.Document")._default_manager.values_list("sha256", flat=True)
        assert sorted(name for name, _at in storage.here().all_kept()) == sorted(set(rows))
        assert list(storage.here().all_incoming()) == []
