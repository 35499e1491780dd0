"""A notice counts once, in its form, with the day that follows from it; nothing below its form changes a contract."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from quartier.core.audit import queries as audit
from quartier.core.contracts import queries, services
from quartier.core.contracts.extension import Ended, Trigger, ended, notice_triggers
from quartier.core.contracts.models import ContractState, Ending
from quartier.core.contracts.rules import Side, Way
from quartier.core.contracts.services import noticing
from quartier.core.contracts.tests.scene import (
    ANNA,
    CLERK,
    contract,
    customer,
    declared,
    fresh,
    furnish,
    noon,
    pass_time,
    rows,
    signed_file,
)
from quartier.core.declarations import services as declarations
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties.services import contracts as keeping
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import NoticeTrigger
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.law.bgb.form import Sending

BEGAN = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


def given_on(on: date, side: Side = Side.CUSTOMER, way: Way = Way.ORDINARY, **more: Any) -> services.Notice:
    return services.Notice(side=side, way=way, received_on=on, **more)


def end(row: Any, on: date, **more: Any) -> Ending:
    return services.end_by_notice(actor=CLERK, at=noon(on), contract_id=row.pk, given=given_on(on, **more))


@pytest.mark.req("QX-22")
def test_a_paid_service_ends_by_a_signed_letter_with_the_day_that_was_shown(
    alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)
    shown = {one.way: one for one in queries.ends_of(row, Side.CUSTOMER, date(2026, 3, 10))}
    assert shown[Way.ORDINARY].ends_on == date(2026, 6, 30)
    assert not shown[Way.CHANGE].available
    with monkeypatch.context() as while_announced:
        met = Trigger(trigger=NoticeTrigger.CHANGE, since_on=date(2026, 3, 1))
        while_announced.setitem(notice_triggers._entries, "test", lambda _row: [met])
        shown = {one.way: one for one in queries.ends_of(row, Side.CUSTOMER, date(2026, 3, 10))}
        assert shown[Way.CHANGE].ends_on == date(2026, 4, 7)
    for on, ends_on in ((date(2026, 3, 31), date(2026, 6, 30)), (date(2026, 4, 1), date(2026, 7, 31))):
        assert queries.next_end(row, on) == ends_on
    assert declared(row, date(2026, 3, 9), Sending.EMAIL).state == "below_form"
    assert fresh(row).state == ContractState.RUNNING
    done = declared(row, date(2026, 3, 10), Sending.LETTER)
    assert (done.state, fresh(row).ends_on) == ("effective", date(2026, 6, 30))
    assert "30.06.2026" in OutgoingMail.objects.order_by("-pk")[0].text


def test_the_contract_runs_through_its_last_day_and_ends_once_whatever_the_clock_does(
    alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)
    heard: list[Ended] = []
    monkeypatch.setitem(ended._entries, "test", heard.append)
    end(row, date(2026, 3, 10))
    pass_time(noon(date(2026, 6, 30)))
    assert fresh(row).state == ContractState.ENDING
    assert OutgoingMail.objects.filter(template="contracts.end_ahead").exists()
    pass_time(noon(date(2027, 6, 30)))
    pass_time(noon(date(2027, 7, 30)))
    over = fresh(row)
    assert (over.state, over.ended_at, over.relationship.ended_on) == (
        "ended", noon(date(2026, 6, 30)) + timedelta(hours=12), date(2026, 6, 30)
    )  # fmt: skip
    assert [one.because for one in heard] == ["ordinary"]
    assert OutgoingMail.objects.filter(template="contracts.end_ahead").count() == 1


@pytest.mark.req("CC-81")
def test_a_click_leaves_a_contract_as_it_is_and_a_recorded_letter_ends_it(alpha: Any) -> None:
    row = contract(furnish("werkstatt"), Scope.RECURRING, date(2024, 1, 1))
    services.note_invoice(
        actor=CLERK, at=noon(date(2025, 1, 8)), contract_id=row.pk, invoiced_on=date(2025, 1, 7), number="R 1"
    )
    for channel in (Sending.CLICK, Sending.PORTAL_FORM, Sending.EMAIL, Sending.FAX, Sending.SCAN, Sending.SPOKEN):
        refused = declared(row, date(2025, 10, 6), channel)
        assert (refused.state, refused.needed) == ("below_form", "written_agreed"), channel
    assert fresh(row).state == ContractState.RUNNING
    assert not Ending.objects.exists()
    assert f"/vertraege/{row.relationship_id}/kuendigen/brief/" in OutgoingMail.objects.order_by("-pk")[0].text
    done = declared(row, date(2025, 10, 7), Sending.LETTER)
    assert (done.state, fresh(row).ends_on) == ("effective", date(2025, 12, 31))
    assert "31.12.2025" in OutgoingMail.objects.order_by("-pk")[0].text


@pytest.mark.req("CC-29")
def test_recurring_print_jobs_are_owed_until_the_end_of_the_month_after_three_months(alpha: Any) -> None:
    row = contract(furnish("werkstatt"), Scope.RECURRING_PRINT, date(2025, 6, 1))
    end(row, date(2026, 1, 15))
    assert queries.last_owed_on(fresh(row)) == date(2026, 4, 30)
    pass_time(noon(date(2026, 4, 30)))
    assert fresh(row).state == ContractState.ENDING, "jobs until then remain"


def test_a_free_service_is_over_with_the_click(alpha: Any) -> None:
    row = contract(furnish("raumhafen"), Scope.FREE, BEGAN, is_paid=False)
    at = noon(date(2026, 3, 10))
    assert declared(row, date(2026, 3, 10), Sending.CLICK).state == "effective"
    assert (fresh(row).state, fresh(row).ended_at) == ("ended", at)


def test_a_later_day_may_be_wished_an_earlier_one_is_not_granted(alpha: Any) -> None:
    entity = furnish("raumhafen")
    row = contract(entity, Scope.PAID, BEGAN)
    kept = end(row, date(2026, 3, 10), wish_on=date(2026, 8, 15))
    assert kept.ends_on == date(2026, 8, 31)
    kept = end(row, date(2026, 3, 11), wish_on=date(2026, 4, 1))
    assert kept.ends_on == date(2026, 6, 30)
    assert Ending.objects.filter(revoked_at=None).get() == kept
    before = list(rows("contracts.Ending").values()), fresh(row).ends_on
    with pytest.raises(services.AlreadyEnding):
        end(row, date(2026, 3, 12))
    assert (list(rows("contracts.Ending").values()), fresh(row).ends_on) == before


def test_what_cannot_end_a_contract_changes_nothing(alpha: Any) -> None:
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)
    given: list[tuple[services.Notice, type[Refused]]] = [
        (given_on(date(2026, 3, 10), way=Way.CHANGE), services.NoSuchEnd),
        (given_on(date(2026, 3, 10), way=Way.CAUSE), services.ReasonMissing),
        (given_on(date(2026, 3, 11)), services.InTheFuture),
        (given_on(date(2026, 3, 10), Side.PROVIDER, Way.UNREASONABLE), services.ReasonMissing),
        (given_on(date(2026, 3, 10), Side.PROVIDER), services.NoSuchEnd),
    ]
    facts = len(audit.about(f"contracts.contract:{row.pk}"))
    for one, refusal in given:
        with pytest.raises(refusal):
            services.end_by_notice(actor=CLERK, at=noon(date(2026, 3, 10)), contract_id=row.pk, given=one)
    assert (fresh(row).state, Ending.objects.count()) == ("running", 0)
    assert len(audit.about(f"contracts.contract:{row.pk}")) == facts
    services.withdraw(actor=CLERK, at=noon(date(2026, 3, 10)), contract_id=row.pk)
    with pytest.raises(services.ContractOver):
        end(row, date(2026, 3, 11))


def test_a_notice_is_taken_back_by_agreement_alone(alpha: Any) -> None:
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)
    with pytest.raises(services.NothingToRevoke):
        services.revoke(actor=CLERK, at=noon(date(2026, 3, 9)), contract_id=row.pk, because="Mail vom 9.3.")
    end(row, date(2026, 3, 10))
    with pytest.raises(services.ReasonMissing):
        services.revoke(actor=CLERK, at=noon(date(2026, 3, 11)), contract_id=row.pk, because=" ")
    services.revoke(actor=CLERK, at=noon(date(2026, 3, 11)), contract_id=row.pk, because="Mail vom 11.3.")
    pass_time(noon(date(2026, 12, 31)))
    assert (fresh(row).state, fresh(row).ends_on, fresh(row).relationship.ended_on) == ("running", None, None)
    assert OutgoingMail.objects.filter(template="contracts.notice_revoked").count() == 1


def test_a_contract_follows_its_tie_that_the_back_office_ends(alpha: Any) -> None:
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)
    keeping.end_relationship(
        actor=CLERK, at=noon(date(2026, 3, 10)), relationship_id=row.relationship_id, ended_on=date(2026, 5, 31)
    )
    assert (fresh(row).state, fresh(row).end_reason) == ("ending", "elsewhere")
    keeping.end_relationship(
        actor=CLERK, at=noon(date(2026, 3, 11)), relationship_id=row.relationship_id, ended_on=None
    )
    assert fresh(row).state == "running"
    keeping.end_relationship(
        actor=CLERK, at=noon(date(2026, 3, 12)), relationship_id=row.relationship_id, ended_on=date(2026, 4, 30)
    )
    pass_time(noon(date(2026, 5, 1)))
    assert fresh(row).state == "ended"


@pytest.mark.req("WR-034")
def test_either_side_ends_a_free_contract_at_any_time_and_the_company_by_mail(alpha: Any) -> None:
    entity = furnish("planmass")
    by_button = contract(entity, Scope.APP, BEGAN, is_paid=False, standing="consumer", kind="portal")
    assert declared(by_button, date(2026, 3, 10), Sending.CLICK).state == "effective"
    assert fresh(by_button).state == "ended"
    anna = customer("Blum", has_login=True)
    by_us = contract(entity, Scope.APP, BEGAN, is_paid=False, party=anna, kind="portal", number="V 2")
    services.give_notice(
        actor=CLERK, at=noon(date(2026, 3, 10)), contract_id=by_us.pk, way=Way.ORDINARY, received_on=date(2026, 3, 10)
    )
    assert fresh(by_us).state == "ended"
    assert OutgoingMail.objects.filter(template="contracts.provider_notice", to_address=anna.email).count() == 1
    assert not rows("accounts.User").filter(email=anna.email, is_active=True).exists()


def test_fifty_notices_at_once_are_one_and_a_withdrawal_beside_them_wins_or_waits(committed_db: None) -> None:
    enter_schema("alpha")
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)

    def act(number: int) -> str:
        enter_schema("alpha")
        try:
            if number == 25:
                services.withdraw(actor=ANNA, at=noon(date(2026, 3, 10)), contract_id=row.pk)
            else:
                end(row, date(2026, 3, 10))
        except (services.AlreadyEnding, services.ContractOver) as refusal:
            return type(refusal).__name__
        else:
            return "done" if number != 25 else "withdrawn"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(act, range(50)))
    enter_schema("alpha")
    assert done.count("withdrawn") == 1
    assert done.count("done") == Ending.objects.count() <= 1
    assert fresh(row).state == "withdrawn"
    assert not rows("deadlines.Deadline").filter(subject=f"contracts.contract:{row.pk}", closed_at=None).exists()


def test_the_file_of_a_letter_stays_with_the_notice(alpha: Any) -> None:
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)
    paper = signed_file(row.party, noon(BEGAN), "kuendigung.pdf")
    assert end(row, date(2026, 3, 10), document_id=paper.pk).document == paper


@pytest.mark.req("DWG-29")
def test_no_click_and_no_message_ends_a_tenancy_and_a_letter_is_answered_with_the_day_of_the_law(alpha: Any) -> None:
    entity, anna = furnish("rheinufer"), customer()
    tie = rows("parties.Relationship").create(
        party=anna, legal_entity=entity, kind="tenancy", number="W 1", started_on=date(2019, 4, 1)
    )
    on = date(2026, 11, 23)

    def sent(channel: Sending) -> Any:
        given = declarations.Given(
            kind=noticing.KIND, channel=channel, name=str(anna), received_at=noon(on), party_id=anna.pk,
            subject=f"parties.relationship:{tie.pk}", entity_id=entity.pk, contact=anna.email,
        )  # fmt: skip
        return declarations.receive(actor=ANNA, at=noon(on), given=given)

    for channel in Sending:
        if channel not in (Sending.LETTER, Sending.SIGNATURE):
            assert (sent(channel).state, sent(channel).needed) == ("below_form", "written_statutory"), channel
    assert "/kuendigen/brief/" in OutgoingMail.objects.order_by("-pk")[0].text
    assert sent(Sending.LETTER).state == "effective"
    assert "28.02.2027" in OutgoingMail.objects.order_by("-pk")[0].text
    tie.refresh_from_db()
    assert tie.ended_on is None
