"""Master data from the back office: the same file twice changes nothing, nothing is half, the customer's word stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from quartier.core.audit import queries as audit
from quartier.core.parties.models import IntakeState, Party, Relationship
from quartier.core.parties.services import add_party, change_contact, intake
from quartier.core.parties.tests.files import (
    AT,
    CLERK,
    EROL,
    HEAD,
    ILSE,
    checked,
    customer,
    everything,
    sent,
    taken,
    through,
    verdicts,
)
from quartier.core.providers import queries as providers
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from tests.plugins.jobs import RunJobs


def test_a_file_is_checked_before_anything_is_taken_over(home: Any) -> None:
    row = checked(HEAD, ILSE, EROL)
    assert [r.faults for r in row.rows.all()] == [[], []]
    assert (row.state, verdicts(row)) == ("checked", ["new", "new"])
    assert not Party.everything.filter(number__startswith="K ").exists()

    row = through(intake.apply(actor=CLERK, at=AT, intake_id=row.pk, mode="whole"))
    ilse, erol = customer("K 1"), customer("K 2")
    assert (row.state, row.finished_at, verdicts(row)) == ("done", AT, ["new", "new"])
    assert (str(ilse), ilse.born_on, ilse.city, ilse.sort_name) == (
        "Ilse Müller", date(1961, 4, 23), "Emscherstadt", "muller, ilse",
    )  # fmt: skip
    assert erol.postcode == "01067"
    contract = ilse.relationships.get()
    assert (contract.number, contract.kind, contract.started_on, contract.ended_on) == (
        "W 7", "tenancy", date(2019, 4, 1), None,
    )  # fmt: skip
    assert [fact.kind for fact in audit.about(f"parties.party:{ilse.pk}")] == ["relationship.opened", "party.added"]
    assert audit.about(f"parties.party:{ilse.pk}")[0].actor_name == "Sinan Kühn"
    assert list(row.rows.values_list("values", flat=True)) == [{}, {}]


def test_the_same_file_again_changes_nothing(home: Any) -> None:
    taken(HEAD, ILSE, EROL)
    facts = audit.facts().exclude(kind__startswith="intake.").count()
    before = list(Party.everything.values()) + list(Relationship.objects.values())
    again = taken(HEAD, ILSE, EROL)
    assert verdicts(again) == ["unchanged", "unchanged"]
    assert list(Party.everything.values()) + list(Relationship.objects.values()) == before
    assert audit.facts().exclude(kind__startswith="intake.").count() == facts


def test_changes_are_told_with_old_and_new_value(home: Any) -> None:
    taken(HEAD, ILSE)
    row = taken(HEAD, ILSE.replace("Kampweg 51", "Kampweg 53").replace("1.4.2019;", "1.4.2019;31.3.2027"))
    said = row.rows.get()
    assert said.verdict == "changed"
    assert said.changes == {"street": ["Kampweg 51", "Kampweg 53"], "ended_on": ["", "2027-03-31"]}
    ilse = customer("K 1")
    assert (ilse.street, ilse.relationships.get().ended_on) == ("Kampweg 53", date(2027, 3, 31))
    facts = {fact.kind: fact.data for fact in audit.about(f"parties.party:{ilse.pk}")}
    assert facts["party.master_data_changed"] == {"street": ["Kampweg 51", "Kampweg 53"]}
    assert facts["relationship.changed"] == {"number": "W 7", "ended_on": ["", "2027-03-31"]}


def test_whoever_is_not_in_the_file_stays_as_they_are(home: Any) -> None:
    taken(HEAD, ILSE, EROL)
    before = Party.everything.filter(number="K 2").values().get()
    taken(HEAD, ILSE)
    assert Party.everything.filter(number="K 2").values().get() == before


def test_a_column_that_is_not_in_the_file_leaves_what_is_there(home: Any) -> None:
    taken(HEAD, ILSE)
    row = taken("Kundennummer;Name", "K 1;Meyer")
    ilse = customer("K 1")
    assert row.rows.get().changes == {"name": ["Müller", "Meyer"]}
    assert (ilse.name, ilse.sort_name, ilse.email) == ("Meyer", "meyer, ilse", "ilse@posthaus.example")


def test_what_the_customer_has_changed_stays_until_the_back_office_says_something_new(home: Any) -> None:
    taken(HEAD, ILSE)
    own = {
        "email": "neu@posthaus.example",
        "phone": "",
        "street": "Neue Gasse 3",
        "postcode": "44199",
        "city": "Emscherstadt",
    }
    change_contact(actor=CLERK, at=AT, party_id=customer("K 1").pk, values=own, shown={})

    repeated = taken(HEAD, ILSE)
    assert (verdicts(repeated), customer("K 1").street) == (["unchanged"], "Neue Gasse 3")
    assert repeated.rows.get().kept == {
        "email": ["neu@posthaus.example", "ilse@posthaus.example"],
        "street": ["Neue Gasse 3", "Kampweg 51"],
    }

    renewed = taken(HEAD, ILSE.replace("Kampweg 51", "Hafenstraße 8"))
    assert renewed.rows.get().changes == {"street": ["Neue Gasse 3", "Hafenstraße 8"]}
    assert (customer("K 1").street, customer("K 1").email) == ("Hafenstraße 8", "neu@posthaus.example")


def test_a_new_address_ends_that_post_does_not_arrive(home: Any) -> None:
    taken(HEAD, ILSE)
    Party.everything.filter(number="K 1").update(address_state="unknown", address_state_since=date(2026, 1, 1))
    taken(HEAD, ILSE)
    assert customer("K 1").address_state == "unknown"
    taken(HEAD, ILSE.replace("Kampweg 51", "Kampweg 53"))
    assert (customer("K 1").address_state, customer("K 1").address_state_since) == ("known", None)


def test_an_organisation_is_a_business(home: Any) -> None:
    row = taken(
        "Kundennummer;Name;Personenart;Kundenart",
        "K 5;Kontor Süd GmbH;Organisation;",
        "K 6;X e. V.;Organisation;Verbraucher",
    )
    assert (customer("K 5").kind, customer("K 5").standing) == ("organisation", "business")
    assert row.rows.get(number=3).faults == [["standing", "Eine Organisation ist kein Verbraucher."]]
    firm = add_party(actor=SYSTEM, at=AT, kind="organisation", name="Bäckerei Morgenrot")
    assert firm.standing == "business"


@pytest.mark.parametrize(
    ("line", "field", "part"),
    [
        (ILSE.replace("K 1;", ";"), "customer_number", "„Kundennummer“ fehlt"),
        (ILSE.replace("Müller", ""), "name", "fehlt"),
        (ILSE.replace("23.4.1961", "31.2.1961"), "born_on", "1.12.2026"),
        (ILSE.replace("23.4.1961", "1.1.2030"), "born_on", "geboren"),
        (ILSE.replace("ilse@", "ilse"), "email", "E-Mail-Adresse"),
        (ILSE.replace("44199", "1067"), "postcode", "fünf Ziffern"),
        (ILSE.replace("Mietverhältnis", "Pacht"), "contract_kind", "Mietverhältnis"),
        (ILSE.replace(";eg;", ";Nirgendwo AG;"), "entity", "Nirgendwo AG"),
        (ILSE.replace("1.4.2019;", ";"), "started_on", "fehlt"),
        (ILSE.replace("1.4.2019;", "1.4.2019;31.3.2019"), "ended_on", "bevor er beginnt"),
        (ILSE + ";zu viel", "", "15 Zellen"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_refused_with_its_column_and_a_sentence(
    home: Any, line: str, field: str, part: str
) -> None:
    row = taken(HEAD, line, EROL)
    bad = row.rows.get(number=2)
    assert (bad.verdict, bad.faults[0][0]) == ("refused", field)
    assert part in bad.faults[0][1]
    assert list(Party.everything.filter(number__startswith="K ").values_list("number", flat=True)) == ["K 2"]


def test_two_rows_may_not_say_two_things_about_one_customer(home: Any) -> None:
    second = ILSE.replace("W 7", "W 9")
    row = taken(HEAD, ILSE, second, ILSE.replace("Kampweg 51", "Anderswo 1"), second.replace("1.4.2019", "1.5.2019"))
    assert verdicts(row) == ["new", "new", "refused", "refused"]
    assert row.rows.get(number=4).faults == [["street", "Zeile 2 sagt hier etwas anderes: Straße und Hausnummer."]]
    assert sorted(customer("K 1").relationships.values_list("number", flat=True)) == ["W 7", "W 9"]


def test_contradictions_are_found_across_batches(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quartier.core.parties.services.intake.runs.BATCH", 1)
    row = checked(HEAD, ILSE, EROL, ILSE.replace("Kampweg 51", "Anderswo 1"))
    assert verdicts(row) == ["new", "new", "refused"]


def test_a_contract_of_somebody_else_is_not_taken_away(home: Any) -> None:
    taken(HEAD, ILSE)
    row = taken(HEAD, EROL.replace("W 8", "W 7"), EROL.replace("K 2", "K 3"))
    assert row.rows.get(number=2).faults == [["contract_number", "Dieser Vertrag gehört zu jemand anderem."]]
    assert customer("K 1").relationships.count() == 1
    assert not Party.everything.filter(number="K 2").exists()


def test_restricted_customers_are_left_alone(home: Any) -> None:
    taken(HEAD, ILSE)
    Party.everything.filter(number="K 1").update(restricted_at=AT)
    row = taken(HEAD, ILSE.replace("Kampweg 51", "Kampweg 53"), EROL)
    assert "Art. 18 DSGVO" in row.rows.get(number=2).faults[0][1]
    assert customer("K 1").street == "Kampweg 51"


def test_all_or_none_takes_nothing_while_one_row_does_not_fit(home: Any) -> None:
    row = checked(HEAD, ILSE, EROL.replace("01067", "1067"))
    with pytest.raises(intake.NotAllFit), transaction.atomic():
        intake.apply(actor=CLERK, at=AT, intake_id=row.pk, mode="whole")
    row.refresh_from_db()
    assert (row.state, row.mode) == ("checked", "")
    assert not Party.everything.filter(number__startswith="K ").exists()


def test_all_or_none_goes_back_when_a_row_stops_fitting_meanwhile(home: Any) -> None:
    row = checked(HEAD, EROL, ILSE)
    other = add_party(actor=SYSTEM, at=AT, kind="person", name="Weiler", number="K 9")
    Relationship.objects.create(
        party=other, legal_entity=providers.entities()[0], kind="tenancy", number="W 7", started_on=date(2020, 1, 1)
    )
    row = through(intake.apply(actor=CLERK, at=AT, intake_id=row.pk, mode="whole"))
    assert (row.state, row.mode, verdicts(row)) == ("checked", "", ["new", "refused"])
    assert not Party.everything.filter(number__in=["K 1", "K 2"]).exists()


def test_a_file_in_which_nothing_fits_is_not_taken_over(home: Any) -> None:
    row = checked(HEAD, ILSE.replace("K 1", ""))
    with pytest.raises(intake.NothingFits), transaction.atomic():
        intake.apply(actor=CLERK, at=AT, intake_id=row.pk, mode="rows")


def test_of_other_columns_nothing_is_stored_and_they_are_named(home: Any) -> None:
    row = taken(f"{HEAD};Religion;Kontonummer", f"{ILSE};geheim-4711;DE00-geheim-4712")
    assert row.left_out == ["Religion", "Kontonummer"]
    assert "Ilse" in everything()
    assert "geheim-471" not in everything()


def test_work_goes_on_where_it_was_interrupted(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quartier.core.parties.services.intake.runs.BATCH", 2)
    lines = [EROL.replace("K 2", f"K {n}").replace("W 8", f"W {n}") for n in range(10, 15)]
    row = checked(HEAD, *lines)
    intake.apply(actor=CLERK, at=AT, intake_id=row.pk, mode="rows")
    assert intake.advance(at=AT, intake_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.position, Party.everything.filter(number__startswith="K ").count()) == ("applying", 3, 2)

    intake.stop(actor=CLERK, at=AT, intake_id=row.pk)
    assert not intake.advance(at=AT, intake_id=row.pk)
    row = through(intake.resume(actor=CLERK, at=AT, intake_id=row.pk))
    assert (row.state, verdicts(row)) == ("done", ["new"] * 5)
    assert audit.facts().filter(kind="party.added", subject__in=[
        f"parties.party:{one.pk}" for one in Party.everything.filter(number__startswith="K ")
    ]).count() == 5  # fmt: skip


def alter(what: str) -> None:
    """Change the table of contracts for a while."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE parties_relationship {what}")


def test_a_failure_in_the_middle_leaves_whole_batches(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quartier.core.parties.services.intake.runs.BATCH", 1)
    row = intake.apply(actor=CLERK, at=AT, intake_id=checked(HEAD, ILSE, EROL).pk, mode="rows")
    intake.advance(at=AT, intake_id=row.pk)
    alter("ADD CONSTRAINT broken CHECK (number <> 'W 8') NOT VALID")
    with pytest.raises(IntegrityError), transaction.atomic():
        intake.advance(at=AT, intake_id=row.pk)
    alter("DROP CONSTRAINT broken")
    assert list(Party.everything.filter(number__startswith="K ").values_list("number", flat=True)) == ["K 1"]
    assert (through(row).state, Party.everything.filter(number__startswith="K ").count()) == ("done", 2)


def test_what_runs_is_not_applied_stopped_or_resumed_twice(home: Any) -> None:
    row = sent(HEAD, ILSE)
    common: dict[str, Any] = {"actor": CLERK, "at": AT, "intake_id": row.pk}
    with pytest.raises(intake.NotNow), transaction.atomic():
        intake.apply(**common, mode="rows")
    with pytest.raises(intake.NotNow), transaction.atomic():
        intake.resume(**common)
    with pytest.raises(intake.NotNow), transaction.atomic():
        intake.discard(**common)
    through(row)
    with pytest.raises(intake.NotNow), transaction.atomic():
        intake.stop(actor=CLERK, at=AT, intake_id=row.pk)
    assert intake.discard(actor=CLERK, at=AT, intake_id=row.pk).state == IntakeState.DISCARDED
    assert not row.rows.exists()


def test_rows_are_gone_after_thirty_days(home: Any) -> None:
    row = taken(HEAD, ILSE)
    assert intake.tidy(at=datetime(2026, 12, 22, 8, 59, tzinfo=UTC)) == 0
    assert intake.tidy(at=datetime(2026, 12, 22, 9, 0, tzinfo=UTC)) == 1
    assert not row.rows.exists()


def test_the_worker_checks_and_takes_over(home: Any, run_jobs: RunJobs) -> None:
    run_jobs()
    enter_schema("emscher")
    row = sent(HEAD, ILSE)
    assert "parties.go_on" in run_jobs()
    enter_schema("emscher")
    row.refresh_from_db()
    assert row.state == "checked"


def test_the_time_of_one_transfer_is_the_time_of_its_facts(home: Any) -> None:
    taken(HEAD, ILSE)
    assert audit.about(f"parties.party:{customer('K 1').pk}")[0].at == AT
    assert clock.now() > AT
