"""`quartier audit`: seal the protocols, prove that they are what was written, write their heads out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Act = Callable[[Any], int]
OK, REFUSED = 0, 1


def add(parser: argparse.ArgumentParser, on_database: Callable[[Act], Act]) -> None:
    """Declare the actions; `on_database` sets Django up around an act."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, act, words in (
        ("seal", _seal, "seal what has been written since the last seal"),
        ("verify", _verify, "recompute all hashes and name the first fact that was tampered with"),
        ("head", _head, "print the newest hash of each chain, to be kept elsewhere"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("provider", nargs="?", help="its key or “console”; all of them without")
        action.set_defaults(act=on_database(act))
        if name == "verify":
            action.add_argument("--head", default="", help="a hash that was kept; needs a provider")
            action.add_argument("--heads", type=Path, help="a file that “quartier audit head” wrote")


def _schemas(words: Any) -> Iterator[str]:
    """Stand in the schema of each provider and of the console, one after the other, or in the one that is named."""
    from django.conf import settings  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.providers import queries, services  # noqa: PLC0415

    known = [*(row.schema_name for row in queries.providers()), settings.CONSOLE_SCHEMA]
    if words.provider and words.provider not in known:
        raise services.NoSuchProvider
    for schema in [words.provider] if words.provider else known:
        with schema_context(schema):
            yield schema


def _seal(words: Any) -> int:
    from quartier.core.audit import services  # noqa: PLC0415
    from quartier.kit import clock  # noqa: PLC0415

    for schema in _schemas(words):
        print(f"{schema}: {services.seal(at=clock.now())} rows sealed.")
    return OK


def _head(words: Any) -> int:
    from quartier.core.audit import queries  # noqa: PLC0415

    for schema in _schemas(words):
        if head := queries.head():
            number, at, digest = head
            print(f"{schema} {number} {at.isoformat(timespec='seconds')} {digest}")
    return OK


def _verify(words: Any) -> int:
    if words.head and not words.provider:
        return _complain("--head needs a provider; --heads takes a file with the hashes of all.")
    try:
        heads = _kept(words.heads) if words.heads else {words.provider: words.head}
    except (OSError, ValueError):
        return _complain(f"{words.heads} is no file that “quartier audit head” wrote.")
    return max([_verify_one(schema, heads.get(schema, "")) for schema in _schemas(words)], default=OK)


def _verify_one(schema: str, known_head: str) -> int:
    """Tell whether the chain of the schema we stand in holds."""
    from quartier.core.audit import queries  # noqa: PLC0415

    proof = queries.verify(known_head=known_head)
    wrong = [str(proof.fault)] if proof.fault else []
    wrong += [f"append-only is switched off: {name}" for name in queries.unprotected()]
    if not wrong:
        print(f"{schema}: {proof.seals} seals, {proof.rows} rows, all as sealed; {proof.unsealed} wait for a seal.")
    return max((_complain(f"{schema}: {sentence}.") for sentence in wrong), default=OK)


def _kept(path: Path) -> dict[str, str]:
    """Return the hash of each chain from a file; ValueError if it is not one of ours."""
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    return {schema: digest for schema, _number, _at, digest in lines}


def _complain(sentence: str) -> int:
    print(f"quartier: {sentence}", file=sys.stderr)
    return REFUSED
