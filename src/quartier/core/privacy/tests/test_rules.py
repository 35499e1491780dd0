"""What may be remembered of a request."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.core.privacy import rules

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


def test_browser_and_system_are_named_with_their_versions() -> None:
    assert rules.browser_and_system(FIREFOX) == ("Firefox 145", "Windows 10")


def test_an_unknown_browser_leaves_both_fields_empty() -> None:
    assert rules.browser_and_system("") == ("", "")


@pytest.mark.parametrize(
    ("path", "values", "expected"),
    [
        ("/einladung/s3cr3t/", {"token": "s3cr3t"}, "/einladung/***/"),
        ("/passwort/neu/3-abc/", {"uidb36": "3", "key": "abc"}, "/passwort/neu/***-***/"),
        ("/brief/17/", {"number": 17}, "/brief/17/"),
        ("/brief/geheim/", {"word": "geheim"}, "/brief/geheim/"),
        ("/a/", {"token": ""}, "/a/"),
    ],
)
def test_secret_parameters_of_a_path_are_masked(path: str, values: dict[str, object], expected: str) -> None:
    assert rules.masked(path, values) == expected


def test_a_view_can_name_more_secret_parameters() -> None:
    assert rules.masked("/brief/geheim/", {"word": "geheim"}, ["word"]) == "/brief/***/"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/einladung/Zx81kP0aQmT2", "/einladung/***"),
        ("/wohnungen/kiebitzhof/", "/wohnungen/kiebitzhof/"),
        ("/" + "a" * 40, "/***"),
        ("/wp-login.php", "/wp-login.php"),
    ],
)
def test_an_address_that_leads_nowhere_shows_no_word_that_may_be_a_token(path: str, expected: str) -> None:
    assert rules.masked_unknown(path) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://such.example/finden?q=geheim#stelle", ("https://such.example", "such.example", "/finden")),
        ("http://nutzer:wort@such.example:8080/", ("http://such.example:8080", "such.example", "/")),
        ("http://[::1]:80/x", ("http://[::1]:80", "::1", "/x")),
        ("javascript:alert(1)", None),
        ("http://such.example:99999/", None),
        ("http://[::1/", None),
        ("", None),
    ],
)
def test_an_address_is_cut_to_origin_host_and_path(url: str, expected: tuple[str, str, str] | None) -> None:
    assert rules.split_address(url) == expected


@given(st.text(max_size=400))
def test_a_line_of_the_log_has_no_control_characters_and_can_be_stored(text: str) -> None:
    line = rules.plain(text)
    assert len(line) <= 300
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or sign in "\u2028\u2029" for sign in line)
    line.encode("utf-8")


@pytest.mark.parametrize("days", [7, 30, 8])
def test_addresses_never_stay_longer_than_seven_days_whatever_is_asked_for(days: int) -> None:
    at = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert rules.addresses_until(at, days) == at - timedelta(days=7) + timedelta(hours=3)


def test_a_provider_may_keep_addresses_for_less() -> None:
    at = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert rules.addresses_until(at, 1) == at - timedelta(hours=21)
    assert rules.addresses_until(at, 0) == at


def test_a_run_every_hour_keeps_every_address_below_seven_days_even_when_two_runs_are_missed() -> None:
    asked_at = datetime(2026, 3, 24, 12, tzinfo=UTC)
    last_run_that_left_it = asked_at + timedelta(days=7) - rules.MARGIN - timedelta(microseconds=1)
    assert rules.addresses_until(last_run_that_left_it, 7) < asked_at
    assert last_run_that_left_it + 3 * timedelta(hours=1) < asked_at + timedelta(days=7)
