"""How apps say which of their events customers' programs can be told about.

    from quartier.core.webhooks.extension import event
    event("survey.calculation.finished", _("A calculation is finished"), _("…"), Parts(Part("order", TEXT, _("…"))))

and in the service, in the transaction in which it happens:

    webhooks.publish(at=at, party_id=party.pk, event="survey.calculation.finished", subject=subject_of(row),
                     data={"order": order.number, "state": row.state}, key=f"finished:{row.pk}")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from quartier.kit.api import Parts
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry

NAMED: Final = re.compile(r"[a-z]+(\.[a-z_]+)+")


@dataclass(frozen=True, slots=True)
class EventKind:
    """An event that addresses can be told about: what people read, and the shape of its data."""

    key: str
    label: Text
    description: Text
    shape: Parts


event_kinds: Registry[EventKind] = Registry("events for programs")


def event(key: str, label: Text, description: Text, shape: Parts) -> EventKind:
    """Register an event (`area.happened`); called from a plug.

    Its data are numbers, states, days and addresses in the API: nothing about people but the numbers of their things.
    """
    if not NAMED.fullmatch(key):
        raise ValueError(f"“{key}” is no name of an event: small words with dots")
    return event_kinds.register(key, EventKind(key, label, description, shape))
