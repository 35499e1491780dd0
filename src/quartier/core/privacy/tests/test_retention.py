"""Addresses are gone after seven days; the anonymous rest stays for a year."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from quartier.core.accounts.models import Session
from quartier.core.privacy import services
from quartier.core.privacy.extension import address_days
from quartier.core.privacy.models import PageCount, RequestRecord

ASKED_AT = datetime(2026, 3, 24, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def ask(at: datetime, ip: str = "203.0.113.7") -> RequestRecord:
    return RequestRecord.objects.create(at=at, ip=ip, page="/", browser="Firefox 145", size=10)


def addresses() -> list[str]:
    return [str(ip) for ip in RequestRecord.objects.filter(ip__isnull=False).values_list("ip", flat=True)]


@pytest.fixture
def policy_of(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Another number of days, as the app that owns policies would register it."""

    def register(days: int) -> None:
        monkeypatch.setattr(address_days, "_entries", {"test": lambda on: days})

    return register


def run_hourly(first: datetime, last: datetime) -> None:
    moment = first
    while moment <= last:
        services.forget(at=moment)
        moment += timedelta(hours=1)


@pytest.mark.req("SBV-65")
@pytest.mark.parametrize("minute", [0, 7, 59])
def test_seven_days_after_the_request_no_address_is_left_and_the_rest_stays(alpha: Any, minute: int) -> None:
    ask(ASKED_AT)
    PageCount.objects.create(day=ASKED_AT.date(), page="providers:start", views=3)
    run_hourly(ASKED_AT + timedelta(minutes=minute), ASKED_AT + WEEK - timedelta(microseconds=1))
    row = RequestRecord.objects.get()
    assert (row.ip, row.page, row.browser, row.size) == (None, "/", "Firefox 145", 10)
    assert PageCount.objects.get().views == 3


def test_an_address_is_kept_until_the_margin_before_the_seventh_day(alpha: Any) -> None:
    ask(ASKED_AT)
    services.forget(at=ASKED_AT + WEEK - timedelta(hours=3, microseconds=1))
    assert addresses() == ["203.0.113.7"]
    services.forget(at=ASKED_AT + WEEK - timedelta(hours=3))
    assert addresses() == []


def test_only_addresses_that_are_due_are_emptied(alpha: Any) -> None:
    ask(ASKED_AT - WEEK, "203.0.113.1")
    ask(ASKED_AT - timedelta(days=6), "203.0.113.2")
    assert services.empty_addresses(at=ASKED_AT) == 1
    assert addresses() == ["203.0.113.2"]


def test_a_policy_of_two_days_empties_addresses_after_two_days(alpha: Any, policy_of: Any) -> None:
    policy_of(2)
    ask(ASKED_AT - timedelta(days=2), "203.0.113.1")
    ask(ASKED_AT - timedelta(days=1), "203.0.113.2")
    services.forget(at=ASKED_AT)
    assert addresses() == ["203.0.113.2"]


def test_a_policy_of_thirty_days_does_not_count(alpha: Any, policy_of: Any) -> None:
    policy_of(30)
    ask(ASKED_AT - WEEK)
    services.forget(at=ASKED_AT)
    assert addresses() == []


def test_anonymous_records_go_after_a_year(alpha: Any) -> None:
    ask(ASKED_AT - timedelta(days=365))
    kept = ask(ASKED_AT - timedelta(days=364))
    services.forget(at=ASKED_AT)
    assert list(RequestRecord.objects.values_list("pk", flat=True)) == [kept.pk]


def test_one_provider_s_sweep_leaves_the_other_s_rows(alpha: Any, provider: Any) -> None:
    ask(ASKED_AT - WEEK)
    provider("beta")
    ask(ASKED_AT - WEEK)
    services.forget(at=ASKED_AT)
    assert addresses() == []
    provider("alpha")
    assert addresses() == ["203.0.113.7"]


def test_expired_sessions_are_deleted(alpha: Any) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=ASKED_AT)
    Session.objects.create(session_key="new", session_data="", expire_date=ASKED_AT + timedelta(seconds=1))
    services.forget(at=ASKED_AT)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_expired_cache_rows_with_addresses_in_their_keys_are_deleted(
    alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "quartier.core.privacy.services.retention.caches", {"default": DatabaseCache("quartier_cache", {})}
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.quartier_cache (cache_key text, value text, expires timestamptz)")
        insert = "INSERT INTO public.quartier_cache (cache_key, value, expires) VALUES (%s, '', %s)"
        cursor.execute(insert, ["alpha:1:rl:ip:203.0.113.7", ASKED_AT])
        cursor.execute(insert, ["alpha:1:rl:ip:203.0.113.8", ASKED_AT + timedelta(seconds=1)])
        assert services.forget_cached(at=ASKED_AT) == 1
        cursor.execute("SELECT cache_key FROM public.quartier_cache")
        assert cursor.fetchall() == [("alpha:1:rl:ip:203.0.113.8",)]
