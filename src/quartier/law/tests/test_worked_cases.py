"""Every worked case comes out as stated, and every rule says where it comes from."""

from __future__ import annotations

from typing import Any

import pytest

from quartier.law.command import answer
from quartier.law.reading import questions
from quartier.law.rule import Case, Rule, all_rules
from quartier.law.telling import plain

RULES = all_rules()
CASES = [pytest.param(one, case, id=f"{one.name}: {case.name}") for one in RULES for case in one.cases]


def expected_part(found: Any, expected: Any) -> Any:
    """What of a result a case speaks about: of named parts only those it names."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {name: expected_part(found.get(name, "no such part"), part) for name, part in expected.items()}
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [expected_part(a, b) for a, b in zip(found, expected, strict=True)]
    return found


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_worked_case_comes_out_as_stated(rule: Rule, case: Case) -> None:
    options = {question.name for question in questions(rule)}
    assert set(case.given) <= options
    derived = answer(rule, dict(case.given))
    assert expected_part(plain(derived.value), case.gives) == case.gives
    assert derived.applied
    assert case.source


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_result_rests_on_versions_that_the_rule_names(rule: Rule) -> None:
    titles = {timeline.title for timeline in rule.timelines}
    used = {one.title for case in rule.cases for one in answer(rule, dict(case.given)).applied}
    assert used <= titles


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_asks_in_words_and_has_defaults_for_the_rest(rule: Rule) -> None:
    asked = questions(rule)
    assert asked
    assert len({question.name for question in asked}) == len(asked)
    assert rule.title[0].isupper()
    assert rule.says.endswith(".")
