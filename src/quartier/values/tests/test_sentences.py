"""Sentences are said in a language, and so are the days and amounts in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from quartier.values.land import Land
from quartier.values.sentences import IN_ENGLISH, Sentence, Voice, Word, in_german
from quartier.values.span import Span
from quartier.values.units import euro, percent, points

IN_GERMAN = Voice(
    lambda text: {"On %(day)s": "Am %(day)s", "Bavaria": "Bayern"}.get(text, in_german(text)), english=False
)


def test_days_and_numbers_follow_the_language() -> None:
    sentence = Sentence("On %(day)s", {"day": date(2026, 8, 31)})
    assert sentence.text(IN_ENGLISH) == "On 31 Aug 2026"
    assert sentence.text(IN_GERMAN) == "Am 31.08.2026"
    assert str(sentence) == "On 31 Aug 2026"


def test_every_kind_of_value_can_be_said() -> None:
    values: dict[str, Word] = {
        "amount": euro(Decimal("1083.7")),
        "rate": percent(Decimal("6.27")),
        "more": points(Decimal(5)),
        "length": Span(months=1, days=2),
        "at": datetime(2026, 8, 31, 12, 5, tzinfo=UTC),
        "land": Land.BY,
        "count": 1200,
        "number": Decimal("-0.63"),
        "truth": True,
        "inner": Sentence("On %(day)s", {"day": date(2026, 1, 2)}),
        "nothing": "",
    }
    template = " ".join(f"%({name})s" for name in values)
    assert Sentence(template, values).text(IN_GERMAN).replace("\u00a0", " ") == (
        "1.083,70 € 6,27 % 5 Prozentpunkte 1 Monat + 2 Tage 31.08.2026, 14:05 Uhr Bayern 1.200 −0,63 ja Am 02.01.2026 "
    )
    assert Sentence(template, values).text(IN_ENGLISH).replace("\u00a0", " ") == (
        "1,083.70 € 6.27 % 5 points 1 month + 2 days 31 Aug 2026, 14:05 Bavaria 1,200 −0.63 yes On 2 Jan 2026 "
    )
