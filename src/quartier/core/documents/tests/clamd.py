"""A small server that speaks clamd's protocol: it finds the EICAR test file and remembers what it was sent."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.ThreadingTCPServer):
    """Answers `zINSTREAM` like clamd; `answer` replaces what it would say."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[int] = []
        self.answer = b""

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self.server_address[1]}"


class Handler(socketserver.BaseRequestHandler):
    """One file."""

    server: Clamd

    def handle(self) -> None:
        """Take the blocks, then say what was found."""
        assert self._read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self._read(4))[0]:
            content += self._read(length)
        self.server.seen.append(len(content))
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.request.sendall(self.server.answer or found)

    def _read(self, length: int) -> bytes:
        got = b""
        while len(got) < length:
            block = self.request.recv(length - len(got))
            assert block, "the line was cut"
            got += block
        return got


@contextmanager
def clamd() -> Iterator[Clamd]:
    """A running scanner."""
    with Clamd() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
