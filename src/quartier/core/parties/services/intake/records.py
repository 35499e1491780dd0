"""From what is written to a record: a customer, perhaps with a contract, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from quartier.core.parties.models import PartyKind, Standing
from quartier.core.parties.services.intake.whitelist import CONTRACT, MASTER_DATA, PARTY

GERMAN_POSTCODE: Final = 5
OLDEST: Final = 1900
# Answers that a customer always has: an empty cell leaves what is there.
NEVER_EMPTY: Final = ("kind", "standing", "language", "country")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record: the field, "" for the whole of it, and one sentence."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Record:
    """One customer, perhaps with a contract; fields that are not there stay as they are."""

    number: int
    written: Mapping[str, str]
    party: Mapping[str, Any]
    contract: Mapping[str, Any] | None
    faults: Sequence[Fault]

    @property
    def customer_number(self) -> str:
        """Return what the back office calls the customer, as it is written."""
        return self.written.get("customer_number", "").strip()


def read(number: int, written: Mapping[str, str], *, on: date, entities: Mapping[str, int]) -> Record:
    """Read one record; `entities` gives the key of each company by its short and full name in small letters."""
    party, faults = PARTY.read(written)
    party = {name: value for name, value in party.items() if name not in NEVER_EMPTY or value}
    contract: dict[str, Any] | None = None
    if any(written.get(field.name) for field in CONTRACT):
        contract, more = CONTRACT.read(written)
        faults += more
        faults += _contract_faults(contract, entities)
    faults += _party_faults(party, on)
    return Record(number, written, party, contract, [Fault(field, sentence) for field, sentence in faults])


def permitted(record: Mapping[str, object]) -> dict[str, str]:
    """Return the permitted fields of a record as text, and nothing else of it."""
    return {name: _text(value) for name, value in record.items() if name in MASTER_DATA}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _party_faults(party: Mapping[str, Any], on: date) -> list[tuple[str, str]]:
    found = []
    born_on, postcode = party.get("born_on"), party.get("postcode") or ""
    if born_on is not None and not date(OLDEST, 1, 1) <= born_on <= on:
        found.append(("born_on", _("Nobody here was born on this day.")))
    if postcode and party.get("country", "DE") == "DE" and not (
        len(postcode) == GERMAN_POSTCODE and postcode.isdecimal()
    ):  # fmt: skip
        found.append(("postcode", _("A German postcode has five digits. Perhaps a program dropped the zero in front.")))
    if party.get("kind") == PartyKind.ORGANISATION and party.get("standing") == Standing.CONSUMER:
        found.append(("standing", _("An organisation is not a consumer.")))
    return found


def _contract_faults(contract: dict[str, Any], entities: Mapping[str, int]) -> list[tuple[str, str]]:
    """Check a contract and put the company's key in the place of its name."""
    found = []
    if "entity" in contract:
        key = entities.get(contract["entity"].casefold())
        if key is None:
            known = {"name": contract["entity"]}
            found.append(("entity", _("No company of this portal is called “%(name)s”.") % known))
        contract["entity"] = key
    started_on, ended_on = contract.get("started_on"), contract.get("ended_on")
    if started_on and ended_on and ended_on < started_on:
        found.append(("ended_on", _("The contract ends before it begins.")))
    return found
