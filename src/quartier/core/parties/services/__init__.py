"""What parties does: keep people, organisations and contracts; `services.intake` takes master data over."""

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
    "DateMissing",
    "EntityMissing",
    "NumberTaken",
    "add_party",
    "change_contact",
    "forget_starter",
    "note_export",
    "open_relationship",
    "set_address_state",
]
