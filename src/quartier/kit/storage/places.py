"""Which storage holds whose files, as the settings say."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from quartier.kit.storage.disk import Disk
from quartier.kit.storage.face import Storage


def everything() -> Storage:
    """Return the files of the whole installation, each provider's below its key: for backups alone."""
    return _below("")


def of(schema: str) -> Storage:
    """Return the files of one provider; there are none without one."""
    if schema in ("", "public"):
        raise RuntimeError("files belong to a provider")
    return _below(schema)


def here() -> Storage:
    """Return the files of the provider in whose schema the connection stands."""
    return of(str(getattr(connection, "schema_name", "")))


def _below(schema: str) -> Storage:
    if settings.OBJECT_STORE is None:
        return Disk(Path(settings.MEDIA_ROOT) / schema)
    # The bucket's library is an extra and is read by those alone who use it.
    from quartier.kit.storage.bucket import Bucket  # noqa: PLC0415

    return Bucket(settings.OBJECT_STORE, f"{schema}/" if schema else "")
