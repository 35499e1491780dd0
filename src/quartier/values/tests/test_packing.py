"""A stored sentence says the same as the one that was stored."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from quartier.values.land import Land
from quartier.values.packing import packed, unpacked
from quartier.values.period import Period
from quartier.values.sentences import IN_ENGLISH, Sentence, Voice, Word, in_german
from quartier.values.span import Span
from quartier.values.units import euro, points

IN_GERMAN = Voice(in_german, english=False)


def test_every_kind_of_value_comes_back() -> None:
    values: dict[str, Word] = {
        "word": "x",
        "land": Land.BY,
        "yes": True,
        "count": 3,
        "number": Decimal("1.50"),
        "amount": euro(Decimal("1083.70")),
        "points": points(Decimal("5.00")),
        "on": date(2026, 2, 28),
        "at": datetime(2026, 2, 28, 12, tzinfo=UTC),
        "length": Span(months=3, days=1),
        "time": Period(date(2026, 1, 1), date(2027, 1, 1)),
        "inner": Sentence("Until %(on)s", {"on": date(2026, 1, 2)}),
    }
    sentence = Sentence(" ".join(f"%({name})s" for name in values), values)
    stored = json.loads(json.dumps({**packed(sentence), "source": "§ 1"}))
    for voice in (IN_ENGLISH, IN_GERMAN):
        assert unpacked(stored).text(voice) == sentence.text(voice)


def test_what_cannot_be_stored_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        packed(Sentence("%(x)s", {"x": object()}))  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="no packed value"):
        unpacked({"template": "%(x)s", "values": {"x": None}})
