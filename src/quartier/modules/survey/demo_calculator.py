"""The demo: a calculation of a customer that goes on, with a slope and a balcony."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from quartier.core.accounts import queries as accounts
from quartier.modules.survey.services import surveys

Box = tuple[int, int, int, int]


def _room(number: str, name: str, use: str, box: Box, height: int | None = 2520, **more: Any) -> Mapping[str, Any]:
    left, low, right, high = box
    outline = [[left, low], [right, low], [right, high], [left, high]]
    return {"id": number, "name": name, "use": use, "outline": outline, "height": height, "unit": "1", **more}


ROOMS: Final = (
    _room("1", "Schlafen", "bedroom", (0, 5730, 4100, 9330), slopes=[{"edge": 3, "knee": 900, "pitch": 40}]),
    _room("2", "Bad", "bath", (4215, 5730, 6815, 9330)),
    _room("3", "Küche", "kitchen", (6930, 5730, 10600, 9330), deductions=[
        {"kind": "chimney", "outline": [[10100, 8930], [10600, 8930], [10600, 9330], [10100, 9330]]}
    ]),
    _room("4", "Flur", "hall", (0, 4315, 8200, 5615)),
    _room("5", "Abstellraum", "store", (8315, 4315, 10600, 5615)),
    _room("6", "Kind", "child", (0, 0, 3800, 4200)),
    _room("7", "Wohnen", "living", (3915, 0, 10600, 4200)),
    _room("8", "Balkon", "balcony", (5000, -1965, 9000, -365), None),
)  # fmt: skip
FLAT: Final[Mapping[str, Any]] = {
    "aufmass": 1, "name": "Wohnung 3. OG, Speicherstraße 9", "basis": "measurements",
    "units": [{"id": "1", "name": "Wohnung 3. OG", "agreed": 98}],
    "storeys": [{"id": "3OG", "name": "3. Obergeschoss", "level": 8400, "height": 2800, "rooms": list(ROOMS)}],
}  # fmt: skip


def seed(*, at: datetime, key: str) -> None:
    """Let a customer of the demo have a calculation in work."""
    user = accounts.user_with_email(f"kunde@{key}.example")
    surveys.open_survey(at=at, title=str(FLAT["name"]), user=user, content=FLAT)
