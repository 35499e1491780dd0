"""`quartier law`: what people and programs get, in which language, and what is refused with which code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import pytest

from quartier.law.command import answer, run
from quartier.law.errors import NaiveInstant, Negative, UnknownLand, WrongOrder, in_order, not_negative
from quartier.law.reading import Misread, questions, read
from quartier.law.rule import Area, Case, Derivation, Derived, all_rules, doubts, rule
from quartier.law.telling import plain, told, voice
from quartier.values.land import Land
from quartier.values.period import Period
from quartier.values.sentences import IN_ENGLISH, Sentence
from quartier.values.span import Span
from quartier.values.timeline import NotInForce, Timeline, Version
from quartier.values.units import EURO, Euro, Percent

Printed = pytest.CaptureFixture[str]
RULES = {one.name: one for one in all_rules()}
NTH = ["nth-working-day", "--month", "2027-01-01", "--purpose", "rent"]
HOURS = ["hours-period", "--hours", "2", "--land", "NW"]


def nth(month: str, purpose: str = "rent") -> list[str]:
    """The same question for another month."""
    return ["nth-working-day", "--month", month, "--purpose", purpose, "--land", "NW"]


def test_people_read_result_derivation_and_sources(capsys: Printed) -> None:
    assert run([*NTH, "--land", "BY"]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert said[:6] == [
        "The n-th working day of a month",
        "  7 Jan 2027",
        "",
        "How it comes about",
        "  1. Working days are Monday to Friday in Bavaria: payment of rent (§ 556b Abs. 1 BGB).",
        "  2. Number 3 of the month is 7 Jan 2027.",
    ]
    assert (
        "  Working days until rent is due, since 1 Sep 2001: § 556b Abs. 1 BGB; BGH 13.07.2010, VIII ZR 129/09" in said
    )
    assert not any("Not verified" in line for line in said)


def test_a_result_without_steps_has_no_derivation(capsys: Printed) -> None:
    assert run(["holidays", "--land", "NW", "--year", "2026"]) == 0
    said = capsys.readouterr().out
    assert "How it comes about" not in said
    assert "  - Day: 1 Jan 2026; Name: Neujahr" in said.replace("\u00a0", " ")


def test_people_read_german(capsys: Printed) -> None:
    assert run([*NTH, "--land", "BY", "--language", "de"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Der n-te Werktag eines Monats"
    assert said[1] == "  07.01.2027"
    assert "Werktage sind Montag bis Freitag in Bayern" in said[4]


def test_what_is_not_verified_is_said(capsys: Printed) -> None:
    arguments = nth("2025-10-01", "lease-notice")
    assert run(arguments) == 0
    assert "Not verified: have it checked before you rely on it\n  Third working day on" in capsys.readouterr().out
    assert run([*arguments, "--json"]) == 0
    assert [one["title"] for one in json.loads(capsys.readouterr().out)["unverified"]] == [
        "Third working day on a Saturday"
    ]


def test_programs_read_json(capsys: Printed) -> None:
    assert (
        run(
            ["period-end", "--event", "31.01.2027", "--length", "1 Monat", "--act", "payment", "--land", "NW", "--json"]
        )
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert found["rule"] == "period-end"
    assert found["value"] == {"ends_on": "2027-03-01", "counted_to": "2027-02-28", "moved": True}
    assert found["steps"][-1]["source"] == "§ 193 BGB"
    assert found["sources"][0] == "§ 187, § 188 BGB"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*NTH, "--land", "XX"], "“XX” is not a Land. Write one of: BW, BY, BE,"),
        (
            ["nth-working-day", "--month", "2027-13-01", "--purpose", "rent", "--land", "NW"],
            "--month: “2027-13-01” is not a day",
        ),
        (
            ["nth-working-day", "--month", "1.1.99", "--purpose", "rent", "--land", "NW"],
            "--month: “1.1.99” is not a day",
        ),
        (
            ["nth-working-day", "--month", "2027-01-01", "--purpose", "x", "--land", "NW"],
            "not one of: lease-notice, rent",
        ),
        ([*NTH, "--land", "NW", "--count", "1.5"], "--count: “1.5” is not a whole number"),
        ([*NTH, "--land", "NW", "--count", "-1"], "The first working day of a month is number 1"),
        ([*HOURS, "--from", "2026-11-20T16:00"], "has no time zone"),
        ([*HOURS, "--from", "noon"], "“noon” is not an instant like"),
        (
            ["nth-working-day", "--month", "1990-01-01", "--purpose", "rent", "--land", "NW"],
            "nothing is known for 1 Jan 1990",
        ),
    ],
)
def test_a_refusal_is_a_sentence_and_code_one(arguments: Sequence[str], words: str, capsys: Printed) -> None:
    assert run(arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"quartier law {arguments[0]}: ")
    assert words in said.err


def test_a_refusal_speaks_german_too(capsys: Printed) -> None:
    assert run([*NTH, "--land", "XX", "--language", "de"]) == 1
    assert "„XX“ ist kein Land. Möglich sind: BW" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["nth-working-day"], [*NTH, "--land", "NW", "--lan", "de"]])
def test_a_wrong_command_line_ends_with_two(arguments: Sequence[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    assert ended.value.code == 2


def test_help_asks_in_words(capsys: Printed) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["hours-period", "--help"])
    assert ended.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Instant of the event, with time zone" in said
    assert "--working, --no-working" in said
    assert "(default: false)" in said


def test_unverified_lists_every_doubt_once(capsys: Printed) -> None:
    assert run(["unverified"]) == 0
    said = capsys.readouterr().out
    found = {doubt.title: doubt for doubt in doubts()}
    saturday = found["Third working day on a Saturday"]
    assert saturday.version.valid_from == date(2001, 9, 1)
    assert "nth-working-day" in {one.name for one in saturday.rules}
    assert len(said.splitlines()) == 2 * len(doubts())
    assert len({(doubt.title, doubt.version.valid_from, doubt.version.source) for doubt in doubts()}) == len(doubts())
    assert run(["unverified", "--language", "de"]) == 0
    assert "Dritter Werktag an einem Samstag (nth-working-day, " in capsys.readouterr().out


def test_the_command_needs_no_settings() -> None:
    program = [sys.executable, "-m", "quartier", "law", *NTH, "--land", "NW"]
    done = subprocess.run(program, env={"QUARTIER_MODE": "nonsense"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "6 Jan 2027" in done.stdout.replace("\u00a0", " ")


RATE = Timeline("Rate of the tests", (Version(valid_from=date(2026, 1, 1), value=Decimal("1.5"), source="§ 1"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A result with parts of every kind."""

    total: Annotated[Euro, "Total"]
    share: Percent
    none: Annotated[Euro | None, "Nothing"]
    some: Annotated[Euro | None, "Something"]
    days: Annotated[tuple[date, ...], "Days"]
    spent: Annotated[Period, "Time"]
    by_land: Annotated[dict[Land, Euro], "By Land"]
    empty: tuple[str, ...]
    why: Annotated[Sentence, "Why"]


def outcome(
    *,
    amount: Annotated[Euro, "Amount"],
    on_on: Annotated[date, "Day"] = date(2026, 1, 1),
    again: Annotated[tuple[Decimal, ...], "More amounts"] = (),
    length: Annotated[Span | None, "Length"] = None,
    name: Annotated[str, "Name"] = "none",
    rates: Timeline[Decimal] = RATE,
) -> Derived[Outcome]:
    """Return an outcome of all that was given."""
    derivation = Derivation()
    rate = derivation.applies(rates, on_on)
    derivation.step("%(name)s for %(length)s", name=name, length=length or Span(days=1))
    total = sum(again, amount)
    return derivation.gives(
        Outcome(
            total=total,
            share=rate,
            none=None,
            some=Decimal("0.5"),
            days=(on_on,),
            spent=Period.through(on_on, on_on),
            by_land={Land.NW: total},
            empty=(),
            why=Sentence("because"),
        )
    )


def a_rule(**changes: Any) -> Any:
    """A rule that is not registered among the others."""
    from quartier.law.rule import Rule  # noqa: PLC0415

    known = {
        "name": "outcome",
        "area": Area.TAX,
        "title": "Outcome",
        "says": "All.",
        "timelines": (RATE,),
        "cases": (),
        "function": outcome,
    }
    return Rule(**{**known, **changes})


def test_questions_are_the_parameters_with_words() -> None:
    asked = {question.name: question for question in questions(a_rule())}
    assert list(asked) == ["amount", "on", "again", "length", "name"]
    assert asked["amount"].required
    assert asked["again"].many
    assert not asked["length"].required
    assert asked["length"].kind is Span


def test_answers_are_read_by_their_kind() -> None:
    derived = answer(a_rule(), {"amount": "1,50", "again": ["2.25", "-1"], "length": "2 months + 1 day", "name": "x"})
    assert derived.value.total == Decimal("2.75")
    assert derived.steps[0].sentence.text().replace("\u00a0", " ") == "x for 2 months + 1 day"
    assert answer(a_rule(), {"amount": "3"}).value.total == 3


def test_a_result_is_plain_for_programs_and_told_to_people() -> None:
    value = answer(a_rule(), {"amount": "1083.7"}).value
    assert plain(value) == {
        "total": "1083.7",
        "share": "1.5",
        "none": None,
        "some": "0.5",
        "days": ["2026-01-01"],
        "spent": {"first": "2026-01-01", "last": "2026-01-01", "days": 1},
        "by_land": {"NW": "1083.7"},
        "empty": [],
        "why": "because",
    }
    lines = [line.replace("\u00a0", " ") for line in told(value, Outcome, IN_ENGLISH)]
    assert lines == [
        "Total: 1,083.70 €",
        "Share: 1.5 %",
        "Nothing: –",
        "Something: 0.50 €",
        "Days:",
        "  - 1 Jan 2026",
        "Time: 1 Jan 2026 – 1 Jan 2026",
        "By Land: North Rhine-Westphalia: 1,083.70 €",
        "Empty: –",
        "Why: because",
    ]
    assert plain(frozenset({Land.SN, Land.BY, Land.BE})) == ["BY", "BE", "SN"]
    assert told(frozenset({"b", "a"}), None, IN_ENGLISH) == ["- a", "- b"]
    assert plain(Fraction(1, 4)) == "0.25"
    assert plain(Span(days=3)) == {"days": 3}
    assert told(Fraction(1, 4), Annotated[Decimal, EURO], IN_ENGLISH) == ["0.25\u00a0€"]
    with pytest.raises(TypeError, match="object has no plain form"):
        plain(object())


@pytest.mark.parametrize(
    ("kind", "raw", "refusal"),
    [
        (Decimal, "1e5", Misread),
        (Decimal, "NaN", Misread),
        (Decimal, "1.083,70", Misread),
        (Span, "fortnight", Misread),
        (Span, "0 days", Misread),
        (Span, "1 day + 2 days", Misread),
        (int, "two", Misread),
        (Land, "Bayern", UnknownLand),
    ],
)
def test_what_cannot_be_read_is_refused_and_never_guessed(kind: Any, raw: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=raw.replace("+", r"\+")):
        read(kind, raw, "--x")


def test_refusals_name_what_is_wrong() -> None:
    with pytest.raises(Negative, match="“paid amount” is −1; it cannot be negative"):
        not_negative(paid_amount=Decimal(-1))
    not_negative(amount=Decimal(0))
    with pytest.raises(WrongOrder, match="lies before the first"):
        in_order(date(2026, 1, 2), date(2026, 1, 1))
    in_order(date(2026, 1, 2), date(2026, 1, 2))
    assert issubclass(NaiveInstant, ValueError)
    with pytest.raises(NotInForce, match="Rate of the tests"):
        outcome(amount=Decimal(1), on_on=date(2025, 12, 31))


def test_a_rule_needs_a_version_a_case_and_a_name_of_its_own() -> None:
    case = Case("one", {}, "1", "arithmetic")
    with pytest.raises(ValueError, match="needs a dated version and a worked case"):
        rule("x-1", Area.TAX, title="X", says="X.", timelines=(), cases=(case,))
    with pytest.raises(ValueError, match="needs a dated version and a worked case"):
        rule("x-1", Area.TAX, title="X", says="X.", timelines=(RATE,), cases=())
    with pytest.raises(ValueError, match="two rules “period-end”"):
        rule("period-end", Area.TAX, title="X", says="X.", timelines=(RATE,), cases=(case,))(outcome)
    assert RULES["period-end"].area is Area.PERIODS


def test_a_derivation_names_each_version_and_source_once() -> None:
    derivation = Derivation()
    derivation.applies(RATE, date(2026, 1, 1))
    derivation.applies(RATE, date(2026, 6, 1))
    derivation.takes(outcome(amount=Decimal(1)))
    derivation.step("Done.", "§ 2")
    derived = derivation.gives(1)
    assert [one.title for one in derived.applied] == ["Rate of the tests"]
    assert derived.sources == ("§ 1", "§ 2")
    assert len(derived.steps) == 2
    assert derived.unverified == ()


def test_every_text_has_german() -> None:
    german = voice("de")
    assert not german.english
    assert german("") == ""
    assert voice("en") is IN_ENGLISH
    missing = [one.name for one in all_rules() if german(one.title) == one.title]
    assert missing == []
