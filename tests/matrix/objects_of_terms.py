"""Legal texts and their versions to ask for: all portals have terms in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import day_of, now
from quartier.values.actor import SYSTEM
from tests.matrix.people import rows


def in_force(user_id: int) -> int:
    """The version of the terms that is in force."""
    return int(rows("terms.TextVersion").get(text__key="terms", state="published").pk)


def draft(user_id: int) -> int:
    """A version of the terms that nobody outside has seen."""
    from quartier.core.terms import services  # noqa: PLC0415 – models load late

    text, at = rows("terms.LegalText").get(key="terms"), now()
    body = f"Entwurf {text.versions.count()}."
    row = services.import_version(
        actor=SYSTEM, at=at, text_id=text.pk, data=body.encode(), file_name="neu.md", name=body, dated_on=day_of(at)
    )
    return int(row.pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "other_version_id": in_force,
    "text_key": lambda _user_id: "terms",
    "text_version_id": in_force,
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    (f"terms:office_{name}", "text_version_id"): draft for name in ("change", "publish", "withdraw")
}
