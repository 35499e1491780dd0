"""What identifies a party in its contracts: changed only after somebody of the staff has approved it (SBV-85)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from quartier.core.accounts import services as accounts
from quartier.core.audit import services as audit
from quartier.core.parties.models import Party, PartyKind
from quartier.core.parties.queries import subject_of
from quartier.core.parties.rules import sort_key
from quartier.core.parties.services.correcting import NameMissing, NothingChanged
from quartier.values.actor import Actor


def identity_of(party: Party) -> dict[str, str]:
    """Return what identifies a party, as text by field; an organisation has no given name and no birthday."""
    if party.kind == PartyKind.ORGANISATION:
        return {"name": party.name}
    return {"given_name": party.given_name, "name": party.name, "born_on": str(party.born_on or "")}


@transaction.atomic
def change_identity(*, actor: Actor, at: datetime, party_id: int, values: Mapping[str, str]) -> dict[str, list[str]]:
    """Change what identifies a party, and the name of its account; returns old and new value by field.

    Raises NameMissing and NothingChanged; nothing has changed then.
    """
    party = Party.everything.select_for_update().get(pk=party_id)
    known = identity_of(party)
    new = {field: values[field] for field in known if values.get(field, known[field]) != known[field]}
    changed = {field: [known[field], value] for field, value in new.items()}
    if not changed:
        raise NothingChanged
    if not values.get("name", party.name):
        raise NameMissing
    for field, text in new.items():
        setattr(party, field, (date.fromisoformat(text) if text else None) if field == "born_on" else text)
    party.sort_name = sort_key(party.name, party.given_name)
    party.save(update_fields=[*changed, "sort_name"])
    if party.user_id and changed.keys() & {"name", "given_name"}:
        accounts.rename(actor=actor, at=at, user_id=party.user_id, name=str(party))
    audit.record(actor=actor, at=at, kind="party.identity_changed", subject=subject_of(party), data=changed)
    return changed
