"""Declaring a withdrawal or a notice without a login, and the receipt that only whoever declared can open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core import signing

from quartier.core.contracts.services.noticing import KIND as NOTICE
from quartier.core.declarations import queries as declared
from quartier.core.declarations import services as declarations
from quartier.core.declarations.extension import Declaration
from quartier.core.declarations.services import Given
from quartier.core.withdrawal.services.judging import KIND
from quartier.kit.schemas import current_schema
from quartier.law.bgb.form import Sending
from quartier.values.actor import Actor

SALT: Final = "quartier.withdrawal.receipt"
OPEN_FOR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody filled in. `subject` and `party_id` only for whoever is logged in and picked their own contract."""

    name: str
    contact: str
    about: str = ""
    words: str = ""
    subject: str = ""
    party_id: int | None = None
    entity_id: int | None = None
    wishes: Mapping[str, Any] = field(default_factory=dict)
    once: str = ""


def withdraw(*, actor: Actor, at: datetime, said: Said) -> Declaration:
    """Declare a withdrawal: received at this instant, whatever else is unclear (§ 356a BGB). Raises UnusableContact."""
    return declarations.receive(actor=actor, at=at, given=_given(KIND, at, said))


def cancel(*, actor: Actor, at: datetime, said: Said, ends_on: date | None = None) -> Declaration:
    """Declare a notice: received at this instant (§ 312k BGB). Raises UnusableContact."""
    wishes = {**said.wishes, **({"ends_on": ends_on.isoformat()} if ends_on else {})}
    return declarations.receive(actor=actor, at=at, given=_given(NOTICE, at, said, wishes))


def _given(kind: str, at: datetime, said: Said, wishes: Mapping[str, Any] | None = None) -> Given:
    return Given(
        kind=kind, channel=Sending.PORTAL_FORM, name=said.name, received_at=at, subject=said.subject,
        party_id=said.party_id, entity_id=said.entity_id, contact=said.contact, about=said.about, words=said.words,
        wishes=said.wishes if wishes is None else wishes, once=said.once,
    )  # fmt: skip


def receipt_key(row: Declaration) -> str:
    """Return the secret of a receipt's address: signed, of this portal, good for thirty days."""
    return signing.dumps([current_schema(), row.pk], salt=SALT)


def receipt_of(key: str) -> Declaration | None:
    """Return the declaration behind a receipt's address; None for what is not ours or too old."""
    try:
        schema, number = signing.loads(key, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    return declared.declaration_numbered(number) if schema == current_schema() else None
