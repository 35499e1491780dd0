"""`quartier keys`: change the keys that secrets at rest are encrypted with."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from quartier.config.typist import typist

Act = Callable[[Any], int]


def add(parser: argparse.ArgumentParser, on_database: Callable[[Act], Act]) -> None:
    """Declare the actions; `on_database` sets Django up around an act."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    rotate = actions.add_parser("rotate", help="wrap all data keys with the first of QUARTIER_ENCRYPTION_KEYS")
    rotate.add_argument("--data", action="store_true", help="also make new data keys and encrypt all rows anew")
    rotate.set_defaults(act=on_database(_rotate))


def _rotate(words: Any) -> int:
    from django.conf import settings  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.audit import services as audit  # noqa: PLC0415
    from quartier.core.providers import queries  # noqa: PLC0415
    from quartier.kit import clock, encryption  # noqa: PLC0415

    wrapped = encryption.rewrap()
    print(f"{wrapped} data keys are wrapped with the first installation key; older ones are no longer needed.")
    schemas = [*(row.schema_name for row in queries.providers()), settings.CONSOLE_SCHEMA] if words.data else []
    rows = 0
    for schema in schemas:
        with schema_context(schema):
            found = encryption.renew()
        print(f"{schema}: {found} rows are encrypted anew.")
        rows += found
    with schema_context(settings.CONSOLE_SCHEMA):
        data = {"keys": wrapped, "rows": rows}
        audit.record(actor=typist(), at=clock.now(), kind="keys.rotated", subject="kit.datakey:*", data=data)
    return 0
