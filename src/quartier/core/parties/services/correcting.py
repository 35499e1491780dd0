"""Rectification (Art. 16 GDPR): what is wrong about somebody is corrected, with what it was before on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties.models import Party
from quartier.core.parties.queries import subject_of
from quartier.core.parties.rules import sort_key
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

CORRECTABLE = ("salutation", "given_name", "name", "email", "phone", "street", "postcode", "city")


class NameMissing(Refused):
    """A person keeps a name."""

    message = _("Write the name.")
    field = "name"


class NothingChanged(Refused):
    """A correction changes something."""

    message = _("Nothing is different from what is stored.")


@transaction.atomic
def correct(*, actor: Actor, at: datetime, party_id: int, values: Mapping[str, str]) -> list[str]:
    """Correct what is stored about a party, restricted or not; returns the fields that changed.

    Raises NameMissing and NothingChanged; nothing has changed then.
    """
    party = Party.everything.select_for_update().get(pk=party_id)
    wanted = {field: values[field].strip() for field in CORRECTABLE if field in values}
    changed = {
        field: [getattr(party, field), value] for field, value in wanted.items() if getattr(party, field) != value
    }
    if not wanted.get("name", party.name):
        raise NameMissing
    if not changed:
        raise NothingChanged
    for field, (_before, after) in changed.items():
        setattr(party, field, after)
    party.sort_name = sort_key(party.name, party.given_name)
    party.save(update_fields=[*changed, "sort_name"])
    audit.record(actor=actor, at=at, kind="party.corrected", subject=subject_of(party), data=changed)
    return list(changed)
