"""The register tells what the program does, shows what changed, and lets no purpose change without a basis."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.utils import IntegrityError

from quartier.core.audit import queries as audit
from quartier.core.privacy import queries as privacy
from quartier.core.privacy.extension import registry
from quartier.core.processing import services
from quartier.core.processing.models import Recipient, RegisterVersion
from quartier.core.processing.queries import register as queries
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind
from tests.architecture.test_personal_data import every_model, undeclared

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OFFICER = Actor(ActorKind.STAFF, "7", "Jost Pape")


@pytest.fixture(autouse=True)
def _emscher(world: Any) -> Iterator[None]:
    enter_schema("emscher")
    yield
    queries.outlines.cache_clear()


def principal() -> privacy.Controller:
    return next(one for one in privacy.controllers() if one.is_principal)


def approved(at: datetime = AT, ground: str = "") -> RegisterVersion:
    digest = queries.register(principal(), at).digest
    return services.approve(actor=OFFICER, at=at, controller=principal(), digest=digest, ground=ground)


def with_purpose(monkeypatch: pytest.MonkeyPatch, model: str, purpose: str) -> None:
    """As if a new release used a model for something else."""
    monkeypatch.setitem(registry._entries, model, replace(registry[model], purpose=purpose))
    queries.outlines.cache_clear()


def test_every_registered_model_stands_in_the_register_with_purpose_basis_people_and_retention() -> None:
    register = queries.register(principal(), AT)
    assert {kind.model for one in register.activities for kind in one.data} == set(registry.keys())
    assert [one.purpose for one in register.activities if not (one.bases and one.people and one.retention)] == []
    parties = next(one for one in register.activities if any(kind.model == "parties.Party" for kind in one.data))
    assert "Kundinnen und Kunden und andere, mit denen wir zu tun haben" in parties.people
    visitors = next(one for one in register.activities if any(k.model == "privacy.RequestRecord" for k in one.data))
    assert any("nicht benennen" in one for one in visitors.people)


@pytest.mark.req("SBV-23")
def test_every_personal_column_maps_to_an_entry_of_the_register_and_one_without_fails_the_build() -> None:
    told = {kind.model for one in queries.register(principal(), AT).activities for kind in one.data}
    assert undeclared(every_model()) == {}
    assert told == set(registry.keys())
    meta = type("Meta", (), {"app_label": "processing", "apps": apps.__class__()})
    columns = {"__module__": __name__, "Meta": meta, "birth_name": models.CharField(max_length=80)}
    added = type("Added", (models.Model,), columns)
    assert list(undeclared([*every_model(), added])) == ["processing.Added"]


def test_recipients_third_countries_and_lines_follow_from_what_they_may_get(settings: Any) -> None:
    settings.CLAMD = "scanner.invalid.example:3310"
    Recipient.objects.filter(name="Zählerwacht Musterkreis GmbH").update(country="US", ground="clauses")
    activities = {kind.model: one for one in queries.register(principal(), AT).activities for kind in one.data}
    assert "Zählerwacht Musterkreis GmbH (US)" in activities["parties.Relationship"].recipients
    assert any("US: Standardvertragsklauseln" in one for one in activities["parties.Relationship"].third_countries)
    assert any("scanner.invalid.example" in one for one in activities["documents.Document"].recipients)
    assert not any("Zählerwacht" in one for one in activities["documents.Document"].recipients)


def test_another_controller_has_a_register_of_its_own() -> None:
    other = next(one for one in privacy.controllers() if not one.is_principal)
    register = queries.register(other, AT)
    models = {kind.model for one in register.activities for kind in one.data}
    assert "parties.Relationship" in models
    assert "privacy.RequestRecord" not in models
    assert not any("Zählerwacht" in name for one in register.activities for name in one.recipients)


def test_an_approval_keeps_the_register_whole_and_shows_what_has_changed_since() -> None:
    assert queries.changes(queries.register(principal(), AT), None) == []
    row = approved()
    assert (row.content, row.approved_by) == (queries.register(principal(), AT).content, "Jost Pape")
    with pytest.raises(services.NothingChanged):
        approved()
    Recipient.objects.filter(name="Zählerwacht Musterkreis GmbH").update(ended_at=AT)
    current = queries.register(principal(), AT)
    assert current.digest != row.digest
    assert {change.what for change in queries.changes(current, row)} == {"Empfänger"}
    with pytest.raises(services.OtherRegister):
        services.approve(actor=OFFICER, at=AT, controller=principal(), digest=row.digest)
    assert RegisterVersion.objects.count() == 1
    approved(AT + timedelta(days=1))
    assert queries.last_approved(principal()) != row
    for act in (lambda: RegisterVersion.objects.update(content=[]), RegisterVersion.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_changed_purpose_is_approved_on_a_basis_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    row = approved()
    with_purpose(monkeypatch, "parties.Party", "Werbung für andere")
    current = queries.register(principal(), AT)
    assert queries.moved(current, row) == [privacy.label_of_rows(registry["parties.Party"])]
    assert "Werbung für andere" in {change.purpose for change in queries.changes(current, row)}
    facts = audit.facts().count()
    with pytest.raises(services.PurposeNeedsGround):
        approved()
    assert (RegisterVersion.objects.count(), audit.facts().count()) == (1, facts)
    later = approved(AT + timedelta(days=1), ground="Art. 6 Abs. 4 DSGVO: vereinbar, weil …")
    assert later.ground.startswith("Art. 6 Abs. 4")
    assert queries.moved(queries.register(principal(), AT), later) == []


def test_the_office_reads_prints_and_approves_the_register(world: Any) -> None:
    client = world.client("emscher", "privacy")
    page = html.unescape(client.get("/buero/verzeichnis/").content.decode())
    assert "Dieses Verzeichnis ist noch nicht freigegeben." in page
    digest = page.split('name="digest" value="')[1].split('"')[0]
    assert client.post("/buero/verzeichnis/", {"digest": "0" * 64}).status_code == 422
    assert client.post("/buero/verzeichnis/", {"digest": digest, "ground": ""}).status_code == 302
    assert "Seitdem hat sich nichts geändert." in client.get("/buero/verzeichnis/").content.decode()
    assert "zuletzt freigegeben am" in client.get("/buero/verzeichnis/druck/").content.decode()
    said = json.loads(client.get("/buero/verzeichnis/datei/json/").content)
    assert said["sha256"] == digest
    assert "Rechtsgrundlage" in client.get("/buero/verzeichnis/datei/csv/").content.decode()
    assert client.get("/buero/verzeichnis/datei/xml/").status_code == 404
    other = client.get("/buero/verzeichnis/?verantwortlich=verwaltung")
    assert other.status_code == 200
