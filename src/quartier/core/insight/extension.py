"""How apps say which addresses show people: by the parameter that names a thing, and whose it is (SBV-27)."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry

PERSON = "parties.party"


@dataclass(frozen=True, slots=True)
class Source:
    """Things that belong to a person. `table` holds them by `id`, `person` gives the person's number.

    `person` and `area` (the data area, "''" where none is known) are expressions in SQL over that table, mostly just
    a column. Without a table the parameter is the person's number itself.
    """

    parameter: str
    label: Text
    table: str = ""
    person: str = ""
    area: str = "''"


sources: Registry[Source] = Registry("things that lead to people")


def shows_person(parameter: str, label: Text, *, table: str = "", person: str = "", area: str = "''") -> Source:
    """Register a parameter of office addresses: whoever of the staff opens one leaves a row; called from a plug.

    `table` and `person` are written as the database knows them, for example `threads_thread` and `party_id`, and
    come from code alone. A thing without a person leaves none.
    """
    return sources.register(parameter, Source(parameter, label, table, person, area))
