"""Files on their way in, to a disk and to a bucket: taken, or refused with nothing left behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from quartier.core.documents import services
from quartier.core.documents.models import Upload
from quartier.core.documents.rules import Fault, asked_part, fit_name
from quartier.core.documents.rules.ranges import OutOfReach, Part
from quartier.core.documents.tests.files import (
    AT,
    PDF,
    TEXT,
    archive,
    archive_with_link,
    filed,
    locked_archive,
    lying,
    picture,
    sent,
)
from quartier.kit import clock, storage

pytestmark = pytest.mark.usefixtures("either_storage")
DOCX = archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
ODT = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Abrechnung.pdf", PDF, "application/pdf"),
        ("Bild.PNG", picture(), "image/png"),
        ("Stand.txt", TEXT, "text/plain"),
        ("Stand.csv", "Straße;Wert\n".encode("latin-1"), "text/csv"),
        ("alles.zip", archive({"a/b.txt": TEXT}, packed=True), "application/zip"),
        ("Brief.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Brief.odt", ODT, "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_taken_with_its_hash_its_size_and_the_type_it_shows(
    customer: Any, name: str, content: bytes, media_type: str
) -> None:
    row = sent(customer, name, content)
    assert (row.file_name, row.size, row.media_type) == (name, len(content), media_type)
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    with storage.here().content(row.key) as file:
        assert file.read() == content


BAD = [
    ("Brief.pdf", picture(), Fault.CONTENT),
    ("Bild.png", PDF, Fault.CONTENT),
    ("Text.txt", PDF, Fault.CONTENT),
    ("Text.txt", b"ab\0cd", Fault.CONTENT),
    ("Text.csv", b"MZ\x90\0\x03", Fault.CONTENT),
    ("Brief.docx", archive({"a.txt": b"a"}), Fault.CONTENT),
    ("Brief.docx", ODT, Fault.CONTENT),
    ("Brief.pdf", b"", Fault.EMPTY),
    ("lauf.exe", b"MZ\x90", Fault.KIND),
    ("seite.html", b"<script>", Fault.KIND),
    ("ohne", PDF, Fault.KIND),
    ("Bild.png", picture()[:20], Fault.DAMAGED),
    ("Bild.png", picture(60_000, 60_000), Fault.PIXELS),
    ("Bild.png", picture(12_000, 12_000), Fault.PIXELS),
    ("bombe.zip", archive({"a.txt": bytes(20_000_000)}, packed=True), Fault.BOMB),
    ("viele.zip", archive({f"{n}.txt": b"" for n in range(2001)}), Fault.BOMB),
    ("link.zip", archive_with_link(), Fault.LINK),
    ("raus.zip", archive({"../../etc/cron.d/x": b"x"}), Fault.PATH),
    ("raus.zip", archive({"/etc/x": b"x"}), Fault.PATH),
    ("raus.zip", archive({"C:x.txt": b"x"}), Fault.PATH),
    ("kiste.zip", archive({"innen.zip": archive({"a.txt": b"a"})}), Fault.NESTED),
    ("zu.zip", locked_archive(), Fault.LOCKED),
    ("kaputt.zip", archive({"a.txt": b"a"})[:-30], Fault.DAMAGED),
    ("../Brief.pdf", PDF, Fault.NAME),
    ("..\\Brief.pdf", PDF, Fault.NAME),
    ("Brief\0.pdf", PDF, Fault.NAME),
    ("Brief\r\nX: y.pdf", PDF, Fault.NAME),
    ("Brief\u202efdp.pdf", PDF, Fault.NAME),
    (".pdf", PDF, Fault.NAME),
    ("a" * 147 + ".pdf", PDF, Fault.NAME),
]


@pytest.mark.parametrize(("name", "content", "fault"), BAD, ids=[f"{bad[2]}-{n}" for n, bad in enumerate(BAD)])
def test_what_is_refused_leaves_nothing_behind(customer: Any, name: str, content: bytes, fault: Fault) -> None:
    with pytest.raises(services.FileRefused) as refusal:
        sent(customer, name, content)
    assert refusal.value.fault is fault
    assert str(refusal.value).endswith(".")
    assert not Upload.objects.exists()
    assert lying() == ([], [])


def test_a_file_that_is_larger_than_allowed_or_than_it_said_is_refused(customer: Any, settings: Any) -> None:
    settings.DOCUMENT_LIMITS = {"largest": 100}
    assert sent(customer, "a.txt", b"x" * 100).is_complete
    before = lying()
    for content, size in ((b"x" * 101, None), (b"x" * 50, 49)):
        with pytest.raises(services.FileRefused) as refusal:
            sent(customer, "b.txt", content, size=size)
        assert refusal.value.fault is Fault.TOO_LARGE
    with pytest.raises(services.FileRefused):
        sent(customer, "b.txt", b"x" * 50, size=51)
    assert lying() == before
    assert Upload.objects.count() == 1


def test_a_customer_has_so_much_space_and_no_more(customer: Any, settings: Any) -> None:
    settings.DOCUMENT_LIMITS = {"quota": 250}
    filed(customer, b"x" * 100, "a.txt", kind="own", party=customer.party, by_customer=True)
    sent(customer, "b.txt", b"y" * 100)
    before = lying()
    with pytest.raises(services.QuotaReached):
        sent(customer, "c.txt", b"z" * 51)
    assert lying() == before
    assert sent(customer, "c.txt", b"z" * 50).is_complete


def test_only_so_many_files_are_begun_at_once(customer: Any, settings: Any) -> None:
    settings.DOCUMENT_LIMITS = {"open_uploads": 2}
    for number in range(2):
        services.begin(at=AT, owner=customer, file_name=f"{number}.txt", size=5)
    with pytest.raises(services.TooManyUploads):
        services.begin(at=AT, owner=customer, file_name="3.txt", size=5)
    assert Upload.objects.count() == 2


def test_parts_go_on_where_a_broken_connection_stopped(customer: Any) -> None:
    row = services.begin(at=AT, owner=customer, file_name="a.pdf", size=len(PDF))
    row = services.append(at=AT, upload=row, offset=0, blocks=[PDF[:7], PDF[7:9]])
    assert (row.received, row.is_complete) == (9, False)

    def broken() -> Iterator[bytes]:
        yield PDF[9:12]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        services.append(at=AT, upload=row, offset=9, blocks=broken())
    for offset in (0, 12, len(PDF)):
        with pytest.raises(services.WrongOffset):
            services.append(at=AT, upload=row, offset=offset, blocks=[b"x"])
    row = services.append(at=AT, upload=row, offset=9, blocks=[PDF[9:]])
    assert row.is_complete
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    with pytest.raises(services.WrongOffset):
        services.append(at=AT, upload=row, offset=row.size, blocks=[b"more"])


def test_an_unfit_file_in_parts_is_gone_with_its_last_part(
    customer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row = services.begin(at=AT, owner=customer, file_name="a.pdf", size=8)
    row = services.append(at=AT, upload=row, offset=0, blocks=[b"MZ12"])
    with pytest.raises(services.FileRefused), django_capture_on_commit_callbacks(execute=True):
        services.append(at=AT, upload=row, offset=4, blocks=[b"3456"])
    assert not Upload.objects.exists()


def test_what_was_abandoned_is_cleared_away_after_a_day_and_nothing_else(
    customer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        kept = filed(customer)
    soon, place, orphan = clock.now() + timedelta(seconds=2), storage.here(), hashlib.sha256(b"x").hexdigest()
    fresh = services.begin(at=soon + timedelta(hours=1), owner=customer, file_name="b.txt", size=5)
    sent(customer, "a.txt", TEXT)
    place.append(key := str(uuid4()), 0, [b"x"], most=1, digest=None)
    place.keep(key, orphan)
    before = lying()
    # The clock of the storage is today's, whatever the test's is.
    with django_capture_on_commit_callbacks(execute=True):
        assert services.tidy(at=AT - timedelta(days=400)) == 0
        assert lying() == before
        services.tidy(at=soon, after=timedelta())
    assert lying() == ([], [kept.sha256])
    assert [row.pk for row in Upload.objects.all()] == [fresh.pk]


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-9", Part(0, 10)),
        ("bytes=90-", Part(90, 100)),
        ("bytes=90-5000", Part(90, 100)),
        ("bytes=-10", Part(90, 100)),
        ("bytes=-500", Part(0, 100)),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=-", None),
    ],
)
def test_a_part_is_read_as_http_says(header: str, part: Part | None) -> None:
    assert asked_part(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_part_behind_the_end_is_out_of_reach(header: str) -> None:
    with pytest.raises(OutOfReach):
        asked_part(header, 100)


def test_a_part_of_another_version_is_the_whole_file() -> None:
    assert asked_part("bytes=0-9", 100, if_range='"a"', tag='"b"') is None
    assert asked_part("bytes=0-9", 100, if_range='"a"', tag='"a"') == Part(0, 10)


def test_a_name_keeps_its_letters() -> None:
    assert fit_name(" Müller & Söhne – Abrechnung (2023).pdf ") == "Müller & Söhne – Abrechnung (2023).pdf"
    assert fit_name("u\u0308.pdf") == "ü.pdf"
