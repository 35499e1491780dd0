"""`quartier backup`, `quartier restore` and `quartier erasures replay`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from quartier.config.typist import typist

Act = Callable[[Any], int]


def add(commands: Any, on_database: Callable[[Act], Act]) -> None:
    """Declare both commands; `on_database` sets Django up around an act."""
    backup = commands.add_parser("backup", help="copy database and files, data keys apart, with proof")
    backup.add_argument("--to", type=Path, required=True, help="a directory that does not exist yet")
    backup.add_argument("--provider", default="", metavar="KEY", help="copy this one alone")
    backup.set_defaults(act=on_database(_backup))
    restore = commands.add_parser("restore", help="bring a backup back onto an empty installation")
    restore.add_argument("source", type=Path)
    restore.set_defaults(act=on_database(_restore))
    erasures = commands.add_parser("erasures", help="erase again whom a restore has brought back")
    actions = erasures.add_subparsers(required=True, metavar="ACTION")
    replay = actions.add_parser("replay", help="after a restore by other means; “quartier restore” does it by itself")
    replay.add_argument("--since", type=_instant, required=True, help="when the copy was made, ISO 8601 with its zone")
    replay.set_defaults(act=on_database(_replay))
    for command in (backup, restore):
        command.add_argument("--keys", type=Path, help="file with the data keys; DIRECTORY.keys unless given")


def _backup(words: Any) -> int:
    from quartier.config import backup  # noqa: PLC0415
    from quartier.kit import clock, storage  # noqa: PLC0415

    to, keys = words.to.absolute(), _keys(words, words.to)
    made = backup.make(at=clock.now(), to=to, keys=keys, files=storage.everything(), provider=words.provider)
    _note("backup.made", made)
    print(f"{to}: {len(made.tables)} tables with {made.rows} rows, {len(made.files)} files.")
    print(f"{keys}: {made.keys} wrapped data keys. Keep them, and QUARTIER_ENCRYPTION_KEYS, elsewhere.")
    return 0


def _restore(words: Any) -> int:
    from quartier.config import backup  # noqa: PLC0415
    from quartier.core.providers import services  # noqa: PLC0415
    from quartier.kit import clock, storage  # noqa: PLC0415

    source = words.source.absolute()
    done = backup.restore(at=clock.now(), source=source, keys=_keys(words, words.source), files=storage.everything())
    services.migrate_all()
    _note("backup.restored", done)
    code = _erase_again(done.made_at, only=done.provider)
    print(f"{len(done.tables)} tables with {done.rows} rows and {len(done.files)} files are what they were.")
    print(f"The state is that of {done.made_at.isoformat(timespec='seconds')}.")
    if done.provider:
        print(f"{done.provider} is stopped until it is published again.")
    return code


def _replay(words: Any) -> int:
    return _erase_again(words.since)


def _erase_again(since: datetime, *, only: str = "") -> int:
    """Replay the ledger of every provider, or of one; a line that cannot be read ends with exit code 1."""
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.privacy.services import replay_erasures  # noqa: PLC0415
    from quartier.core.providers import queries  # noqa: PLC0415
    from quartier.kit import clock  # noqa: PLC0415

    broken = 0
    for schema in [row.schema_name for row in queries.providers() if only in ("", row.schema_name)]:
        with schema_context(schema):
            done = replay_erasures(actor=typist(), at=clock.now(), since=since)
        broken += done.unreadable
        if done.erased:
            print(f"{schema}: erased again since the copy: {done.erased}.")
        if done.unreadable:
            print(f"quartier: {schema}: {done.unreadable} lines of the ledger cannot be read.", file=sys.stderr)
    return 1 if broken else 0


def _instant(text: str) -> datetime:
    """Read an instant with its zone; argparse tells a ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _keys(words: Any, directory: Path) -> Path:
    chosen: Path = words.keys or directory.with_name(f"{directory.name}.keys")
    return chosen.absolute()


def _note(kind: str, manifest: Any) -> None:
    """Write into the console's protocol what was copied or brought back."""
    from django.conf import settings  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.audit import services as audit  # noqa: PLC0415
    from quartier.kit import clock  # noqa: PLC0415

    subject = f"providers.provider:{manifest.provider}" if manifest.provider else "backup:*"
    data = {"rows": manifest.rows, "files": len(manifest.files), "made_at": manifest.made_at.isoformat()}
    with schema_context(settings.CONSOLE_SCHEMA):
        audit.record(actor=typist(), at=clock.now(), kind=kind, subject=subject, data=data)
