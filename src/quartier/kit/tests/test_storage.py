"""Disk and bucket keep the same promises; each test here runs on both unless it is about one of them."""

from __future__ import annotations

import hashlib
import itertools
import os
import socket
import subprocess
import sys
import time
import tracemalloc
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from quartier.kit import storage
from quartier.kit.storage import Disk, Incomplete, StorageDown
from quartier.kit.storage.bucket import PIECE, Bucket
from tests.plugins.buckets import S3Server, bucket_at

MB = 1 << 20


@pytest.fixture
def place(either_storage: str) -> storage.Storage:
    """The files of a provider, empty."""
    return storage.of("alpha")


def sha256(content: bytes) -> str:
    """Its hash."""
    return hashlib.sha256(content).hexdigest()


def put(place: storage.Storage, *parts: bytes) -> tuple[str, bytes]:
    """An upload in these parts, complete."""
    key, offset = str(uuid4()), 0
    for part in parts:
        assert place.append(key, offset, [part], most=len(part), digest=None) == len(part)
        offset += len(part)
    content = b"".join(parts)
    assert place.hashed(key, len(content)) == sha256(content)
    return key, content


def kept(place: storage.Storage, *parts: bytes) -> str:
    """A file that came in these parts and is kept."""
    key, content = put(place, *parts)
    place.keep(key, sha256(content))
    place.drop(key)
    return sha256(content)


def lying(place: storage.Storage) -> tuple[list[str], list[str]]:
    """What lies there: uploads, kept files."""
    return sorted(key for key, _at in place.all_incoming()), sorted(found for found, _at in place.all_kept())


@pytest.mark.parametrize(
    "parts", [(b"abc",), (b"abc", b"defg", b"h"), (os.urandom(PIECE + 5),), (os.urandom(MB), os.urandom(PIECE), b"x")]
)
def test_parts_of_any_size_become_one_file_under_its_hash(place: storage.Storage, parts: tuple[bytes, ...]) -> None:
    key, content = put(place, *parts)
    with place.content(key) as file:
        assert file.read() == content
    place.keep(key, sha256(content))
    place.keep(key, sha256(content))
    assert lying(place) == ([key], [sha256(content)])
    place.drop(key)
    place.drop(key)
    assert lying(place) == ([], [sha256(content)])
    with place.open(sha256(content)) as file:
        assert file.read() == content


def test_a_file_is_read_anywhere_in_it(place: storage.Storage) -> None:
    content = os.urandom(3 * MB)
    found = kept(place, content[:MB], content[MB:])
    with place.open(found) as file:
        for start, length in ((0, 10), (2 * MB, 100), (MB - 5, 10), (5, MB), (3 * MB - 3, 99), (4 * MB, 1)):
            file.seek(start)
            assert file.read(length) == content[start : start + length]
        assert file.seek(-4, os.SEEK_END) == 3 * MB - 4
        assert (file.read(), file.read()) == (content[-4:], b"")


def test_a_hash_is_made_on_the_way_and_too_many_bytes_are_counted(place: storage.Storage) -> None:
    digest = hashlib.sha256()
    assert place.append(str(uuid4()), 0, [b"ab", b"cd"], most=4, digest=digest) == 4
    assert digest.hexdigest() == sha256(b"abcd")
    endless = itertools.repeat(b"x" * 3)
    assert place.append(str(uuid4()), 0, endless, most=10, digest=None) == 12


def test_a_part_that_broke_leaves_the_upload_as_it_was(place: storage.Storage) -> None:
    key = str(uuid4())
    place.append(key, 0, [b"12345"], most=9, digest=None)

    def broken(block: bytes) -> Iterator[bytes]:
        yield block
        raise ConnectionResetError

    for block in (b"6", os.urandom(PIECE)):
        with pytest.raises(ConnectionResetError):
            place.append(key, 5, broken(block), most=2 * PIECE, digest=None)
    with pytest.raises(Incomplete):
        place.hashed(key, 9)
    assert place.append(key, 5, [b"6789"], most=4, digest=None) == 4
    assert place.hashed(key, 9) == sha256(b"123456789")


def test_what_is_missing_is_said_and_nothing_is_made_up(place: storage.Storage) -> None:
    key = str(uuid4())
    with pytest.raises(Incomplete):
        place.content(key)
    with pytest.raises(Incomplete):
        place.hashed(key, 1)
    with pytest.raises(Incomplete):
        place.keep(key, "0" * 64)
    with pytest.raises(Incomplete):
        _ = place.append(key, 5, [b"6"], most=1, digest=None), place.hashed(key, 6)
    with pytest.raises(FileNotFoundError):
        place.open("0" * 64)
    with pytest.raises(FileNotFoundError):
        place.read("kept/none")
    place.remove("0" * 64)
    assert lying(place)[1] == []


@pytest.mark.parametrize("name", ["../x", "/etc/x", "", "a/../../x", "a\0b"])
def test_no_name_leads_out_of_a_storage(place: storage.Storage, name: str) -> None:
    for use in (place.read, lambda given: place.write(given, [b"x"])):
        with pytest.raises(ValueError, match="no file"):
            use(name)
    for asked in (place.content, place.drop, place.open, place.remove):
        with pytest.raises(ValueError, match=r"SHA-256|no upload"):
            asked("../../kept")


def test_a_backup_finds_every_file_by_name_and_no_upload(place: storage.Storage) -> None:
    found, other = kept(place, b"abc"), kept(storage.of("beta"), b"of beta")
    put(place, b"on its way")
    names = [f"alpha/kept/{found[:2]}/{found}", f"beta/kept/{other[:2]}/{other}"]
    assert list(storage.everything().names()) == names
    assert list(storage.everything().names("beta")) == names[1:]
    with storage.everything().read(names[0]) as file:
        assert file.read() == b"abc"
    storage.everything().write("gamma/letter", [b"a", b"b"])
    with storage.of("gamma").read("letter") as file:
        assert file.read() == b"ab"


def test_clearing_takes_everything_of_one_provider_and_nothing_of_another(place: storage.Storage) -> None:
    kept(place, b"abc")
    put(place, b"on its way")
    near = storage.of("alphabet")
    stays = kept(near, b"abc")
    place.clear()
    assert (lying(place), lying(near)) == (([], []), ([], [stays]))
    assert list(place.names()) == []


def test_files_belong_to_a_provider() -> None:
    for schema in ("", "public"):
        with pytest.raises(RuntimeError, match="provider"):
            storage.of(schema)


@pytest.fixture
def bucket(s3_server: S3Server, settings: Any) -> Bucket:
    """The files of a provider in a bucket."""
    settings.OBJECT_STORE = s3_server.bucket()
    found = storage.of("alpha")
    assert isinstance(found, Bucket)
    return found


def test_a_bucket_that_is_away_is_said_in_a_sentence_and_the_same_again_works(
    s3_server: S3Server, bucket: Bucket, caplog: pytest.LogCaptureFixture
) -> None:
    key, content = put(bucket, b"abc")
    bucket.keep(key, sha256(content))
    tries: list[Callable[[], Any]] = [
        lambda: bucket.append(key, 3, [b"d"], most=1, digest=None),
        lambda: bucket.append(str(uuid4()), 0, [os.urandom(PIECE + 1)], most=2 * PIECE, digest=None),
        lambda: bucket.keep(key, "0" * 64),
        lambda: bucket.open(sha256(content)),
        lambda: bucket.remove(sha256(content)),
        lambda: bucket.drop(key),
        lambda: list(bucket.all_kept()),
    ]
    s3_server.stop()
    try:
        for asked in tries:
            with pytest.raises(StorageDown, match=r"\.$"):
                asked()
    finally:
        s3_server.start()
    assert "EndpointConnectionError" in caplog.text
    assert "secret" not in caplog.text
    assert lying(bucket) == ([key], [sha256(content)])
    assert bucket.append(key, 3, [b"d"], most=1, digest=None) == 1
    assert bucket.hashed(key, 4) == sha256(b"abcd")


def test_a_file_that_vanishes_while_it_is_read_does_not_end_there(s3_server: S3Server, bucket: Bucket) -> None:
    found = kept(bucket, os.urandom(4 * MB))
    with bucket.open(found) as file:
        assert len(file.read(MB)) == MB
        s3_server.client().delete_object(Bucket=bucket._bucket, Key=f"files/alpha/kept/{found[:2]}/{found}")
        file.seek(3 * MB)
        with pytest.raises(FileNotFoundError):
            file.read(MB)


def test_a_wrong_login_or_bucket_is_told_to_the_operator_alone(
    s3_server: S3Server, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OBJECT_STORE = type(store := s3_server.bucket())(**{**vars(store), "bucket": "nobodys-bucket"})
    with pytest.raises(StorageDown) as refusal:
        storage.of("alpha").append(str(uuid4()), 0, [b"x"], most=1, digest=None)
    assert "NoSuchBucket" in caplog.text
    assert "nobodys" not in str(refusal.value)


def test_a_copy_that_is_not_what_was_sent_is_taken_back(s3_server: S3Server, bucket: Bucket) -> None:
    key, content = put(bucket, b"what was sent")
    s3_server.client().put_object(Bucket=bucket._bucket, Key=f"files/alpha/incoming/{key}/{0:015}", Body=b"another")
    with pytest.raises(Incomplete):
        bucket.keep(key, sha256(content))
    assert lying(bucket) == ([key], [])


def test_nothing_in_a_bucket_is_open_to_strangers(s3_server: S3Server, bucket: Bucket) -> None:
    found = kept(bucket, b"private")
    url = f"{s3_server.endpoint}/{bucket._bucket}/files/alpha/kept/{found[:2]}/{found}"
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(url)
    assert answer.value.code == 403


def test_erased_is_erased_in_a_bucket_with_versions_too(s3_server: S3Server, bucket: Bucket) -> None:
    client, name = s3_server.client(), bucket._bucket
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    bucket.remove(kept(bucket, b"personal"))
    assert client.list_object_versions(Bucket=name).get("Versions", []) == []
    assert client.list_object_versions(Bucket=name).get("DeleteMarkers", []) == []


@contextmanager
def server_of_its_own() -> Iterator[int]:
    """A server in a process of its own, so that its memory is not ours; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def test_memory_stays_small_however_large_a_file_is(settings: Any) -> None:
    with server_of_its_own() as port:
        settings.OBJECT_STORE = bucket_at(port)
        place, key, block = storage.of("alpha"), str(uuid4()), os.urandom(MB)
        place.append(key, 0, [block], most=MB, digest=None)
        tracemalloc.start()
        try:
            place.append(key, MB, itertools.repeat(block, 63), most=63 * MB, digest=None)
            sha256 = place.hashed(key, 64 * MB)
            place.keep(key, sha256)
            read = sum(map(len, storage.blocks_of(place.open(sha256))))
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert read == 64 * MB
    assert peak < 4 * PIECE, f"{peak / MB:.0f} MB"


def test_what_was_begun_piece_by_piece_and_never_completed_goes_with_its_upload(
    s3_server: S3Server, bucket: Bucket
) -> None:
    key, client = str(uuid4()), s3_server.client()
    client.create_multipart_upload(Bucket=bucket._bucket, Key=f"files/alpha/incoming/{key}/{0:015}")
    bucket.drop(key)
    assert client.list_multipart_uploads(Bucket=bucket._bucket).get("Uploads", []) == []


def test_files_and_directories_on_a_disk_are_open_to_this_account_alone(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "files" / "alpha")
    kept(disk, b"abc")
    put(disk, b"on its way")
    found = [tmp_path / "files", *(tmp_path / "files").rglob("*")]
    assert {oct(path.stat().st_mode & 0o777) for path in found if path.is_dir()} == {"0o700"}
    assert {oct(path.stat().st_mode & 0o777) for path in found if path.is_file()} == {"0o600"}
