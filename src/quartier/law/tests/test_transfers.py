"""To which countries personal data may go: every decision of the Commission, and the days on which things changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quartier.law.errors import NotApplicable, NotInForce, NotYetKnown
from quartier.law.gdpr.transfers import ADEQUACY, IN_FORCE, UNION, Adequacy, Ground, Transfer, third_country_transfer

ONE_DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def transfer(country: str, on: date = TODAY, ground: Ground | None = None) -> Transfer:
    return third_country_transfer(country=country, on=on, ground=ground).value


@pytest.mark.parametrize("country", sorted(UNION | {"IS", "LI", "NO"}))
def test_within_the_union_and_the_eea_nothing_is_needed(country: str) -> None:
    assert transfer(country) == Transfer(allowed=True, third_country=False, adequacy=None)


def test_the_union_has_twenty_seven_members() -> None:
    assert len(UNION) == 27


@pytest.mark.parametrize("country", ["IS", "LI", "NO"])
def test_the_eea_joined_on_20_july_2018(country: str) -> None:
    assert not transfer(country, date(2018, 7, 19)).allowed
    assert transfer(country, date(2018, 7, 20)).allowed


def test_the_united_kingdom_left_into_its_adequacy_decision() -> None:
    assert transfer("GB", date(2021, 6, 27)) == Transfer(allowed=True, third_country=False, adequacy=None)
    assert transfer("GB", date(2021, 6, 28)) == Transfer(allowed=True, third_country=True, adequacy=Adequacy.WHOLE)


def test_the_british_decision_is_unverified_since_it_was_prolonged_and_known_until_it_ends() -> None:
    assert third_country_transfer(country="GB", on=date(2025, 6, 27)).unverified == ()
    assert len(third_country_transfer(country="GB", on=date(2025, 6, 28)).unverified) == 1
    assert transfer("GB", date(2031, 12, 27)).allowed
    with pytest.raises(NotYetKnown, match="27 December 2031"):
        transfer("GB", date(2031, 12, 28))


@pytest.mark.parametrize("country", ["AD", "AR", "CH", "FO", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"])
def test_an_adequate_country_needs_no_ground(country: str) -> None:
    assert transfer(country) == Transfer(allowed=True, third_country=True, adequacy=Adequacy.WHOLE)


@pytest.mark.parametrize(("country", "first"), [("JP", date(2019, 1, 23)), ("KR", date(2021, 12, 17))])
def test_a_decision_counts_from_its_day(country: str, first: date) -> None:
    assert transfer(country, first - ONE_DAY) == Transfer(allowed=False, third_country=True, adequacy=Adequacy.NONE)
    assert transfer(country, first).allowed


@pytest.mark.parametrize(
    ("on", "adequacy"),
    [
        (date(2020, 7, 15), Adequacy.CERTIFIED),
        (date(2020, 7, 16), Adequacy.NONE),
        (date(2023, 7, 9), Adequacy.NONE),
        (date(2023, 7, 10), Adequacy.CERTIFIED),
    ],
)
def test_the_united_states_were_adequate_for_the_certified_alone_and_not_between(on: date, adequacy: Adequacy) -> None:
    assert transfer("US", on) == Transfer(allowed=False, third_country=True, adequacy=adequacy)
    claimed = transfer("US", on, Ground.ADEQUACY)
    assert (claimed.allowed, claimed.adequacy) == (adequacy is Adequacy.CERTIFIED, adequacy)


def test_canada_is_adequate_for_commercial_recipients_alone() -> None:
    assert transfer("CA") == Transfer(allowed=False, third_country=True, adequacy=Adequacy.COMMERCIAL)
    assert transfer("CA", ground=Ground.ADEQUACY).allowed


@pytest.mark.parametrize("ground", [Ground.CLAUSES, Ground.CORPORATE_RULES, Ground.CONSENT, Ground.DEROGATION])
def test_a_ground_lets_data_go_to_any_country_and_is_cited(ground: Ground) -> None:
    derived = third_country_transfer(country="IN", on=TODAY, ground=ground)
    assert derived.value == Transfer(allowed=True, third_country=True, adequacy=Adequacy.NONE)
    assert any(source.startswith(("Art. 46", "Art. 49")) for source in derived.sources)


def test_an_adequacy_decision_cannot_be_claimed_where_there_is_none() -> None:
    assert not transfer("IN", ground=Ground.ADEQUACY).allowed
    assert not transfer("IN").allowed


@pytest.mark.parametrize(
    ("on", "named"), [(date(2021, 9, 26), "2010/87/EU"), (date(2021, 9, 27), "Durchführungsbeschluss (EU) 2021/914")]
)
def test_the_clauses_are_those_of_their_day(on: date, named: str) -> None:
    sources = third_country_transfer(country="IN", on=on, ground=Ground.CLAUSES).sources
    assert any(named in source for source in sources)


@pytest.mark.parametrize("raw", ["", "de", "DEU", "D1", "Deutschland"])
def test_what_is_no_sign_of_a_country_is_refused(raw: str) -> None:
    with pytest.raises(NotApplicable, match="two capital letters"):
        transfer(raw)


def test_before_the_regulation_nothing_is_said() -> None:
    assert transfer("DE", IN_FORCE).allowed
    with pytest.raises(NotInForce):
        transfer("DE", IN_FORCE - ONE_DAY)


def test_every_decision_names_its_act() -> None:
    for timeline in ADEQUACY.values():
        assert all(version.source for version in timeline.versions)
        assert timeline.title.startswith("Adequacy of ")
