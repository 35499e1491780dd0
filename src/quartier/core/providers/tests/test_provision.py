"""The life of a provider on an installation."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django_tenants.utils import schema_context

from quartier.core.providers import queries, services
from quartier.core.providers.models import Hostname, Provider
from quartier.kit import clock, encryption
from quartier.kit.models import DataKey
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

WHO: dict[str, Any] = {"actor": SYSTEM}


def schemas() -> set[str]:
    """The schemas of this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {row[0] for row in cursor.fetchall()}


def test_a_new_provider_is_a_draft_that_only_staff_will_see(world: Any) -> None:
    operator = world.client("console", "operator")
    form = {"key": "neubau", "name": "Neubau eG", "hostname": "neubau.example"}
    assert operator.post("/anbieter/neu/", form).status_code == 302
    answer = Client(HTTP_HOST="neubau.example").get("/")
    assert answer.status_code == 503
    provider = queries.provider_named("neubau")
    assert provider is not None
    assert provider.state == "draft"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"key": "public"}, services.KeyNotPlain),
        ({"key": "Groß"}, services.KeyNotPlain),
        ({"key": "pg_neu"}, services.KeyNotPlain),
        ({"key": 'a"; DROP'}, services.KeyNotPlain),
        ({"key": "emscher"}, services.KeyTaken),
        ({"hostnames": ["https://neu.example"]}, services.HostnameBroken),
        ({"hostnames": ["neu.example:80"]}, services.HostnameBroken),
        ({"hostnames": ["-neu.example"]}, services.HostnameBroken),
        ({"hostnames": ["emscher.localhost"]}, services.HostnameTaken),
        ({"hostnames": ["localhost"]}, services.HostnameTaken),
    ],
)
def test_a_provider_that_cannot_be_is_refused_and_leaves_nothing(
    world: Any, values: dict[str, Any], refusal: type[Exception]
) -> None:
    before = schemas(), Provider.objects.count(), Hostname.objects.count()
    given = {"key": "neubau", "name": "Neubau", "hostnames": ["neu.example"]} | values
    with pytest.raises(refusal):
        services.create_provider(**WHO, at=clock.now(), **given)
    assert (schemas(), Provider.objects.count(), Hostname.objects.count()) == before


def test_publishing_an_empty_provider_says_everything_that_is_missing(world: Any) -> None:
    services.create_provider(**WHO, at=clock.now(), key="neubau", name="Neubau", hostnames=["neu.example"])
    with pytest.raises(services.NotReady) as refusal:
        services.publish_provider(**WHO, at=clock.now(), key="neubau")
    missing = " ".join(refusal.value.missing)
    for words in ("Kein Unternehmen betreibt das Portal", "Die Marke", "Datenschutz", "Der Text „Nutzungsbedingungen“"):
        assert words in missing
    provider = queries.provider_named("neubau")
    assert provider is not None
    assert provider.state == "draft"


def test_the_console_shows_what_is_missing_instead_of_an_error(world: Any) -> None:
    services.create_provider(**WHO, at=clock.now(), key="neubau", name="Neubau", hostnames=["neu.example"])
    operator = world.client("console", "operator")
    assert "Kein Unternehmen betreibt das Portal" in operator.get("/anbieter/neubau/").content.decode()
    answer = operator.post("/anbieter/neubau/veroeffentlichen/")
    assert answer.status_code == 409
    assert "noch nicht veröffentlicht" in answer.content.decode()


def test_a_preset_can_be_published_at_once(world: Any) -> None:
    services.create_from_preset(**WHO, at=clock.now(), key="rheinufer", preset="rheinufer")
    services.publish_provider(**WHO, at=clock.now(), key="rheinufer")
    assert Client(HTTP_HOST="rheinufer.localhost").get("/").status_code == 200


def test_a_stopped_provider_is_closed_for_all_but_staff_and_opens_again(world: Any) -> None:
    operator, visitor = world.client("console", "operator"), Client(HTTP_HOST="emscher.localhost")
    operator.post("/anbieter/emscher/anhalten/")
    assert visitor.get("/").status_code == 503
    assert world.client("emscher", "lead").get("/buero/").status_code == 200
    operator.post("/anbieter/emscher/veroeffentlichen/")
    assert visitor.get("/").status_code == 200


def test_deleting_needs_a_stop_and_the_key_and_removes_everything(world: Any) -> None:
    operator = world.client("console", "operator")
    with schema_context("emscher"):
        encryption.encrypt("secret", place="table.column")
    assert operator.post("/anbieter/emscher/loeschen/", {"confirm": "emscher"}).status_code == 422
    services.stop_provider(**WHO, at=clock.now(), key="emscher")
    wrong = operator.post("/anbieter/emscher/loeschen/", {"confirm": "emsher"})
    assert wrong.status_code == 422
    assert "genau" in wrong.content.decode()
    assert "emscher" in schemas()
    assert operator.post("/anbieter/emscher/loeschen/", {"confirm": "emscher"}).status_code == 302
    assert "emscher" not in schemas()
    assert not DataKey.objects.filter(schema="emscher").exists(), "what old dumps hold opens no more"
    assert not Hostname.objects.filter(domain="emscher.localhost").exists()
    assert Client(HTTP_HOST="emscher.localhost").get("/").status_code == 404


@pytest.mark.req("SBV-65")
def test_an_export_is_private_and_holds_no_address_of_the_request_log(committed_db: None, tmp_path: Path) -> None:
    from quartier.core.privacy.models import RequestRecord  # noqa: PLC0415 – models load late

    address = "203.0.113.77"
    with schema_context("alpha"):
        RequestRecord.objects.create(at=clock.now(), ip=address, page="/verraten/")
        assert RequestRecord.objects.filter(ip=address).count() == 1
    path = services.export_provider(**WHO, at=clock.now(), key="alpha", path=tmp_path / "alpha.sql")
    text = path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "CREATE TABLE alpha.privacy_requestrecord" in text
    assert address not in text
    assert "/verraten/" not in text
    assert "INSERT INTO alpha.accounts_session" not in text
    with pytest.raises(FileExistsError):
        services.export_provider(**WHO, at=clock.now(), key="alpha", path=path)


def test_the_last_hostname_of_an_open_portal_stays(world: Any) -> None:
    operator = world.client("console", "operator")
    assert operator.post("/anbieter/emscher/hostnamen/emscher.localhost/entfernen/").status_code == 409
    operator.post("/anbieter/emscher/", {"hostname": "zweiter.example"})
    assert Client(HTTP_HOST="zweiter.example").get("/impressum/").status_code == 200
    assert operator.post("/anbieter/emscher/hostnamen/emscher.localhost/entfernen/").status_code == 302
    assert Client(HTTP_HOST="emscher.localhost").get("/").status_code == 404
    assert Hostname.objects.get(domain="zweiter.example").is_primary


def test_nobody_but_the_operator_gets_into_the_console(world: Any) -> None:
    assert world.client("console", "visitor").get("/anbieter/").status_code == 302
    staff = world.client("emscher", "lead", host="localhost")
    assert staff.get("/anbieter/").status_code == 302
    assert world.client("console", "operator").get("/anbieter/").status_code == 200
    enter_schema("emscher")
    assert world.client("console", "operator").get("/anbieter/gibtsnicht/").status_code == 404
