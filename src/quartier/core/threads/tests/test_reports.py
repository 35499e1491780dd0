"""Defects, faults and outages: what must be said, what comes first, remedy before less to pay."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.audit.models import Fact
from quartier.core.inbox.models import OutgoingMail
from quartier.core.threads import services
from quartier.core.threads.models import FaultReport, Incident, Reduction, Rework, Thread
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, confirmed, main_of, opened, party_of
from quartier.kit.schemas import enter_schema

FAULT = {
    "subject": "Scanner steht",
    "noticed_at": "19.11.2026, 14:07",
    "device": "Scanner im Keller",
    "steps": "Blatt eingelegt, Taste gedrückt",
    "text": "Er zieht das Blatt nicht ein.",
    "impact": "hindered",
}
DEFECT = {"subject": "Fugen", "text": "Die Fugen reißen.", "steps": "An der Wand entlang sehen", "impact": "minor"}


def reported(party: Any, treatment: str = "defect", **given: Any) -> Thread:
    """A report of a customer."""
    words = {"text": "Geht nicht.", "steps": "Anmelden", "impact": "hindered", **given}
    return services.report_fault(actor=CUSTOMER, at=AT, party=party, treatment=treatment, **words)


@pytest.mark.req("WR-050")
def test_a_fault_is_reported_with_time_device_and_steps_and_its_number_goes_out_by_mail(world: Any) -> None:
    party = party_of(world)
    client = world.client("emscher", "customer")
    for field in ("noticed_at", "device", "steps", "text", "impact"):
        assert client.post("/nachrichten/melden/stoerung/", {**FAULT, field: ""}).status_code == 422, field
    enter_schema("emscher")
    assert not Thread.objects.exists()
    assert confirmed(client, "/nachrichten/melden/stoerung/", FAULT).status_code == 302
    enter_schema("emscher")
    thread = Thread.objects.get()
    fault = thread.fault
    assert (thread.treatment, fault.device, fault.steps) == ("fault", FAULT["device"], FAULT["steps"])
    assert fault.noticed_at == datetime(2026, 11, 19, 13, 7, tzinfo=UTC)
    mail = OutgoingMail.objects.get(template="threads.receipt")
    assert mail.to_address == party.email
    assert f"Nummer {thread.pk}" in mail.subject
    assert "Scanner" not in mail.subject + mail.text + mail.html
    for role, path in (("customer", f"/nachrichten/{thread.pk}/"), ("clerk", f"/buero/nachrichten/{thread.pk}/")):
        assert "Blatt eingelegt" in main_of(world.client("emscher", role).get(path))


def test_a_report_without_what_is_needed_is_refused_by_the_service_and_nothing_is_kept(world: Any) -> None:
    party = party_of(world)
    before = Thread.objects.count(), Fact.objects.count(), OutgoingMail.objects.count()
    for treatment, given, field in (
        ("defect", {"steps": ""}, "steps"),
        ("fault", {"device": "Telefon"}, "noticed_at"),
        ("fault", {"noticed_at": AT}, "device"),
        ("outage", {}, "noticed_at"),
    ):
        with pytest.raises(services.Incomplete) as refusal:
            reported(party, treatment, **given)
        assert refusal.value.field == field
    with pytest.raises(services.NotYet):
        reported(party, "outage", noticed_at=AT + timedelta(minutes=1))
    assert (Thread.objects.count(), Fact.objects.count(), OutgoingMail.objects.count()) == before


@pytest.mark.req("QX-28")
def test_a_report_that_a_service_cannot_be_used_needs_a_reason_and_counts_for_the_incident(world: Any) -> None:
    party_of(world)
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    form = {"noticed_at": "19.11.2026, 14:07", "text": "Die Anmeldung zeigt Fehler 502."}
    refused = client.post("/nachrichten/melden/ausfall/", {**form, "text": ""})
    assert refused.status_code == 422
    assert "„Warum können Sie ihn nicht nutzen?“ fehlt noch." in main_of(refused)
    assert confirmed(client, "/nachrichten/melden/ausfall/", form).status_code == 302
    earlier = {**form, "noticed_at": "19.11.2026, 14:00"}
    assert (
        confirmed(world.client("emscher", "other customer"), "/nachrichten/melden/ausfall/", earlier).status_code == 302
    )
    enter_schema("emscher")
    first, second = Thread.objects.order_by("pk")
    assert (first.treatment, first.priority) == ("outage", 1)
    incident = first.fault.incident
    assert incident is not None
    assert second.entity_id == incident.entity_id
    assert second.fault.incident == incident
    assert Incident.objects.get().began_at == datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
    shown = main_of(clerk.get("/buero/nachrichten/ausfaelle/"))
    assert f"/buero/nachrichten/ausfaelle/{incident.pk}/ende/" in shown
    assert re.search(r"<td[^>]*>\s*2\s*</td>", shown)
    assert "Geht es wieder?" in main_of(clerk.get(f"/buero/nachrichten/ausfaelle/{incident.pk}/ende/"))
    assert "Teil des Ausfalls seit" in main_of(clerk.get(f"/buero/nachrichten/{first.pk}/"))

    assert clerk.post(f"/buero/nachrichten/ausfaelle/{incident.pk}/ende/").status_code == 302
    assert clerk.post(f"/buero/nachrichten/ausfaelle/{incident.pk}/ende/").status_code == 409
    enter_schema("emscher")
    incident.refresh_from_db()
    assert incident.ended_at is not None
    later = reported(party_of(world), "outage", noticed_at=AT)
    assert later.fault.incident_id != incident.pk


def test_one_incident_runs_at_a_legal_entity_at_a_time(world: Any) -> None:
    entity = opened(party_of(world)).entity
    Incident.objects.create(entity=entity, began_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(entity=entity, began_at=AT)


@pytest.mark.req("QX-52")
def test_remedy_comes_before_less_to_pay_and_hindrance_sorts_the_queue(world: Any) -> None:
    party = party_of(world)
    minor = reported(party, subject="Klein", impact="minor")
    blocked = reported(party, subject="Gross", impact="blocked")
    reported(party, subject="Mittel", impact="hindered")
    clerk = world.client("emscher", "clerk")
    queue = main_of(clerk.get("/buero/nachrichten/"))
    assert queue.index("Gross") < queue.index("Mittel") < queue.index("Klein")

    office, form = f"/buero/nachrichten/{blocked.pk}/", {"amount": "25,00", "reason": "Zweimal versucht"}
    for step in (None, "beginnen"):
        if step:
            assert clerk.post(f"{office}nacherfuellung/{step}/").status_code == 302
        assert "Minderung gewähren" not in main_of(clerk.get(office))
        refused = clerk.post(f"{office}minderung/", form)
        assert refused.status_code == 422
        assert "Die Nacherfüllung geht vor." in main_of(refused)
    enter_schema("emscher")
    assert not Reduction.objects.exists()
    assert clerk.post(f"{office}nacherfuellung/gescheitert/").status_code == 302
    assert "Minderung gewähren" in main_of(clerk.get(office))
    assert clerk.post(f"{office}minderung/", form).status_code == 302
    enter_schema("emscher")
    assert Reduction.objects.get().amount == Decimal("25.00")
    assert "Sie zahlen 25,00 € weniger." in main_of(
        world.client("emscher", "customer").get(f"/nachrichten/{blocked.pk}/")
    ).replace("\N{NO-BREAK SPACE}", " ")
    enter_schema("emscher")
    assert FaultReport.objects.get(thread=minor).rework == "open"


@pytest.mark.parametrize(
    ("before", "step"),
    [("open", Rework.DONE), ("open", Rework.FAILED), ("running", Rework.RUNNING), ("done", Rework.RUNNING)],
)
def test_a_step_of_the_remedy_that_does_not_follow_is_refused(world: Any, before: str, step: Rework) -> None:
    thread = reported(party_of(world))
    FaultReport.objects.filter(thread=thread).update(rework=before)
    with pytest.raises(services.WrongStep):
        services.remedy(actor=CLERK, at=AT, thread_id=thread.pk, step=step)
    assert FaultReport.objects.get(thread=thread).rework == before


def test_a_request_that_is_no_report_has_no_remedy(world: Any) -> None:
    thread = opened(party_of(world))
    clerk = world.client("emscher", "clerk")
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/nacherfuellung/beginnen/").status_code == 404
    assert clerk.post(f"/buero/nachrichten/{thread.pk}/minderung/", {"amount": "1", "reason": "x"}).status_code == 404


def test_the_reporting_system_is_given_and_taken_away_for_each_customer(world: Any) -> None:
    party = party_of(world)
    client, other, clerk = (world.client("emscher", role) for role in ("customer", "other customer", "clerk"))
    assert clerk.post(f"/buero/nachrichten/kunde/{party.pk}/meldezugang/").status_code == 302
    line = 'href="/nachrichten/melden/"'
    assert line not in client.get("/uebersicht/").content.decode()
    assert line in other.get("/uebersicht/").content.decode()
    assert "per E-Mail oder Telefon" in main_of(client.get("/nachrichten/melden/"))
    assert confirmed(client, "/nachrichten/melden/mangel/", DEFECT).status_code == 409
    assert confirmed(other, "/nachrichten/melden/mangel/", DEFECT).status_code == 302
    enter_schema("emscher")
    assert Thread.objects.get().subject == "Fugen"
    assert clerk.post(f"/buero/nachrichten/kunde/{party.pk}/meldezugang/").status_code == 302
    assert line in client.get("/uebersicht/").content.decode()
    enter_schema("emscher")
    facts = Fact.objects.filter(kind="reporting.decided").order_by("pk")
    assert [fact.data for fact in facts] == [{"on": False}, {"on": True}]
