"""The demo project carries the published figures, to the cent."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from quartier.modules.lettings import queries

# Name, position, rooms, square metres, base rent and estimated total in cents, as published.
PUBLISHED = """
A.1|EG rechts|4|96|108370|146770
A.2|EG links|3|92|104040|140840
A.3|1. OG rechts|4|94|106630|144230
A.4|1. OG links|4|110|123980|167980
A.5|2. OG rechts|4|94|106390|143990
A.6|2. OG links|4|110|123790|167790
A.7|3. OG|4|142|160990|217790
B.1|EG rechts|4|96|108370|146770
B.2|EG links|3|79|89990|121590
B.3|1. OG rechts|4|94|106630|144230
B.4|1. OG links|4|110|123980|167980
B.5|2. OG rechts|4|94|106390|143990
B.6|2. OG links|4|110|123790|167790
B.7|3. OG|4|142|161000|217800
C.1|EG links|2|60|65820|89820
C.2|EG rechts|3|84|92080|125680
C.3|1. OG links|2|66|72610|99010
C.4|1. OG rechts|4|97|106960|145760
C.5|2. OG|4|109|120320|163920
D.1|EG links|2|60|65820|89820
D.2|EG rechts|3|84|92080|125680
D.3|1. OG links|2|66|72610|99010
D.4|1. OG rechts|4|97|106960|145760
D.5|2. OG|4|109|120320|163920
"""


def cents(amount: Decimal | None) -> int | None:
    """An amount as the published figures have it."""
    return None if amount is None else int(amount * 100)


def test_all_24_flats_carry_the_published_figures(kiebitzhof: Any) -> None:
    flats = queries.flats_of(kiebitzhof, date(2026, 11, 22))
    found = [
        "|".join(
            map(
                str,
                (flat.name, flat.position, int(flat.rooms), int(flat.area), cents(flat.base_rent), cents(flat.total)),
            )
        )
        for flat in flats
    ]
    assert found == PUBLISHED.split("\n")[1:-1]


def test_the_sums_are_the_published_ones(kiebitzhof: Any) -> None:
    flats = queries.flats_of(kiebitzhof, date(2026, 11, 22))
    assert Counter(flat.house.key for flat in flats) == {"A": 7, "B": 7, "C": 5, "D": 5}
    assert Counter(flat.rooms for flat in flats) == {Decimal(2): 4, Decimal(3): 4, Decimal(4): 16}
    assert Counter(flat.state for flat in flats) == {"let": 23, "free": 1}
    assert [flat.name for flat in flats if flat.state == "free"] == ["C.3"]
    assert sum(flat.base_rent for flat in flats) == Decimal("25699.20")
    assert all(flat.has_floor_plan for flat in flats)


def test_the_free_flat_was_held_once(kiebitzhof: Any) -> None:
    flat = queries.flat_named(kiebitzhof, "C.3", date(2026, 11, 22))
    assert flat is not None
    assert [(change.state, change.effective_on) for change in queries.history(flat)] == [
        ("free", date(2026, 11, 1)),
        ("reserved", date(2026, 10, 5)),
        ("free", date(2024, 4, 1)),
    ]
