"""The nightly run: over is erased, kept is restricted, held back stays; the protocol names nobody."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from quartier.core.accounts.models import User
from quartier.core.audit import services as audit
from quartier.core.audit.models import Fact
from quartier.core.audit.queries import verify
from quartier.core.audit.services import seal
from quartier.core.parties import queries as parties
from quartier.core.parties.models import Party, Relationship
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as erasing
from quartier.core.retention import services
from quartier.core.retention.models import RunLine
from quartier.core.retention.services import running
from quartier.core.retention.tests.people import AT, OFFICER, contract, customer, with_account

# The usual policy keeps the account half a year after the end of the contract.
ENDED = date(2025, 9, 23)
LEAD = User(audience="staff", roles=["lead"])


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


def ran(at: datetime = AT) -> dict[str, RunLine]:
    """Run, and return the lines of the protocol by kind of data."""
    run = services.run(at=at)
    assert run is not None
    assert run.ended_at is not None
    return {line.model: line for line in run.lines.all()}


@pytest.mark.req("SBV-30")
def test_a_contract_ends_then_the_person_is_restricted_and_after_the_longest_rule_gone(alpha: Any) -> None:
    party = customer("Blum", date(2010, 5, 31), ENDED)
    user = with_account(party)
    day = datetime(2026, 3, 22, 12, tzinfo=UTC)
    ran(day)
    assert list(parties.visible_parties(LEAD)) == [party], "half a year is not over on its last day"
    lines = ran(day + timedelta(days=2))
    assert lines["parties.Party"].restricted == 1
    assert list(parties.visible_parties(LEAD)) == []
    assert parties.relationships_numbered(LEAD, [f"W {party.pk}-1"]) == {}
    assert not User.objects.get(pk=user.pk).is_active
    assert [row.number for row in Relationship.objects.all()] == [f"W {party.pk}-1"], "the old contract is over"
    last_second = datetime(2033, 12, 31, 22, 59, 59, tzinfo=UTC)
    assert "parties.Party" not in ran(last_second)
    assert Party.everything.filter(pk=party.pk).exists()
    assert ran(last_second + timedelta(seconds=1))["parties.Party"].erased == 1
    assert not Party.everything.exists()
    assert not Relationship.objects.exists()
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_year_of_nights_ends_as_one_jump(alpha: Any) -> None:
    people = [customer("Blum", date(2017, 6, 30)), customer("Kern", date(2016, 12, 31)), customer("Voss", None)]
    contract(people[0], date(2025, 10, 5), "W x")
    at = AT
    for _night in range(366):
        services.run(at=at)
        at += timedelta(days=1)
    assert {party.name: party.is_restricted for party in Party.everything.all()} == {"Blum": True, "Voss": False}
    assert "parties.Party" not in ran(at)


def test_a_person_with_a_running_contract_and_one_without_any_are_left_alone(alpha: Any) -> None:
    customer("Blum", date(2010, 5, 31), None)
    customer("Kern")
    assert "parties.Party" not in ran(datetime(2099, 1, 1, tzinfo=UTC))
    assert Party.objects.count() == 2


@pytest.mark.req("SBV-31")
def test_a_hold_keeps_everything_and_what_it_kept_goes_with_the_next_run_after_it(alpha: Any) -> None:
    party = customer("Blum", date(2010, 5, 31))
    hold = services.hold_back(
        actor=OFFICER, at=AT, party_id=party.pk, case="4 C 112/26", reason="Klage auf Rückzahlung",
        review_on=date(2026, 9, 1),
    )  # fmt: skip
    lines = ran(AT)
    assert (lines["parties.Party"].held, lines["parties.Party"].erased) == (1, 0)
    subject = privacy.subject_numbered(party.pk)
    assert subject is not None
    with pytest.raises(erasing.HeldBack, match=r"4 C 112/26: Klage auf Rückzahlung\. Wieder zu prüfen am 01\.09\.2026"):
        erasing.erase(actor=OFFICER, at=AT, subject=subject, controller=privacy.controllers()[0], partly=True)
    services.lift_hold(actor=OFFICER, at=AT, hold_id=hold.pk, reason="Vergleich")
    assert ran(AT)["parties.Party"].needed == 1, "the lifted hold is evidence for three years"
    assert ran(datetime(2030, 1, 1, tzinfo=UTC))["parties.Party"].erased == 1
    assert not Party.everything.exists()


@pytest.mark.req("SBV-31")
def test_the_protocol_holds_numbers_and_no_names(alpha: Any) -> None:
    customer("Ungewöhnlich", date(2010, 5, 31), email="ungewoehnlich@posthaus.example")
    ran()
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text || l::text FROM retention_run r JOIN retention_runline l ON l.run_id = r.id")
        protocol = " ".join(text for (text,) in cursor.fetchall()).lower()
    assert "parties.party" in protocol
    assert "ungewöhnlich" not in protocol
    assert "posthaus" not in protocol
    fact = Fact.objects.get(kind="retention.ran")
    assert fact.data["erased"] >= 1
    assert "Ungewöhnlich" not in str(fact.data)


@pytest.mark.req("CC-62")
def test_every_kind_of_data_with_an_end_goes_when_its_longest_rule_is_over(alpha: Any) -> None:
    from quartier.core.deadlines import services as deadlines  # noqa: PLC0415 – beside what it shows

    party = customer("Blum", date(2026, 2, 1))
    about = parties.subject_of(party)
    row = deadlines.open_deadline(
        actor=OFFICER, at=AT, kind=services.REVIEW, subject="retention.legalhold:1", last_on=date(2026, 4, 1),
        holder=about,
    )  # fmt: skip
    deadlines.cancel(actor=OFFICER, at=AT, deadline_id=row.pk, reason="erledigt")
    lines = ran(datetime(2029, 12, 31, 22, 59, tzinfo=UTC))
    assert "deadlines.Deadline" not in lines
    assert ran(datetime(2029, 12, 31, 23, tzinfo=UTC))["deadlines.Deadline"].erased == 1
    assert ran(datetime(2034, 12, 31, 23, tzinfo=UTC))["parties.Party"].erased == 1
    assert privacy.subject_numbered(party.pk) is None


def test_a_run_that_fails_in_one_kind_goes_on_with_the_others(alpha: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken row is not made up: a trigger of the database refuses to let contracts go."""
    customer("Blum", date(2010, 5, 31), ENDED)
    gone = customer("Kern", ENDED)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;"
            "CREATE TRIGGER refuse BEFORE DELETE ON parties_relationship FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    with pytest.raises(services.SomeFailed, match=r"parties\.Relationship"):
        services.run(at=AT)
    line = RunLine.objects.get(model="parties.Relationship")
    assert (line.failed, line.erased) == (1, 0)
    assert Party.everything.get(pk=gone.pk).is_restricted


def test_a_killed_run_has_done_what_its_protocol_says_and_the_next_goes_on(
    alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    people = [customer(f"Nummer {n}", ENDED) for n in range(5)]
    batches = running._batches(parties.purpose_over(Party.objects.all(), AT))
    first = next(batches)
    assert first == [party.pk for party in people[:2]]
    erasing.restrict_rows(next(e for e, _rows in erasing.restrictable(AT) if e.model == "parties.Party"), first, AT)
    assert ran(AT)["parties.Party"].restricted == 3


def test_two_runs_at_once_are_one(committed_db: Any) -> None:
    results: list[Any] = []

    def second() -> None:
        with schema_context("alpha"):
            results.append(services.run(at=AT))
        connection.close()

    with schema_context("alpha"), running._alone() as free:
        assert free
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert results == [None]


def test_the_protocol_loses_names_and_details_after_ten_years_and_its_chain_still_closes(alpha: Any) -> None:
    audit.record(
        actor=OFFICER, at=AT, kind="party.corrected", subject="parties.party:1", data={"name": ["Blum", "Kern"]}
    )
    seal(at=AT)
    assert "audit.Fact" not in ran(datetime(2036, 12, 31, 22, 59, tzinfo=UTC))
    assert ran(datetime(2036, 12, 31, 23, 0, tzinfo=UTC))["audit.Fact"].erased >= 1
    fact = Fact.objects.get(kind="party.corrected")
    assert (fact.data, fact.actor_name, fact.subject) == ({}, "", "parties.party:1")
    assert verify().fault is None
    assert "audit.Fact" not in ran(datetime(2037, 1, 2, tzinfo=UTC)), "what is erased is not due again"
