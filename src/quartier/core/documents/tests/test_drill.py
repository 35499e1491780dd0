"""A drill: processes die at random moments while files come in. No document loses a byte, nothing is left lying."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tenants.utils import schema_context

from quartier.core.accounts import services as accounts
from quartier.core.documents import services
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.tests.files import AT, lying
from quartier.kit import storage
from quartier.kit.access import Audience
from quartier.kit.clock import now
from quartier.kit.roles import StaffRole
from quartier.values.actor import SYSTEM

DEATHS = 8
PART = 40_000
SENDER = """
import os, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django_tenants.utils import schema_context
from quartier.core.accounts.models import User
from quartier.core.documents import services
from quartier.core.documents.models import Upload
from quartier.kit.clock import now
from quartier.values.actor import SYSTEM

settings.MEDIA_ROOT = Path(sys.argv[1])
with schema_context("alpha"):
    owner = User.objects.get()
    while True:
        row = Upload.objects.filter(sha256="").first()
        if row is None:
            content = os.urandom(30_000).hex().encode()
            Path(sys.argv[2], f"{len(os.listdir(sys.argv[2])):04}").write_bytes(content)
            title = sorted(os.listdir(sys.argv[2]))[-1]
            row = services.begin(at=now(), owner=owner, file_name=f"{title}.txt", size=len(content))
        content = Path(sys.argv[2], row.file_name[:4]).read_bytes()
        while not row.is_complete:
            part = content[row.received : row.received + int(sys.argv[3])]
            row = services.append(at=now(), upload=row, offset=row.received, blocks=[part])
        for row in Upload.objects.exclude(sha256=""):
            given = services.Given(kind="letter", title=row.file_name, visibility="staff")
            services.file(actor=SYSTEM, at=now(), upload=row, given=given)
"""


def deaths(place: Path, sent: Path) -> None:
    """Send files and be killed, again and again."""
    chance = random.Random(11)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "quartier.config.settings"}
    for _ in range(DEATHS):
        before = Document.objects.count()
        process = subprocess.Popen([sys.executable, "-c", SENDER, str(place), str(sent), str(PART)], env=env)
        deadline = time.monotonic() + 30
        while Document.objects.count() == before and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(chance.random() / 5)
        assert process.poll() is None, "the sender ended by itself"
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.mark.timeout(300)
def test_senders_that_die_at_random_lose_no_document_and_leave_nothing_lying(
    committed_db: None, own_disk: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    with schema_context("alpha"):
        who: dict[str, Any] = {"audience": Audience.STAFF, "email": "bote@posthaus.example", "name": "Bote"}
        accounts.open_account(actor=SYSTEM, at=AT, password="Kiebitz-2026-Hof!", roles=[StaffRole.CLERK], **who)
        deaths(own_disk, sent)
        rows = list(Document.objects.all())
        assert len(rows) >= DEATHS
        assert len({row.title for row in rows}) == len(rows), "a file was filed twice"
        for row in rows:
            content = (sent / row.title[:4]).read_bytes()
            with storage.here().open(row.sha256) as file:
                assert file.read() == content
            assert hashlib.sha256(content).hexdigest() == row.sha256
        for upload in Upload.objects.all():
            # Whoever dies between the announcement and the first part leaves a row that knows of no byte, and no file.
            place = own_disk / "alpha" / "incoming" / str(upload.key)
            there = place.read_bytes()[: upload.received] if place.exists() else b""
            assert there == (sent / upload.file_name[:4]).read_bytes()[: upload.received]
        services.tidy(at=now() + timedelta(days=3))
        assert lying() == ([], sorted(row.sha256 for row in rows))
