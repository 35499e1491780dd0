"""A small load generator, run as a process of its own: a fixed number of requests over keep-alive connections.

Reads a plan as JSON from standard input, writes the result as JSON to standard output. Only the standard library, so
that it starts at once and weighs the same for whoever is measured.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

END = b"\r\n\r\n"
LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask whom: `head` is the request as sent. Gives up after `limit_s`."""

    port: int
    head: str
    requests: int
    connections: int = 16
    limit_s: float = 60.0


@dataclass(slots=True)
class Result:
    """What came back: seconds for all, seconds for each answer, bytes of the last body."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds


class Broken(Exception):
    """An answer was not 200, or a connection ended: such a run measures nothing."""


class Line(asyncio.Protocol):
    """One connection that asks again as soon as it has the whole answer, while requests are left."""

    def __init__(self, plan: Plan, result: Result, left: list[int]) -> None:
        self.request = plan.head.encode()
        self.result = result
        self.left = left
        self.buffer = bytearray()
        self.wanted = 0
        self.asked = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        if self.left[0] == 0:
            self.done.set_result(None)
            self.transport.close()
            return
        self.left[0] -= 1
        self.buffer.clear()
        self.wanted = 0
        self.asked = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Collect the answer; when it is whole, note its time and ask again."""
        self.buffer += data
        if not self.wanted and not self._read_head():
            return
        if len(self.buffer) >= self.wanted:
            self.result.latencies.append(time.perf_counter() - self.asked)
            self._ask()

    def _read_head(self) -> bool:
        end = self.buffer.find(END)
        if end < 0:
            return False
        head = bytes(self.buffer[:end]).lower()
        if not head.startswith(b"http/1.1 200") or LENGTH not in head:
            self._break(f"the answer was {head[:200]!r}")
            return False
        self.result.size = int(head.split(LENGTH, 1)[1].split(b"\r\n", 1)[0])
        self.wanted = end + len(END) + self.result.size
        return True

    def connection_lost(self, error: Exception | None) -> None:
        """A connection that ends before all is asked breaks the run."""
        self._break(f"the connection ended early: {error}")

    def _break(self, reason: str) -> None:
        if not self.done.done():
            self.done.set_exception(Broken(reason))


async def drive(plan: Plan) -> Result:
    """Send all requests of a plan; raises Broken, and TimeoutError when it takes too long."""
    result, left = Result(), [plan.requests]
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    async with asyncio.timeout(plan.limit_s):
        made = [
            await loop.create_connection(lambda: Line(plan, result, left), "127.0.0.1", plan.port)
            for _ in range(plan.connections)
        ]
        await asyncio.gather(*(line.done for _, line in made))
    result.seconds = time.perf_counter() - began
    return result


def drive_elsewhere(plan: Plan) -> Result:
    """Send all requests of a plan from a process of its own."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__))],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        check=False,
        timeout=plan.limit_s + 30,
    )
    if done.returncode:
        raise Broken(done.stderr.strip().rpartition("\n")[2])
    return Result(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(drive(Plan(**json.load(sys.stdin)))))))
