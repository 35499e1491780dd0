"""Keeping parties and what ties them to a legal entity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties.extension import tell_of_contracts
from quartier.core.parties.mails import WelcomeMail
from quartier.core.parties.models import AddressState, Party, PartyKind, Relationship, Standing
from quartier.core.parties.queries import subject_of
from quartier.core.parties.rules import sort_key
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

CONTACT_FIELDS = ("email", "phone", "mobile", "street", "postcode", "city")


class EntityMissing(Refused):
    """Every contract names exactly one contracting entity (DWG-01)."""

    message = _("Choose the company that becomes the contracting party.")
    field = "legal_entity"


class NumberTaken(Refused):
    """The number belongs to another relationship of this entity."""

    message = _("This number is already in use at this company.")
    field = "number"


class DateMissing(Refused):
    """An unknown or foreign address needs the day since when."""

    message = _("Write since when the address is unknown or abroad.")
    field = "address_state_since"


@transaction.atomic
def add_party(*, actor: Actor, at: datetime, kind: str, name: str, given_name: str = "", **details: Any) -> Party:
    """Add a person or organisation; an organisation is a business unless something else is said."""
    details.setdefault("standing", Standing.BUSINESS if kind == PartyKind.ORGANISATION else Standing.CONSUMER)
    party = Party.objects.create(
        kind=PartyKind(kind),
        name=name.strip(),
        given_name=given_name.strip(),
        sort_name=sort_key(name, given_name),
        created_at=at,
        **details,
    )
    audit.record(actor=actor, at=at, kind="party.added", subject=subject_of(party))
    return party


@transaction.atomic
def open_relationship(
    *,
    actor: Actor,
    at: datetime,
    party: Party,
    legal_entity_id: int | None,
    kind: str,
    number: str,
    started_on: date,
    subject: str = "",
    tell: bool = True,
) -> Relationship:
    """Tie a party to exactly one legal entity and tell it by mail, in that entity's name.

    Raises EntityMissing and NumberTaken; nothing is stored and no mail goes out then.
    """
    if legal_entity_id is None:
        raise EntityMissing
    if Relationship.objects.filter(legal_entity_id=legal_entity_id, number=number).exists():
        raise NumberTaken
    row = Relationship.objects.create(
        party=party,
        legal_entity_id=legal_entity_id,
        kind=kind,
        number=number,
        subject=subject,
        started_on=started_on,
    )
    data = {"number": number, "entity": row.legal_entity.key}
    audit.record(actor=actor, at=at, kind="relationship.opened", subject=subject_of(party), data=data)
    tell_of_contracts([party.pk], at)
    if tell and party.email:
        _tell(actor, at, row)
    return row


def _tell(actor: Actor, at: datetime, row: Relationship) -> None:
    """Confirm the contract by mail in the name of the contracting entity."""
    party, entity = row.party, row.legal_entity
    mail = WelcomeMail(
        addressee=str(party),
        kind=row.get_kind_display(),
        number=row.number,
        subject_matter=row.subject,
        started_on=row.started_on,
        entity_name=entity.name,
    )
    about = subject_of(party)
    inbox.post(actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=about, entity=entity)


@transaction.atomic
def set_address_state(*, actor: Actor, at: datetime, party_id: int, state: str, since: date | None) -> Party:
    """Note that post does not reach a party any more, or that it does again (DWG-44). Raises DateMissing."""
    state = AddressState(state)
    if state is not AddressState.KNOWN and since is None:
        raise DateMissing
    party = Party.objects.select_for_update().get(pk=party_id)
    before = party.address_state
    party.address_state, party.address_state_since = state, None if state is AddressState.KNOWN else since
    party.save(update_fields=["address_state", "address_state_since"])
    data = {"state": [before, state], "since": str(since or "")}
    audit.record(actor=actor, at=at, kind="party.address_state_changed", subject=subject_of(party), data=data)
    return party


@transaction.atomic
def change_contact(
    *, actor: Actor, at: datetime, party_id: int, values: Mapping[str, str], shown: Mapping[str, str]
) -> Party:
    """Store contact details that the customer has confirmed as complete and correct, together with
    what was shown (DWG-46).
    """
    party = Party.everything.select_for_update().get(pk=party_id)
    given = {field: values[field] for field in CONTACT_FIELDS if field in values}
    changed = {field: [getattr(party, field), new] for field, new in given.items() if getattr(party, field) != new}
    for field, (_old, new) in changed.items():
        setattr(party, field, new)
    if {"street", "postcode", "city"} & changed.keys():
        party.address_state, party.address_state_since = AddressState.KNOWN, None
    party.save(update_fields=[*changed, "address_state", "address_state_since"])
    subject = subject_of(party)
    audit.keep_confirmation(actor=actor, at=at, form="parties.contact", subject=subject, values=shown)
    audit.record(actor=actor, at=at, kind="party.contact_changed", subject=subject, data=changed)
    return party


@transaction.atomic
def note_export(*, actor: Actor, at: datetime, rows: int) -> None:
    """Record that somebody took the customer list as a file."""
    audit.record(actor=actor, at=at, kind="party.list_exported", subject="parties.party:*", data={"rows": rows})
