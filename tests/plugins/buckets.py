"""A real S3 server for tests: it listens on a port of its own, can be stopped, and knows its files again afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from quartier.config.addresses import ObjectStore

REGION = "eu-central-1"


class S3Server:
    """The server, and buckets on it."""

    def __init__(self) -> None:
        self._server = self._started(0)
        self.port = int(self._server.get_host_and_port()[1])

    def _started(self, port: int) -> ThreadedMotoServer:
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        server.start()
        return server

    def stop(self) -> None:
        """Nobody answers from now on."""
        self._server.stop()

    def start(self) -> None:
        """It answers again, with all that was there before."""
        self._server = self._started(self.port)

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> Any:
        """A plain client, to look at what is there from outside."""
        return client_at(self.port)

    def bucket(self) -> ObjectStore:
        """A new, empty bucket."""
        return bucket_at(self.port)


def client_at(port: int) -> Any:
    """A plain client of the server behind a port."""
    login = {"aws_access_key_id": "tester", "aws_secret_access_key": "secret", "region_name": REGION}
    return boto3.session.Session().client("s3", endpoint_url=f"http://127.0.0.1:{port}", **login)


def bucket_at(port: int) -> ObjectStore:
    """A new, empty bucket of the server behind a port."""
    name = f"bucket-{uuid4()}"
    client_at(port).create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return ObjectStore.from_url(f"s3://tester:secret@127.0.0.1:{port}/{name}/files?region={REGION}&tls=off")


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """A running S3 server."""
    server = S3Server()
    yield server
    server.stop()


@pytest.fixture(params=["disk", "bucket"])
def either_storage(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> str:
    """Files lie on a disk of this test's own, and in a second run of the test in a bucket; tells which."""
    settings.MEDIA_ROOT, settings.OBJECT_STORE = tmp_path / "files", None
    if request.param == "bucket":
        settings.OBJECT_STORE = request.getfixturevalue("s3_server").bucket()
    return str(request.param)
