"""Parameters keep what they are given: JSON and text are exact round trips, faults are sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.core.providers.policies import CONCERNS, PasswordPolicy, Policies, load_preset
from quartier.core.providers.policies.billing import Due, DueFrom
from quartier.law.bgb.form import FormLevel
from quartier.values.land import Weekday
from quartier.values.policy import Concern, Euro, Held, Mark, Origin, OutOfBounds, Percent, Span, Unreadable, kind_of


def faults(call: Any) -> dict[str, str]:
    """Return the sentences of a refusal."""
    with pytest.raises(OutOfBounds) as caught:
        call()
    return {key: sentence.text() for key, sentence in caught.value.problems.items()}


@pytest.mark.parametrize("concern", CONCERNS, ids=lambda concern: concern.concern)
def test_every_concern_comes_back_from_json_and_from_text(concern: type[Concern]) -> None:
    values = concern()
    assert concern.parse(values.dump()) == values
    assert values.with_texts({p.key: values.text(p.key) for p in concern.parameters()}) == values


def test_an_unknown_key_is_refused_by_name() -> None:
    data = PasswordPolicy().dump() | {"password.colour": "red"}
    assert faults(lambda: PasswordPolicy.parse(data)) == {
        "password.colour": "password.colour is not a parameter of this policy."
    }


def test_a_missing_key_is_refused_by_name() -> None:
    data = PasswordPolicy().dump()
    del data["password.digit"]
    assert faults(lambda: PasswordPolicy.parse(data)) == {"password.digit": "password.digit is missing."}


def test_all_faults_are_told_at_once() -> None:
    data = PasswordPolicy().dump() | {
        "password.min_length": "8",
        "password.digit": 1,
        "password.change_reminder": {"moons": 3},
    }
    assert faults(lambda: PasswordPolicy.parse(data)) == {
        "password.min_length": "Shortest password (password.min_length): a whole number is needed.",
        "password.digit": "At least one digit (password.digit): yes or no is needed.",
        "password.change_reminder": (
            "Reminder to change it after (password.change_reminder): "
            "a length of time is needed, such as days or months."
        ),
    }


def test_the_whole_policy_refuses_keys_nobody_knows() -> None:
    data = Policies().dump() | {"moon.phase": {"value": 1, "origin": "stated"}}
    assert faults(lambda: Policies.parse(data)) == {"moon.phase": "moon.phase is not a parameter of any policy."}


def test_a_value_without_origin_is_refused() -> None:
    data = Held(values=PasswordPolicy()).dump() | {"password.digit": {"value": True}}
    assert faults(lambda: Held.parse(PasswordPolicy, data)) == {
        "password.digit": "password.digit: the origin is missing or unknown."
    }


def test_origin_clause_and_conflict_come_back() -> None:
    preset = load_preset("planmass").policies
    again = Policies.parse(preset.dump())
    assert again == preset
    mark = next(held for held in again if "dunning_fee" in held.marks).mark("dunning_fee")
    assert mark.origin is Origin.STATED
    assert mark.clause == "§ 8 Abs. 5"
    assert mark.conflict is not None
    assert mark.conflict.stated == "Jede Mahnung kostet 5,00 €, auch vor dem Verzug."


def test_a_value_nobody_marked_is_a_default() -> None:
    assert Held(values=PasswordPolicy()).mark("password.digit") == Mark(origin=Origin.DEFAULT)


NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("hint", "value", "raw", "text"),
    [
        (bool, True, True, "ja"),
        (bool, False, False, "nein"),
        (int, 14, 14, "14"),
        (Span, Span(days=14), {"days": 14}, f"14{NBSP}Tage"),
        (Span, Span(months=1), {"months": 1}, f"1{NBSP}Monat"),
        (Span, Span(months=1, days=2), {"months": 1, "days": 2}, f"1{NBSP}Monat + 2{NBSP}Tage"),
        (Euro, Decimal("5.00"), "5.00", f"5,00{NBSP}€"),
        (Euro, Decimal(15000), "15000", f"15.000,00{NBSP}€"),
        (Percent, Decimal("95.0"), "95.0", f"95{NBSP}%"),
        (Percent, Decimal("0.5"), "0.5", f"0,5{NBSP}%"),
        (Fraction, Fraction(1, 3), "1/3", "1/3"),
        (date, date(2025, 5, 27), "2025-05-27", "27.05.2025"),
        (time, time(1), "01:00", "01:00"),
        (str | None, None, None, ""),
        (FormLevel, FormLevel.CLICK, "click", "Click"),
        (frozenset[Weekday], frozenset({Weekday.FRIDAY, Weekday.MONDAY}), ["mon", "fri"], "Monday\nFriday"),
        (tuple[str, ...], ("a, b", "c; d"), ["a, b", "c; d"], "a, b\nc; d"),
        (
            tuple[Due, ...],
            (Due(share=Fraction(1, 3), of=DueFrom.ORDER, after=Span(days=14)), Due(share=Fraction(2, 3))),
            [{"share": "1/3", "of": "order", "after": {"days": 14}}, {"share": "2/3", "of": "invoice", "after": None}],
            (
                f"Part: 1/3; With: order, with receipt of the invoice; After: 14{NBSP}Tage\n"
                "Part: 2/3; With: receipt of the invoice"
            ),
        ),
    ],
)
def test_values_have_an_exact_json_and_text_form(hint: Any, value: Any, raw: Any, text: str) -> None:
    kind = kind_of(hint)
    assert kind.write(value) == raw
    assert kind.read(raw) == value
    assert kind.tell(value) == text
    assert kind.hear(text) == value


@pytest.mark.parametrize(
    ("hint", "text", "sentence"),
    [
        (bool, "vielleicht", "yes or no is needed"),
        (int, "acht", "a whole number is needed"),
        (Span, "bald", "“bald” is not a length of time such as “14 days”"),
        (Span, "0 Tage", "a length of time needs whole, positive numbers"),
        (Span, "3 Tage + 4 Tage", "“3 Tage + 4 Tage” is not a length of time such as “14 days”"),
        (Euro, "5,001 €", "“5,001 €” has too many places after the comma"),
        (Euro, "fünf", "“fünf” is not a number"),
        (Euro, "1,000.00", "“1,000.00” is not a number"),
        (Fraction, "1/0", "a fraction like 1/3 is needed"),
        (date, "31.02.2026", "a day like 23.11.2026 is needed"),
        (time, "25:00", "a time like 01:00 is needed"),
        (tuple[str, ...], "a\na", "an entry stands twice"),
        (tuple[Due, ...], "Anteil: 1", "“Anteil: 1” is not written as “name: value”; the names are: Part, With, After"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(hint: Any, text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        kind_of(hint).hear(text)
    assert caught.value.sentence.text() == sentence


@pytest.mark.parametrize("text", ["14 Tage", "14 Tagen", f"14{NBSP}tage", " 14  Tage "])
def test_a_span_is_read_as_people_write_it(text: str) -> None:
    assert kind_of(Span).hear(text) == Span(days=14)


@given(st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2))
def test_every_amount_survives_its_text(amount: Decimal) -> None:
    kind = kind_of(Euro)
    assert kind.hear(kind.tell(amount)) == amount
    assert kind.read(kind.write(amount)) == amount


@given(st.integers(0, 40), st.integers(0, 400), st.integers(0, 9))
def test_every_span_survives_its_text(months: int, days: int, hours: int) -> None:
    if not (months or days or hours):
        return
    span = Span(months=months, days=days, hours=hours)
    kind = kind_of(Span)
    assert kind.hear(kind.tell(span)) == span
    assert kind.read(kind.write(span)) == span


@pytest.mark.parametrize(
    ("span", "limit", "fits"),
    [
        (Span(days=7), Span(days=7), True),
        (Span(days=8), Span(days=7), False),
        (Span(hours=168), Span(days=7), True),
        (Span(hours=169), Span(days=7), False),
        (Span(days=28), Span(months=1), True),
        (Span(days=29), Span(months=1), False),
        (Span(weeks=4), Span(months=1), True),
        (Span(years=2), Span(months=24), True),
        (Span(months=25), Span(years=2), False),
        (Span(years=1), Span(days=365), False),
        (Span(working_days=5), Span(working_days=5), True),
        (Span(working_days=5), Span(days=14), False),
        (Span(working_days=3), Span(days=14), True),
    ],
)
def test_a_span_fits_only_if_it_does_so_in_every_year(span: Span, limit: Span, fits: bool) -> None:
    assert span.no_longer_than(limit) is fits


@pytest.mark.parametrize("parts", [{}, {"days": 0}, {"days": -1}, {"months": True}])
def test_a_span_states_something(parts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="whole, positive"):
        Span(**parts)


def test_forms_stand_on_a_ladder() -> None:
    ladder = [FormLevel.CLICK, FormLevel.TEXT, FormLevel.WRITTEN_AGREED, FormLevel.WRITTEN_STATUTORY]
    for given_place, offered in enumerate(ladder):
        assert [offered.meets(required) for required in ladder] == [given_place >= place for place in range(4)]


def test_sentences_are_said_in_the_language_of_the_reader() -> None:
    german = {
        "Shortest password": "Kürzestes Passwort",
        "8 to 128 characters": "8 bis 128 Zeichen",
        "%(label)s (%(key)s): “%(value)s” is not possible. Needed: %(bound)s (%(source)s).": (
            "%(label)s (%(key)s): „%(value)s“ ist nicht möglich. Nötig: %(bound)s (%(source)s)."
        ),
    }
    with pytest.raises(OutOfBounds) as caught:
        replace(PasswordPolicy(), min_length=7)
    said = caught.value.problems["password.min_length"].text(lambda text: german.get(text, text))
    assert said == (
        "Kürzestes Passwort (password.min_length): „7“ ist nicht möglich. "
        "Nötig: 8 bis 128 Zeichen (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.1)."
    )
