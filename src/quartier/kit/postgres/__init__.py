"""PostgreSQL from the installed wheel, run by us, and the few programs of it that talk to any server."""

from quartier.kit.postgres.client import connect_plainly, dump_database, dump_schema, restore_database, server_version
from quartier.kit.postgres.errors import DatabaseUnavailable
from quartier.kit.postgres.server import APP_ROLE, SUPERUSER, Embedded

__all__ = [
    "APP_ROLE",
    "SUPERUSER",
    "DatabaseUnavailable",
    "Embedded",
    "connect_plainly",
    "dump_database",
    "dump_schema",
    "restore_database",
    "server_version",
]
