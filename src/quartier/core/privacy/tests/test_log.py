"""The request log: what is written, when, and what happens when it cannot be written."""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from quartier.core.privacy.extension import secret_path
from quartier.core.privacy.models import PageCount, RequestRecord
from quartier.core.privacy.services import LogWriter, Visit

AT = datetime(2026, 3, 24, 22, 59, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
TOKEN = "Zx81kP0aQmT2"


def page(request: HttpRequest, **values: Any) -> HttpResponse:
    return HttpResponse()


@secret_path("letter")
def letter(request: HttpRequest, **values: Any) -> HttpResponse:
    return HttpResponse()


URLS: Any = ModuleType("urls_of_this_test")
URLS.urlpatterns = [
    path("einladung/<str:token>/", page),
    path("brief/<str:letter>/", letter),
    path("wohnungen/<slug:project>/", page),
    path("anmelden/", page),
]


def visit(**values: Any) -> Visit:
    given: dict[str, Any] = {
        "schema": "alpha", "at": AT, "ip": "203.0.113.7", "user_agent": FIREFOX, "referrer": "",
        "host": "alpha.localhost", "path": "/wohnungen/hof/", "location": "", "size": 512, "urlconf": URLS,
    }  # fmt: skip
    return Visit(**given | values)


def written(**values: Any) -> RequestRecord:
    writer = LogWriter(threaded=False)
    writer.put(visit(**values))
    assert writer.flush() == 1
    return RequestRecord.objects.get()


def test_a_record_has_exactly_the_allowed_fields() -> None:
    fields = {field.name for field in RequestRecord._meta.get_fields()} - {"id"}
    assert fields == {"at", "ip", "browser", "system", "network", "referrer", "target", "page", "size"}


def test_a_visit_is_written_with_browser_system_time_address_page_and_bytes(alpha: Any) -> None:
    row = written()
    assert (row.at, row.ip, row.browser, row.system) == (AT, "203.0.113.7", "Firefox 145", "Windows 10")
    assert (row.network, row.referrer, row.target, row.page, row.size) == ("", "", "", "/wohnungen/hof/", 512)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (f"/einladung/{TOKEN}/", "/einladung/***/"),
        (f"/einladung/{TOKEN}", "/einladung/***"),
        ("/brief/kurz/", "/brief/***/"),
        (f"/nirgends/{TOKEN}/", "/nirgends/***/"),
        ("/nirgends/hallo/", "/nirgends/hallo/"),
        ("/a\r\nGET /gefälscht\x00", "/a��GET /gefälscht�"),
    ],
)
def test_secrets_in_a_path_are_masked_and_lines_cannot_be_forged(alpha: Any, asked: str, kept: str) -> None:
    assert written(path=asked).page == kept


@pytest.mark.parametrize(
    ("referrer", "kept"),
    [
        ("https://such.example/finden?q=geheim#stelle", "https://such.example/finden"),
        (f"http://alpha.localhost:8000/einladung/{TOKEN}/?x=1", "http://alpha.localhost:8000/einladung/***/"),
        ("http://alpha.localhost/brief/kurz/", "http://alpha.localhost/brief/***/"),
        (f"https://post.example/lesen/{TOKEN}99", "https://post.example/lesen/***"),
        ("android-app://com.example", ""),
        ("kein Verweis", ""),
    ],
)
def test_a_referrer_loses_query_fragment_and_secrets(alpha: Any, referrer: str, kept: str) -> None:
    assert written(referrer=referrer).referrer == kept


@pytest.mark.parametrize(
    ("location", "kept"),
    [
        ("/anmelden/?next=/brief/kurz/", "/anmelden/"),
        (f"/einladung/{TOKEN}/", "/einladung/***/"),
        ("https://anderswo.example/ziel?session=1", "https://anderswo.example/ziel"),
        ("//anderswo.example/ziel", ""),
    ],
)
def test_the_linked_target_loses_its_query_too(alpha: Any, location: str, kept: str) -> None:
    assert written(location=location).target == kept


def test_counts_add_up_per_german_day_and_kind_of_page(alpha: Any) -> None:
    writer = LogWriter(threaded=False)
    for minutes in (0, 1, 2):
        writer.put(visit(at=AT + timedelta(minutes=minutes), counted_as="providers:start"))
    writer.put(visit(counted_as=""))
    assert writer.flush() == 4
    writer.put(visit(counted_as="providers:start"))
    writer.flush()
    counts = {(row.day, row.page): row.views for row in PageCount.objects.all()}
    assert counts == {(date(2026, 3, 24), "providers:start"): 2, (date(2026, 3, 25), "providers:start"): 2}


def test_visits_are_written_into_their_own_provider_s_schema(alpha: Any, provider: Any) -> None:
    writer = LogWriter(threaded=False)
    writer.put(visit(schema="beta", path="/wohnungen/b/"))
    writer.put(visit(path="/wohnungen/a/"))
    assert writer.flush() == 2
    assert [row.page for row in RequestRecord.objects.all()] == ["/wohnungen/a/"]
    provider("beta")
    assert [row.page for row in RequestRecord.objects.all()] == ["/wohnungen/b/"]


def test_a_deleted_provider_costs_only_its_own_rows(alpha: Any, caplog: pytest.LogCaptureFixture) -> None:
    writer = LogWriter(threaded=False)
    writer.put(visit(schema="gone"))
    writer.put(visit())
    assert writer.flush() == 1
    assert RequestRecord.objects.count() == 1
    assert "lost 1 rows of gone" in caplog.text


def test_when_too_many_arrive_the_oldest_are_dropped(alpha: Any) -> None:
    writer = LogWriter(threaded=False, capacity=3)
    for number in range(5):
        writer.put(visit(size=number))
    assert writer.flush() == 3
    assert sorted(row.size for row in RequestRecord.objects.all()) == [2, 3, 4]


def count_in_alpha() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM alpha.privacy_requestrecord")
        return int(cursor.fetchone()[0])


def wait_for(number: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if count_in_alpha() == number:
            return True
        time.sleep(0.02)
    return False


def test_the_thread_writes_within_a_second_without_being_asked(committed_db: None) -> None:
    writer = LogWriter()
    writer.put(visit())
    assert wait_for(1, 1.5)
    writer.close()


def test_many_threads_put_and_nothing_is_lost_or_doubled_at_exit(committed_db: None) -> None:
    writer = LogWriter()

    def put_many() -> None:
        for _ in range(250):
            writer.put(visit())

    threads = [threading.Thread(target=put_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    assert count_in_alpha() == 1000


def test_putting_is_fast_and_never_fails_while_the_database_is_away(
    committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    writer = LogWriter()
    began = time.perf_counter()
    for _ in range(1000):
        writer.put(visit())
    assert time.perf_counter() - began < 0.5
    writer.close()
    monkeypatch.undo()
    assert count_in_alpha() == 0
