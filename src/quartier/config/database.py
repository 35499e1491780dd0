"""The configured database, there when it is needed: the embedded server started, another one checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from quartier.config.addresses import MINIMUM_SERVER_VERSION, Database
from quartier.config.environment import Environment, SettingError
from quartier.kit.postgres import DatabaseUnavailable, Embedded, server_version

REFUSALS = re.compile(
    r"(password authentication failed|no pg_hba\.conf entry|(role|database) \"[^\"]*\" does not exist)"
)


@contextmanager
def available(env: Environment) -> Iterator[None]:
    """The database answers while the block runs; an embedded server that only we needed stops afterwards.

    Raises ``SettingError`` when DATABASE_URL cannot be right, ``DatabaseUnavailable`` when nobody answers.
    """
    if env.database.embedded is None:
        check(env.database)
        yield
    else:
        with Embedded(env.database.embedded).serving():
            yield


def check(database: Database) -> None:
    """Refuse a server that is too old, a login or a database it does not know, and one that does not answer."""
    try:
        version = server_version(database.conninfo())
    except DatabaseUnavailable as error:
        if found := REFUSALS.search(error.message):
            raise SettingError([f"DATABASE_URL is refused by the server: {found[0]}."]) from None
        raise DatabaseUnavailable(f"The database {database.place} does not answer. Is the server running?") from None
    refuse_old(version)


def refuse_old(version: int) -> None:
    """Raise ``SettingError`` for a major version we do not support."""
    if version < MINIMUM_SERVER_VERSION:
        needed = f"Quartier needs PostgreSQL {MINIMUM_SERVER_VERSION} or newer"
        raise SettingError([f"DATABASE_URL leads to PostgreSQL {version}; {needed}."])
