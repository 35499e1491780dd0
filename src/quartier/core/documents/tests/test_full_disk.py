"""A disk that is really full: a small file system in memory, mounted for the test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quartier.core.documents import services
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.tests.files import AT, filed, lying, sent
from quartier.core.documents.tests.test_pages import pdf
from quartier.kit import storage
from quartier.kit.schemas import enter_schema
from quartier.kit.storage import StorageFull
from tests.plugins.disks import SIZE


def test_a_full_disk_refuses_with_a_sentence_keeps_what_was_there_and_takes_the_rest_later(
    customer: Any, small_disk: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        kept = filed(customer, b"k" * 100_000, "kept.txt")
    half = services.begin(at=AT, owner=customer, file_name="half.txt", size=300_000)
    half = services.append(at=AT, upload=half, offset=0, blocks=[b"h" * 100_000])
    before = lying()
    with pytest.raises(StorageFull) as refusal:
        sent(customer, "large.txt", b"x" * SIZE)
    assert str(refusal.value).endswith(".")
    with pytest.raises(StorageFull):
        services.append(at=AT, upload=half, offset=100_000, blocks=[b"h" * 100_000, b"h" * 100_000])
    assert lying() == before == ([str(half.key)], [kept.sha256])
    assert [(row.key, row.received) for row in Upload.objects.all()] == [(half.key, 100_000)]
    with storage.here().open(kept.sha256) as file:
        assert file.read() == b"k" * 100_000
    with django_capture_on_commit_callbacks(execute=True):
        services.release(Document.objects.filter(pk=kept.pk), AT)
        services.forget_bytes(sha256=kept.sha256)
    half = services.append(at=AT, upload=half, offset=100_000, blocks=[b"h" * 100_000, b"h" * 100_000])
    assert half.is_complete
    with storage.here().content(half.key) as file:
        assert file.read() == b"h" * 300_000


def test_a_full_disk_is_told_on_the_page_and_to_the_sender_of_parts(world: Any, small_disk: Path) -> None:
    client = world.client("emscher", "customer")
    enter_schema("emscher")
    before = Document.objects.count()
    raw: dict[str, Any] = {"content_type": "application/octet-stream"}
    page = client.post("/dokumente/hochladen/", {"file": pdf("a.txt", b"x" * 2 * SIZE)})
    assert page.status_code == 422
    assert "Im Moment ist kein Platz" in page.content.decode()
    headers = {"Upload-Name": "a.txt", "Upload-Length": str(2 * SIZE)}
    where = client.post("/dokumente/hochladen/beginnen/", headers=headers).headers["Location"]
    part = client.post(where, b"x" * 2 * SIZE, headers={"Upload-Offset": "0"}, **raw)
    assert part.status_code == 507
    assert "Im Moment ist kein Platz" in part.json()["error"]
    assert client.get(where).headers["Upload-Offset"] == "0"
    enter_schema("emscher")
    assert lying() == ([], [])
    assert Document.objects.count() == before
