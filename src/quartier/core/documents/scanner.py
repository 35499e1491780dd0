"""clamd, the malware scanner: a file goes over its socket in blocks, one sentence comes back."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO, Final

BLOCK: Final = 1 << 18
TIMEOUT_SECONDS: Final = 60
LONGEST_ANSWER: Final = 4096
LENGTH: Final = struct.Struct("!L")


class ScannerDown(Exception):
    """Nobody has said whether a file is clean: not reachable, broken off, or the file was not taken."""


def scanned(address: str, file: BinaryIO) -> str:
    """Return the name of what was found in a file, "" when it is clean. Raises ScannerDown.

    `address` is the path of a socket, or host:port. Anything but a clear answer counts as none.
    """
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                line.sendall(LENGTH.pack(len(block)) + block)
            line.sendall(LENGTH.pack(0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerDown(type(error).__name__) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDown(answer[:80] or "no answer")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        block = line.recv(LONGEST_ANSWER)
        if not block:
            break
        said += block
    return said.rstrip(b"\0\n").decode("utf-8", "replace") if said.endswith((b"\0", b"\n")) else ""
