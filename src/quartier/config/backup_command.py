"""`quartier backup` and `quartier restore`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Act = Callable[[Any], int]


def add(commands: Any, on_database: Callable[[Act], Act]) -> None:
    """Declare both commands; `on_database` sets Django up around an act."""
    backup = commands.add_parser("backup", help="copy database and files, data keys apart, with proof")
    backup.add_argument("--to", type=Path, required=True, help="a directory that does not exist yet")
    backup.set_defaults(act=on_database(_backup))
    restore = commands.add_parser("restore", help="bring a backup back onto an empty installation")
    restore.add_argument("source", type=Path)
    restore.set_defaults(act=on_database(_restore))
    for command in (backup, restore):
        command.add_argument("--keys", type=Path, help="file with the data keys; DIRECTORY.keys unless given")


def _backup(words: Any) -> int:
    from django.conf import settings  # noqa: PLC0415

    from quartier.config import backup  # noqa: PLC0415
    from quartier.kit import clock  # noqa: PLC0415

    to, keys = words.to.absolute(), _keys(words, words.to)
    made = backup.make(at=clock.now(), to=to, keys=keys, files=Path(settings.MEDIA_ROOT))
    _note("backup.made", made)
    print(f"{to}: {len(made.tables)} tables with {made.rows} rows, {len(made.files)} files.")
    print(f"{keys}: {made.keys} wrapped data keys. Keep them, and QUARTIER_ENCRYPTION_KEYS, elsewhere.")
    return 0


def _restore(words: Any) -> int:
    from django.conf import settings  # noqa: PLC0415

    from quartier.config import backup  # noqa: PLC0415

    source = words.source.absolute()
    done = backup.restore(source=source, keys=_keys(words, words.source), files=Path(settings.MEDIA_ROOT))
    _note("backup.restored", done)
    print(f"{len(done.tables)} tables with {done.rows} rows and {len(done.files)} files are what they were.")
    print(f"The state is that of {done.made_at.isoformat(timespec='seconds')}. Run: quartier migrate")
    return 0


def _keys(words: Any, directory: Path) -> Path:
    chosen: Path = words.keys or directory.with_name(f"{directory.name}.keys")
    return chosen.absolute()


def _note(kind: str, manifest: Any) -> None:
    """Write into the console's protocol what was copied or brought back."""
    from django.conf import settings  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.audit import services as audit  # noqa: PLC0415
    from quartier.kit import clock  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    data = {"rows": manifest.rows, "files": len(manifest.files), "made_at": manifest.made_at.isoformat()}
    with schema_context(settings.CONSOLE_SCHEMA):
        audit.record(actor=SYSTEM, at=clock.now(), kind=kind, subject="backup:*", data=data)
