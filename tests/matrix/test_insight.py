"""Whoever of the staff sees data of people leaves a row, on every address that shows some (SBV-27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django_tenants.utils import schema_context

from quartier.core.deadlines.models import Deadline
from quartier.core.inbox.models import OutgoingMail
from quartier.core.insight import queries, services
from quartier.core.insight.extension import sources
from quartier.core.insight.models import Insight
from quartier.core.insight.tasks import forget
from quartier.core.parties.models import Party
from quartier.core.privacy import queries as privacy
from quartier.core.providers.policies import RetentionPolicy
from quartier.core.providers.services import policy
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.values.actor import Actor, ActorKind
from tests.matrix.addresses import all_addresses
from tests.matrix.objects import path_of
from tests.matrix.people import party
from tests.plugins.world import World

CLERK = Actor(ActorKind.STAFF, "7", "Jost Pape")
# Parameters of office addresses that name no thing of one customer; who only writes a mail has no number to note.
# A new parameter belongs here or to a source.
NOBODY_S = {
    "absence_id", "address_id", "application_id", "bank_file_id", "bank_meaning", "bank_run_id",
    "bank_statement_id", "batch_id", "billing_run_id", "books_of_id", "category_id", "channel", "contact_id",
    "contract_id", "creditor_of_id", "delivery_id", "dunning_run_id", "ending", "entity_id", "external_id", "extra",
    "fault", "flat", "incident_id", "incoming_id", "intake_id", "key", "key_id", "kind", "ledger_account_id",
    "link_id", "message_id", "month", "notice_id", "other_version_id", "own_account_id", "paper_no", "part",
    "piece_no", "plan_id", "planned_change_id", "price_id", "product_id", "project", "proposal", "purpose",
    "recipient_id", "remedy", "returned_payment_id", "role", "run_id", "sanction_id", "slug", "stage", "step",
    "stop_id", "storey_no", "sub_processor_id", "task_id", "text_id", "text_key", "text_version_id", "token",
    "topic", "underlay_id", "unit_id", "upload_key", "user_id", "verb", "wish_id", "year",
}  # fmt: skip
OFFICE = [a for a in all_addresses() if a.rule and a.rule.audience is Audience.STAFF and a.parameters]
PERSONAL = [a for a in OFFICE if {*a.parameters} & {*sources.keys()}]


class Inserts:
    """Notes how often a row about looking is written."""

    def __init__(self) -> None:
        self.seen = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.seen += "INSERT INTO" in str(sql) and "insight_insight" in str(sql)
        return execute(sql, params, many, context)


def test_every_parameter_of_the_office_leads_to_a_person_or_says_why_not() -> None:
    unknown = {parameter for address in OFFICE for parameter in address.parameters} - {*sources.keys()} - NOBODY_S
    assert unknown == set()


@pytest.mark.parametrize("address", PERSONAL, ids=str)
def test_opening_data_of_a_person_leaves_one_row_by_one_statement(world: World, address: Any) -> None:
    with schema_context("emscher"):
        where = path_of(address, world.people["emscher"]["lead"])
        for model, whose in ((Deadline, "holder"), (OutgoingMail, "about")):
            model.objects.update(**{whose: f"parties.party:{party(world.people['emscher']['customer'])}"})
    count = Inserts()
    with connection.execute_wrapper(count):
        answer = world.client("emscher", "lead").get(where, secure=True)
    with schema_context("emscher"):
        rows = list(Insight.objects.all())
    if answer.status_code in (302, 404, 405):
        assert (rows, count.seen) == ([], 0), "nothing was shown"
        return
    assert count.seen == 1
    assert [(row.page, row.actor_name, row.persons) for row in rows] == [(where, "Lead", 1)]
    with schema_context("emscher"):
        assert Party.everything.filter(pk=rows[0].person.removeprefix("parties.party:")).exists()


def seen(world: World, path: str, role: str = "clerk", **how: Any) -> list[Insight]:
    """What is noted when somebody opens a path."""
    world.client("emscher", role).get(path, secure=True, **how)
    with schema_context("emscher"):
        return list(Insight.objects.order_by("pk"))


def test_a_list_is_one_row_with_the_number_of_people_shown(world: World) -> None:
    path = reverse("parties:customers", urlconf="quartier.config.urls")
    with schema_context("emscher"):
        found = Party.objects.filter(sort_name__contains="markgraf").count()
    row = seen(world, f"{path}?suche=Markgraf")[0]
    assert (row.person, row.source, row.persons, row.page) == ("", "list", found, path)
    assert found > 0
    taken = world.client("emscher", "clerk").post(path, {"export": "customers"}, secure=True)
    assert taken.getvalue()
    with schema_context("emscher"):
        assert Insight.objects.latest("pk").persons == Party.objects.count()


@pytest.mark.parametrize("role", ["editor", "customer", "visitor"])
def test_who_is_shown_nothing_leaves_nothing(world: World, role: str) -> None:
    with schema_context("emscher"):
        number = party(world.people["emscher"]["customer"])
    assert seen(world, f"/buero/kundschaft/{number}/", role) == []
    assert seen(world, "/meine-daten/", role) == []


def test_a_customer_that_does_not_exist_leaves_nothing(world: World) -> None:
    assert seen(world, "/buero/kundschaft/999999/") == []


def test_when_the_row_cannot_be_written_nothing_is_shown(world: World) -> None:
    with schema_context("emscher"):
        number = party(world.people["emscher"]["customer"])
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE insight_insight ADD CONSTRAINT full_up CHECK (persons = 0) NOT VALID")
    page = world.client("emscher", "clerk").get(f"/buero/kundschaft/{number}/", secure=True)
    assert page.status_code >= 500


def test_data_protection_reads_who_looked_and_the_person_hears_that_but_no_names(world: World) -> None:
    with schema_context("emscher"):
        number = party(world.people["emscher"]["customer"])
    seen(world, f"/buero/kundschaft/{number}/")
    keeper = world.client("emscher", "privacy")
    for path in ("/buero/einsichten/", f"/buero/einsichten/{number}/"):
        page = keeper.get(path, secure=True).content.decode()
        assert "<td" in page
        assert "Clerk" in page
        assert "Seite der Kundin oder des Kunden" in page
        assert world.client("emscher", "clerk").get(path, secure=True).status_code == 403
    with schema_context("emscher"):
        subject = privacy.subject_numbered(number)
        assert subject is not None
        controller = next(c for c in privacy.controllers() if c.is_principal)
        told = privacy.information(subject=subject, controller=controller, at=clock.now())
    section = next(s for s in told.sections if s.model == "insight.Insight")
    assert len(section.rows) >= 1
    assert "Clerk" not in str(section.rows)


def test_rows_go_when_the_time_of_the_policy_is_over(world: World) -> None:
    at = clock.now()
    with schema_context("emscher"):
        for days in (0, 364, 367):
            services.saw_list(actor=CLERK, at=at - timedelta(days=days), page="/buero/kundschaft/", persons=3)
        forget()
        assert queries.insights().count() == 2
        entry = {"value": {"months": 3}, "origin": "stated"}
        policy.decide(
            actor=CLERK, at=at, valid_from=clock.day_of(at), concern=RetentionPolicy,
            entries={"protocol.insights": entry}, reason="Betriebsvereinbarung",
        )  # fmt: skip
        assert services.forget(at=at) == 1
        assert queries.insights().get().at == at
