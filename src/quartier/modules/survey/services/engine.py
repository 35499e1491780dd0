"""The engine for programs of others: each question in a process of its own, one at a time for each key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from quartier.kit import formats
from quartier.kit.api import Problem

PATIENCE_S: Final = 30
MODULE: Final = "quartier.modules.survey.rules.apart"
MOST_FAULTS: Final = 100


def answer(question: Mapping[str, Any], content: bytes, *, asked_by: str) -> tuple[dict[str, Any], bytes]:
    """Return what the engine says, and the drawing if one was asked for.

    Raises a Problem: 422 with every place for what does not fit or takes too long, 429 while another question of the
    same key is being answered.
    """
    _alone(asked_by)
    line = json.dumps({**question, "language": "en" if formats.speaks_english() else "de"}).encode()
    try:
        # The environment stays here: whoever reads strangers' files knows no secrets.
        done = subprocess.run(
            [sys.executable, "-m", MODULE], input=line + b"\n" + content, capture_output=True, timeout=PATIENCE_S,
            check=True, env=_environment(),
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        words = _("This takes too long, or cannot be read. Please send fewer rooms, or another file.")
        raise Problem(422, words) from None
    told, _line, drawn = done.stdout.partition(b"\n")
    found: dict[str, Any] = json.loads(told)
    if "faults" in found:
        places = [(one["place"], one["sentence"]) for one in found["faults"][:MOST_FAULTS]]
        raise Problem(422, _("Some of this does not fit. Nothing has been stored."), places)
    return found, drawn


def _environment() -> dict[str, str]:
    """Return all that the other process knows of this one: where the program lies, and where fonts are remembered."""
    remembered = str(settings.WORK_DIR / "engine")
    return {"PYTHONPATH": os.pathsep.join(sys.path), "LANG": "C.UTF-8", "XDG_CACHE_HOME": remembered}


def _alone(asked_by: str) -> None:
    """Let a key ask one question at a time; the transaction of the call holds its place."""
    with connection.cursor() as cursor:
        name = f"survey.engine:{getattr(connection, 'schema_name', '')}:{asked_by}"
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        if not cursor.fetchone()[0]:
            raise Problem(429, _("Another question of yours is being answered. Please send them one by one."), wait=1)
