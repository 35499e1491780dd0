"""What a fact says besides what happened: who, for whom, from where; and who may not be the one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django_tenants.utils import schema_context

from quartier.core.audit import queries, services
from quartier.core.audit.extension import adverse_facts
from quartier.core.audit.models import Fact, Origin
from quartier.core.audit.queries import Fault, FaultKind
from quartier.core.audit.rules import Table
from quartier.core.audit.tasks import forget_addresses
from quartier.core.providers.policies import RetentionPolicy
from quartier.core.providers.services import policy
from quartier.kit import clock
from quartier.values.actor import SYSTEM, VISITOR, Actor, ActorKind, Address, Represented, Way
from tests.plugins.world import World

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SUBJECT = "parties.party:1"
IP = "203.0.113.7"
CLERK = Actor(ActorKind.STAFF, "7", "Jost Pape")
FROM_HOME = Actor(ActorKind.STAFF, "7", "Jost Pape", address=Address(IP, AT + timedelta(days=7)))


def written(actor: Actor, kind: str = "party.added") -> Fact:
    """Write a fact and read it back."""
    services.record(actor=actor, at=AT, kind=kind, subject=SUBJECT)
    return Fact.objects.latest("pk")


def shown(name: str = "facts") -> str:
    """The protocol of the subject as a page shows it in German."""
    with translation.override("de"):
        return render_to_string(f"audit/{name}.html", {"facts": queries.about(SUBJECT)})


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        (ActorKind.VISITOR, Way.PORTAL), (ActorKind.CUSTOMER, Way.PORTAL), (ActorKind.STAFF, Way.OFFICE),
        (ActorKind.OPERATOR, Way.CONSOLE), (ActorKind.SYSTEM, Way.JOB),
    ],
)  # fmt: skip
def test_everybody_has_a_usual_way(alpha: Any, kind: ActorKind, way: Way) -> None:
    assert written(Actor(kind, name="Wer")).via == way


@pytest.mark.parametrize("way", Way)
def test_a_stated_way_is_kept_and_told_in_words(alpha: Any, way: Way) -> None:
    assert written(Actor(ActorKind.CUSTOMER, "3", "Ida Blum", via=way)).via == way
    words = {
        Way.PORTAL: "im Portal", Way.OFFICE: "im Büro", Way.CONSOLE: "in der Betreiberkonsole",
        Way.COMMAND: "durch einen Befehl am Server", Way.JOB: "automatisch", Way.MAIL: "per E-Mail",
        Way.API: "über die Programmschnittstelle",
    }[way]  # fmt: skip
    assert f'Ida Blum<span class="meta">{words}</span>' in shown()
    assert f"durch Ida Blum, {words}" in shown("timeline")


def test_for_whom_somebody_acted_is_kept_and_shown_until_it_is_erased(alpha: Any) -> None:
    fact = written(Actor(ActorKind.CUSTOMER, "3", "Ida Blum", behalf=Represented("parties.party:9", "Otto Blum")))
    assert (fact.behalf, fact.behalf_name) == ("parties.party:9", "Otto Blum")
    assert "Ida Blum für Otto Blum" in shown()
    services.seal(at=AT)
    services.erase_content(Fact.objects.filter(pk=fact.pk), AT)
    assert "jemand aus der Kundschaft für jemand aus der Kundschaft" in shown()
    assert "Blum" not in shown()
    assert queries.verify().fault is None


def test_without_an_address_none_is_kept(alpha: Any) -> None:
    assert written(CLERK).origin_hash is None
    assert not Origin.objects.exists()


def test_an_address_goes_after_its_days_and_the_chain_still_closes(alpha: Any) -> None:
    fact = written(FROM_HOME)
    services.seal(at=AT)
    assert f"im Büro, {IP}" in shown()
    assert services.forget_addresses(at=AT + timedelta(days=6, hours=20)) == 0
    assert Origin.objects.get().fact_id == fact.pk
    assert services.forget_addresses(at=AT + timedelta(days=6, hours=21)) == 1, "three hours early: never too late"
    assert IP not in shown()
    assert bytes(Fact.objects.get(pk=fact.pk).origin_hash or b"") != b""
    assert queries.verify().fault is None


def test_the_worker_s_task_forgets_addresses(alpha: Any) -> None:
    written(FROM_HOME)
    forget_addresses()
    assert not Origin.objects.exists(), "AT lies long ago"


def test_an_address_erased_with_the_content_leaves_no_trace(alpha: Any) -> None:
    fact = written(FROM_HOME)
    services.seal(at=AT)
    services.erase_content(Fact.objects.filter(pk=fact.pk), AT)
    assert not Origin.objects.exists()
    assert queries.verify().fault is None


def test_an_address_cannot_be_changed_and_a_changed_one_is_named(alpha: Any) -> None:
    fact = written(FROM_HOME)
    services.seal(at=AT)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Origin.objects.update(ip="198.51.100.1")
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE ON audit_origin TO CURRENT_USER")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Origin.objects.update(ip="198.51.100.1")
        cursor.execute("ALTER TABLE audit_origin DISABLE TRIGGER USER")
        assert queries.unprotected() == ["audit_origin: audit_origin_unchanged", "audit_origin: our role may UPDATE"]
        cursor.execute("UPDATE audit_origin SET ip = '198.51.100.1'")
    found = queries.verify().fault
    assert found is not None
    assert (found.kind, found.row) == (FaultKind.CHANGED, (Table.FACT, fact.pk))


@pytest.mark.parametrize("column", ["via = 'office'", "behalf = 'parties.party:2'", "behalf_name = 'X'", "via = ''"])
def test_a_changed_way_or_represented_person_is_named(alpha: Any, column: str) -> None:
    fact = written(Actor(ActorKind.CUSTOMER, "3", "Ida", behalf=Represented("parties.party:9", "Otto")))
    services.seal(at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_fact DISABLE TRIGGER USER")
        cursor.execute("GRANT UPDATE ON audit_fact TO CURRENT_USER")
        cursor.execute(f"UPDATE audit_fact SET {column} WHERE id = %s", [fact.pk])
    assert queries.verify().fault == Fault(FaultKind.CHANGED, 1, (Table.FACT, fact.pk))


def test_facts_that_are_older_than_ways_are_hashed_as_they_were(alpha: Any) -> None:
    Fact.objects.create(at=AT, kind="party.added", subject=SUBJECT, actor_kind="staff", actor_name="Jost Pape")
    newest = list(queries.chain.facts(after=None, until=None))[-1]
    assert newest.fixed == ("2026-03-02T08:00:00.000000+00:00", "party.added", SUBJECT, "staff", "")
    assert (newest.content, newest.blank) == (("Jost Pape", "{}"), ("", "{}"))
    assert '<td data-label="Wer">Jost Pape</td>' in shown()


def change_my_data(world: World) -> Fact:
    """A customer changes contact details from a known address, through the whole stack."""
    client = world.client("emscher", "customer")
    form = {"email": "kunde@emscher.example", "phone": "0211 5550-111", "street": "Uferstraße 14"}
    form |= {"postcode": "44199", "city": "Emscherstadt"}
    asked = client.post("/meine-daten/", form, secure=True, REMOTE_ADDR=IP)
    form |= {"_shown": asked.content.decode().split('name="_shown" value="')[1].split('"')[0], "_step": "confirm"}
    assert client.post("/meine-daten/", form, secure=True, REMOTE_ADDR=IP).status_code == 302
    with schema_context("emscher"):
        return Fact.objects.filter(kind="party.contact_changed").latest("pk")


def test_a_request_says_its_way_and_no_address_unless_the_policy_wants_it(world: World) -> None:
    fact = change_my_data(world)
    assert (fact.actor_kind, fact.via, fact.origin_hash) == ("customer", "portal", None)
    with schema_context("emscher"):
        assert not Origin.objects.exists()


def test_by_policy_a_request_leaves_its_address_for_the_days_of_the_policy(world: World) -> None:
    with schema_context("emscher"):
        entry = {"value": {"days": 3, "reason": ""}, "origin": "stated"}
        policy.decide(
            actor=CLERK, at=(now := clock.now()), valid_from=clock.day_of(now), concern=RetentionPolicy,
            entries={"protocol.ip_address": entry}, reason="Betrugsversuche",
        )  # fmt: skip
    change_my_data(world)
    with schema_context("emscher"):
        origin = Origin.objects.select_related("fact").get(fact__kind="party.contact_changed")
        assert (origin.ip, origin.until) == (IP, origin.fact.at + timedelta(days=3))


@pytest.mark.parametrize("actor", [SYSTEM, VISITOR, Actor(ActorKind.STAFF, "7"), Actor(ActorKind.STAFF, "7", " ")])
def test_a_decision_against_somebody_needs_a_named_person(alpha: Any, actor: Actor) -> None:
    before = Fact.objects.count()
    for kind in sorted(adverse_facts):
        with pytest.raises(services.PersonNeeded):
            services.record(actor=actor, at=AT, kind=kind, subject=SUBJECT)
    assert Fact.objects.count() == before
    assert {"rights.refused", "account.blocked", "thread.message_hidden", "document.hidden"} <= adverse_facts
    assert written(CLERK, "rights.refused").actor_name == "Jost Pape"
