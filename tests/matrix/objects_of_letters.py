"""Existing letters and batches to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from quartier.values.actor import SYSTEM
from tests.matrix.people import rows


def letter(user_id: int) -> int:
    """A letter that waits, of the company of a partner's staff, otherwise of the first one."""
    from quartier.core.letters import services  # noqa: PLC0415 – models load late
    from quartier.core.letters.extension import GeneralLetter  # noqa: PLC0415 – models load late

    entity = rows("accounts.User").get(pk=user_id).entity_id or rows("providers.LegalEntity").first().pk
    party = rows("parties.Relationship").filter(legal_entity_id=entity).order_by("pk")[0].party_id
    rows("parties.Party").filter(pk=party).update(address_state="known", address_state_since=None)
    text: Any = GeneralLetter(about="Ablesung", text="Guten Tag")
    return int(services.write(actor=SYSTEM, at=now(), party_id=party, entity_id=entity, text=text).pk)


def waiting_for(user_id: int) -> int:
    """A company that has a letter to print."""
    return int(rows("letters.Letter").get(pk=letter(user_id)).entity_id)


def batch(user_id: int) -> int:
    """A batch of one letter with its file, which nobody has printed."""
    from quartier.core.letters import services  # noqa: PLC0415 – models load late

    number = letter(user_id)
    entity = rows("letters.Letter").get(pk=number).entity_id
    made = services.gather(actor=SYSTEM, at=now(), entity_id=entity, letter_ids=[number])
    services.make_file(at=now(), batch_id=made.pk)
    return int(made.pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {"batch_id": batch, "letter_id": letter}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {("letters:gather", "entity_id"): waiting_for}
