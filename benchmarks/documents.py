"""How fast files become documents beside a plain copy that is hashed, and in how much memory: BENCH=documents."""

from __future__ import annotations

import hashlib
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, median_ratio
from benchmarks.measured import AT, provider

MB = 1_000_000
SMALL, LARGE = 16 * MB, 256 * MB
PART = 8 * MB
BLOCK = 1 << 20
ROUNDS = 5
GOAL = 0.5
MEMORY_GOAL_MB = 16


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Upload the same file in one go and in parts, and copy it, in turn; all on the same disk."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        from django.conf import settings  # noqa: PLC0415

        settings.DOCUMENT_LIMITS = {"largest": 2 * LARGE, "quota": 100 * LARGE}
        owner, small, large = _owner(), _source(home, SMALL), _source(home, LARGE)
        _whole(owner, small)
        before = _peak_mb()
        say(f"{ROUNDS} rounds with {LARGE // MB} MB: copied, uploaded in one go, uploaded in parts …")
        rounds = [_round(home, owner, large) for _ in range(ROUNDS)]
        grown = _peak_mb() - before
    plain, synced, whole, parts = zip(*rounds, strict=True)
    speeds = [LARGE / MB / seconds for seconds in sorted(whole)]
    return [
        Figure("upload_ratio", median_ratio(plain, whole), "×", GOAL, "high"),
        Figure("upload_ratio_synced", median_ratio(synced, whole), "×"),
        Figure("parts_ratio", median_ratio(plain, parts), "×"),
        Figure("upload_mb_s", speeds[ROUNDS // 2], "MB/s"),
        Figure("memory_growth_mb", grown, "MB", MEMORY_GOAL_MB),
    ]


def _disk() -> str:
    """Where a disk is: a file system in memory would flatter nobody alike."""
    place = Path("var")
    place.mkdir(exist_ok=True)
    return str(place.absolute())


def _round(home: str, owner: Any, source: Path) -> tuple[float, float, float, float]:
    """Seconds of a copy, of a copy that is on the disk when it ends, of an upload in one go, of one in parts."""
    return (
        _copied(source, Path(home, "copy"), sync=False),
        _copied(source, Path(home, "copy"), sync=True),
        _whole(owner, source),
        _in_parts(owner, source),
    )


def _copied(source: Path, target: Path, *, sync: bool) -> float:
    os.sync()
    begun, digest = time.perf_counter(), hashlib.sha256()
    with target.open("wb", buffering=0) as out:
        for block in _blocks(source):
            out.write(block)
            digest.update(block)
        digest.hexdigest()
        if sync:
            os.fsync(out.fileno())
    seconds = time.perf_counter() - begun
    target.unlink()
    return seconds


def _whole(owner: Any, source: Path) -> float:
    from quartier.core.documents import services  # noqa: PLC0415

    os.sync()
    begun = time.perf_counter()
    sent: dict[str, Any] = {"file_name": "messung.pdf", "size": source.stat().st_size, "blocks": _blocks(source)}
    _file(services.receive(at=AT, owner=owner, **sent), source)
    return _end(begun)


def _in_parts(owner: Any, source: Path) -> float:
    from quartier.core.documents import services  # noqa: PLC0415

    os.sync()
    begun, size = time.perf_counter(), source.stat().st_size
    upload = services.begin(at=AT, owner=owner, file_name="messung.pdf", size=size)
    for offset in range(0, size, PART):
        upload = services.append(at=AT, upload=upload, offset=offset, blocks=_blocks(source, offset, PART))
    _file(upload, source)
    return _end(begun)


def _file(upload: Any, source: Path) -> None:
    from quartier.core.documents import services  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    given = services.Given(kind="letter", title=source.name, visibility="staff")
    row = services.file(actor=SYSTEM, at=AT, upload=upload, given=given)
    if row.size != source.stat().st_size or row.state != "ready":
        raise RuntimeError(f"{row.size} bytes, {row.state}")


def _end(begun: float) -> float:
    """Return the seconds since then, and clear away so that the next round writes as much."""
    seconds = time.perf_counter() - begun
    from quartier.core.documents.models import Document  # noqa: PLC0415
    from quartier.kit import storage  # noqa: PLC0415

    Document.objects.all().delete()
    place = storage.here()
    for sha256, _at in list(place.all_kept()):
        place.remove(sha256)
    return seconds


def _owner() -> Any:
    from quartier.core.accounts import services  # noqa: PLC0415
    from quartier.kit.access import Audience  # noqa: PLC0415
    from quartier.kit.roles import StaffRole  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    return services.open_account(
        actor=SYSTEM, at=AT, audience=Audience.STAFF, email="messung@messwerk.example", name="Messung",
        password="Messwerk-2026-Hof", roles=[StaffRole.CLERK],
    )  # fmt: skip


def _source(home: str, size: int) -> Path:
    """A file that begins like a PDF and cannot be packed."""
    path = Path(home, f"quelle-{size}")
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        rest = size - file.tell()
        while rest:
            rest -= file.write(os.urandom(min(BLOCK, rest)))
    return path


def _blocks(source: Path, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    with source.open("rb", buffering=0) as file:
        file.seek(start)
        rest = source.stat().st_size - start if length is None else length
        while rest > 0 and (block := file.read(min(BLOCK, rest))):
            rest -= len(block)
            yield block


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
