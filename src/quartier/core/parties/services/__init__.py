"""What parties does: keep people, organisations and contracts; `services.intake` takes master data over."""

from quartier.core.parties.services.correcting import CORRECTABLE, NameMissing, NothingChanged, correct
from quartier.core.parties.services.ending import lock_away, reduce, release, restrict
from quartier.core.parties.services.intake.runs import forget_starter
from quartier.core.parties.services.keeping import (
    CONTACT_FIELDS,
    DateMissing,
    EntityMissing,
    NumberTaken,
    add_party,
    change_contact,
    note_export,
    open_relationship,
    set_address_state,
)

__all__ = [
    "CONTACT_FIELDS",
    "CORRECTABLE",
    "DateMissing",
    "EntityMissing",
    "NameMissing",
    "NothingChanged",
    "NumberTaken",
    "add_party",
    "change_contact",
    "correct",
    "forget_starter",
    "lock_away",
    "note_export",
    "open_relationship",
    "reduce",
    "release",
    "restrict",
    "set_address_state",
]
