"""Files in a private S3 bucket, below one prefix for each provider; nobody but us reads it.

Each part of an upload is an object of its own, named by where it begins, so that parts of any size may come, to any
of our hosts; the last one has them joined. An object appears when it is complete or not at all. What is kept is a
copy that the bucket makes by itself, and it is proven by its hash before anybody relies on it.
"""

from __future__ import annotations

import hashlib
import io
import logging
from base64 import b64decode
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from typing import Any, BinaryIO, Final, Protocol, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from quartier.kit.storage.face import (
    BLOCK,
    HASH,
    INCOMING,
    KEPT,
    KEY,
    Digest,
    Incomplete,
    Inflow,
    StorageDown,
    blocks_of,
    checked_name,
    digest_of,
    is_upload,
    place_of_kept,
    place_of_upload,
)

log = logging.getLogger(__name__)
# No part of S3's own multipart uploads but the last may be smaller than 5 MiB; one of ours is in memory at a time.
PIECE: Final = 8 << 20
WHOLE: Final = "whole"
NOT_FOUND: Final = frozenset({"NoSuchKey", "404", "NotFound", "NoSuchUpload"})
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 30, 3


class ObjectStore(Hashable, Protocol):
    """How a bucket is reached: an endpoint, a region, a login, and a prefix that may be shared with nobody."""

    @property
    def endpoint(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def access_key(self) -> str: ...
    @property
    def secret_key(self) -> str: ...
    @property
    def bucket(self) -> str: ...
    @property
    def prefix(self) -> str: ...


@cache
def _client(store: ObjectStore) -> Any:
    """Return one client for this process: they are safe to share between threads."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=store.endpoint,
        region_name=store.region,
        aws_access_key_id=store.access_key,
        aws_secret_access_key=store.secret_key,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            s3={"addressing_style": "path"},
            # Not every S3 knows checksums on the way; we prove files by their hash.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


class Bucket:
    """The files of one provider below a prefix."""

    def __init__(self, store: ObjectStore, below: str) -> None:
        self._client, self._bucket, self._prefix = _client(store), store.bucket, f"{store.prefix}{below}"

    def append(self, key: object, offset: int, blocks: Iterable[bytes], *, most: int, digest: Digest | None) -> int:
        """Store blocks as the part that begins at `offset`; a part that failed is overwritten by the next try."""
        place, inflow = place_of_upload(key), Inflow(blocks, most, digest)
        with _reached():
            self._store(f"{place}/{offset:015}", inflow)
        return inflow.count

    def hashed(self, key: object, size: int) -> str:
        """Read an upload once more for its hash, and join its parts on the way when there are several."""
        parts, end, digest = self._parts(key), 0, hashlib.sha256()
        for name, length in parts:
            if int(name.rpartition("/")[2]) != end:
                raise Incomplete
            end += length
        if end != size or not parts:
            raise Incomplete
        inflow = Inflow(chain.from_iterable(blocks_of(self.read(name)) for name, _length in parts), size, digest)
        with _reached():
            if len(parts) > 1:
                self._store(f"{place_of_upload(key)}/{WHOLE}", inflow)
            else:
                list(map(len, inflow))
        return digest.hexdigest()

    def content(self, key: object) -> BinaryIO:
        """Open an upload that is one object."""
        return self.read(self._whole(key))

    def drop(self, key: object) -> None:
        """Erase an upload, its parts, and what never became one."""
        with _reached():
            for name, upload in self._begun(place_of_upload(key)):
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=name, UploadId=upload)
        self._erase(f"{place_of_upload(key)}/")

    def keep(self, key: object, sha256: str) -> None:
        """Have the bucket copy an upload, and take the copy back if its hash is another one."""
        name = place_of_kept(sha256)
        if self._is_there(name):
            return
        source = {"Bucket": self._bucket, "Key": f"{self._prefix}{self._whole(key)}"}
        with _reached():
            said = self._client.copy_object(
                Bucket=self._bucket, Key=f"{self._prefix}{name}", CopySource=source, ChecksumAlgorithm="SHA256"
            )
        proof = said["CopyObjectResult"].get("ChecksumSHA256", "")
        # A bucket that does not tell the hash of what it copied is read.
        found = b64decode(proof).hex() if proof else digest_of(blocks_of(self.read(name)))
        if found != sha256:
            self._erase(name)
            raise Incomplete

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept file."""
        return self.read(place_of_kept(sha256))

    def remove(self, sha256: str) -> None:
        """Erase a kept file with all versions that the bucket may hold of it."""
        self._erase(place_of_kept(sha256))

    def all_kept(self) -> Iterator[tuple[str, float]]:
        """Yield what is kept, with the moment it was put there."""
        for row in self._listed(f"{KEPT}/"):
            sha256 = str(row["Key"]).rpartition("/")[2]
            if HASH.fullmatch(sha256):
                yield sha256, row["LastModified"].timestamp()

    def all_incoming(self) -> Iterator[tuple[str, float]]:
        """Yield what is on its way in: each key with the moment of its newest part."""
        newest: dict[str, float] = {}
        for row in self._listed(f"{INCOMING}/"):
            key = self._name(row).split("/")[1]
            if KEY.fullmatch(key):
                newest[key] = max(newest.get(key, 0.0), row["LastModified"].timestamp())
        yield from newest.items()

    def names(self, below: str = "") -> Iterator[str]:
        """Yield the names of all files."""
        for row in self._listed(f"{below}/" if below else ""):
            name = self._name(row)
            if not is_upload(name):
                yield name

    def read(self, name: str) -> BinaryIO:
        """Open a file; nothing but its size is asked for before somebody reads."""
        place = f"{self._prefix}{checked_name(name)}"
        with _reached():
            size = self._client.head_object(Bucket=self._bucket, Key=place)["ContentLength"]
        return cast(BinaryIO, io.BufferedReader(Remote(self._client, self._bucket, place, size), BLOCK))

    def write(self, name: str, blocks: Iterable[bytes]) -> None:
        """Store a file."""
        with _reached():
            self._store(checked_name(name), blocks)

    def clear(self) -> None:
        """Erase everything below the prefix."""
        self._erase("")

    def _store(self, name: str, blocks: Iterable[bytes]) -> None:
        """Store blocks as one object: in one go when they are few, piece by piece otherwise."""
        place, pieces = {"Bucket": self._bucket, "Key": f"{self._prefix}{name}"}, _pieces(blocks)
        first = next(pieces, b"")
        if len(first) < PIECE:
            self._client.put_object(**place, Body=first)
            return
        place["UploadId"] = self._client.create_multipart_upload(**place)["UploadId"]
        try:
            parts = [
                {"PartNumber": number, "ETag": self._client.upload_part(**place, PartNumber=number, Body=piece)["ETag"]}
                for number, piece in enumerate(chain([first], pieces), 1)
            ]
            self._client.complete_multipart_upload(**place, MultipartUpload={"Parts": parts})
        except BaseException:
            with suppress(BotoCoreError, ClientError):
                self._client.abort_multipart_upload(**place)
            raise

    def _parts(self, key: object) -> list[tuple[str, int]]:
        """Return the parts of an upload with their lengths, in order."""
        rows = [(self._name(row), int(row["Size"])) for row in self._listed(f"{place_of_upload(key)}/")]
        return [(name, length) for name, length in rows if not name.endswith(WHOLE)]

    def _whole(self, key: object) -> str:
        """Return the name of the one object that holds an upload."""
        names = [self._name(row) for row in self._listed(f"{place_of_upload(key)}/")]
        if not names or (len(names) > 1 and not names[-1].endswith(WHOLE)):
            raise Incomplete
        return names[-1]

    def _is_there(self, name: str) -> bool:
        try:
            with _reached():
                self._client.head_object(Bucket=self._bucket, Key=f"{self._prefix}{name}")
        except FileNotFoundError:
            return False
        return True

    def _name(self, row: dict[str, Any]) -> str:
        return str(row["Key"]).removeprefix(self._prefix)

    def _listed(self, below: str) -> Iterator[dict[str, Any]]:
        """Yield the objects below a place, in the order of their names."""
        with _reached():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=f"{self._prefix}{below}"):
                yield from page.get("Contents", ())

    def _begun(self, below: str) -> Iterator[tuple[str, str]]:
        """Yield the name and number of what was begun piece by piece and never completed."""
        pages = self._client.get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=self._bucket, Prefix=f"{self._prefix}{below}"):
            for row in page.get("Uploads", ()):
                yield str(row["Key"]), str(row["UploadId"])

    def _erase(self, below: str) -> None:
        """Erase all objects below a place, also the versions and marks that a bucket with versions keeps."""
        with _reached():
            pages = self._client.get_paginator("list_object_versions")
            for page in pages.paginate(Bucket=self._bucket, Prefix=f"{self._prefix}{below}"):
                for row in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    self._client.delete_object(Bucket=self._bucket, Key=row["Key"], VersionId=row["VersionId"])


class Remote(io.RawIOBase):
    """An object that is read from where somebody looks: reading on goes over one connection, a jump takes another."""

    def __init__(self, client: Any, bucket: str, place: str, size: int) -> None:
        self._client, self._bucket, self._place, self._size = client, bucket, place, size
        self._at, self._body = 0, cast(Any, None)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read anywhere."""
        return True

    def tell(self) -> int:
        """Return where the next byte comes from."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go there; nothing is asked for before somebody reads."""
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if place < 0:
            raise ValueError("there is nothing before the beginning")
        if place != self._at:
            self._hang_up()
        self._at = place
        return place

    def readinto(self, buffer: Any, /) -> int:
        """Read some of the next bytes, none at the end."""
        if self._at >= self._size:
            return 0
        with _reached():
            if self._body is None:
                wanted = {"Bucket": self._bucket, "Key": self._place, "Range": f"bytes={self._at}-"}
                self._body = self._client.get_object(**wanted)["Body"]
            block: bytes = self._body.read(len(buffer))
        if not block:
            raise StorageDown
        buffer[: len(block)] = block
        self._at += len(block)
        return len(block)

    def close(self) -> None:
        """Hang up."""
        self._hang_up()
        super().close()

    def _hang_up(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


@contextmanager
def _reached() -> Iterator[None]:
    """Say in a sentence that the bucket is away, and to the operator why; what is not there is a FileNotFoundError."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in NOT_FOUND:
            raise FileNotFoundError(code) from error
        log.warning("The object store refused %s: %s", error.operation_name, code)
        raise StorageDown from error
    except BotoCoreError as error:
        log.warning("The object store gave no answer: %s", type(error).__name__)
        raise StorageDown from error


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytearray]:
    """Yield blocks as pieces that are large enough for the bucket; the last may be smaller."""
    piece = bytearray()
    for block in blocks:
        piece += block
        if len(piece) >= PIECE:
            yield piece
            piece = bytearray()
    if piece:
        yield piece
