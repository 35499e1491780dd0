"""The rules about clauses, tried on the documents behind the requirements.

They are not part of the project: QUARTIER_SOURCE_DOCUMENTS names the directory that holds them.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from quartier.law.clauses import Facts, find

SOURCES = Path(os.environ.get("QUARTIER_SOURCE_DOCUMENTS", "no such directory"))
NOW = date(2026, 11, 22)
CONSUMERS = Facts(consumers=True, businesses=True, online=True)
BUSINESSES = Facts(businesses=True, online=True)

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents are not on this machine")


def found(number: int, facts: Facts, kind: str = "terms", on: date = NOW) -> dict[str, list[str]]:
    """What is quoted for each rule in one of the documents."""
    text = next(SOURCES.glob(f"{number:03}_*.txt")).read_text(encoding="utf-8")
    quotes: dict[str, list[str]] = {}
    for one in find(text, kind=kind, on=on, facts=facts):
        assert text[one.start : one.end].split() == one.quote.split() or one.quote.endswith("…")
        quotes.setdefault(one.rule, []).append(one.quote)
    return quotes


def test_the_survey_firm() -> None:
    quotes = found(1, CONSUMERS)
    # C3: a fee before default, and no word about lower damage.
    assert {"reminder-fee-before-default", "flat-damages"} <= quotes.keys()
    # C4: the right of withdrawal is said to end when work begins.
    assert len(quotes["withdrawal-lost-at-start"]) == 1
    # C5: the closed platform.
    assert quotes["odr-platform"][0] == "ODR-VO"
    # C7: the text of the contract is not kept.
    assert len(quotes["contract-text-not-stored"]) == 1
    # C8: the first section about liability lacks the exception, that of the partners has it.
    assert len(quotes["liability-life"]) == 1
    # C10: silence, for the terms and for the partners' terms.
    assert len(quotes["silence-as-consent"]) == 2
    assert "[MJ2]" in quotes["placeholder"]


def test_the_platform_that_lost_its_name() -> None:
    quotes = found(2, BUSINESSES)
    # QX-56: an empty list of what is forbidden, and sentences without the provider.
    assert quotes["empty-list"] == ["Verboten sind insbesondere Inhalte, die"]
    assert len(quotes["name-cut-out"]) >= 5
    assert {"liability-gross-capped", "old-bdsg", "written-form-of-changes"} <= quotes.keys()
    # What it says about set-off and harm to persons is lawful.
    assert not {"set-off", "liability-life", "placeholder"} & quotes.keys()


def test_the_agency_and_the_landlords() -> None:
    assert {"telemedia-act", "old-bdsg"} <= found(3, BUSINESSES).keys()
    # Towards businesses nobody minds writing, or 24 months with 12 more; towards consumers the law does.
    assert not {"renewal", "notice-in-writing", "venue"} & found(3, BUSINESSES).keys()
    assert {"renewal", "notice-in-writing", "silence-as-consent"} <= found(3, CONSUMERS).keys()
    assert found(4, CONSUMERS, kind="privacy").keys() == {"ttdsg"}
    portal = found(0, CONSUMERS)
    assert portal.keys() == {"withdrawal-instruction", "withdrawal-function-unsaid", "arbitration"}
    assert found(0, CONSUMERS, on=date(2026, 6, 18)).keys() == {"withdrawal-instruction", "arbitration"}
