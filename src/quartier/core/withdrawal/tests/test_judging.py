"""Withdrawals are judged by the law: the latest event begins the period, dispatch decides, late ones are answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from quartier.core.contracts.models import Contract
from quartier.core.deadlines.models import Deadline
from quartier.core.declarations import services as declarations
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties.models import Party, Relationship
from quartier.core.providers.policies.choices import Scope
from quartier.core.withdrawal import queries, services
from quartier.core.withdrawal.models import Withdrawal
from quartier.core.withdrawal.rules import Facts, Sent, Verdict, judge
from quartier.core.withdrawal.tests.people import CLERK, contract, customer, furnish, local, rows, withdrawn
from quartier.law.bgb.form import Sending
from quartier.values.land import Land

MARCH_3 = date(2025, 3, 3)


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


@pytest.fixture
def entity(alpha: Any) -> Any:
    """The company that grants 14 days."""
    return furnish()


def facts(concluded_on: date, **more: Any) -> Facts:
    """A free portal contract whose instruction came with it."""
    common = {"is_consumer": True, "is_paid": False, "land": Land.NW, "days": 14, "instructed_on": concluded_on}
    return Facts(concluded_on=concluded_on, **{**common, **more})


def last_day(concluded_on: date, **more: Any) -> date | None:
    """The last day to withdraw."""
    return judge(facts(concluded_on, **more), Sent(clicked_at=local(concluded_on), received_on=concluded_on)).last_on


@pytest.mark.req("DWG-39")
@pytest.mark.parametrize(
    ("concluded_on", "more", "last_on"),
    [
        (MARCH_3, {}, date(2025, 3, 17)),
        (date(2025, 4, 6), {}, date(2025, 4, 22)),
        (date(2025, 4, 17), {}, date(2025, 5, 2)),
        (MARCH_3, {"instructed_on": date(2025, 3, 5)}, date(2025, 3, 19)),
        (MARCH_3, {"instructed_on": None}, date(2026, 3, 17)),
    ],
    ids=["plain", "Easter Sunday", "first of May", "instructed later", "instruction bounced: not started"],
)
def test_the_latest_event_begins_the_period_and_weekends_and_holidays_move_its_end(
    concluded_on: date, more: dict[str, Any], last_on: date
) -> None:
    assert last_day(concluded_on, **more) == last_on


@pytest.mark.req("DWG-38")
@pytest.mark.parametrize(
    ("clicked_at", "state"),
    [(local(date(2025, 3, 17), 23, 59), "effective"), (local(date(2025, 3, 18), 0, 0), "late")],
    ids=["day 14, 23:59", "day 15"],
)
def test_a_click_on_day_14_is_effective_and_on_day_15_answered_as_late(
    entity: Any, clicked_at: datetime, state: str
) -> None:
    party = customer(entity)
    row = contract(party, entity, local(MARCH_3))
    said = withdrawn(clicked_at, row, contact=party.email)
    row.refresh_from_db()
    assert (said.state, row.state) == (state, "withdrawn" if state == "effective" else "running")
    kept = Withdrawal.objects.get()
    assert (kept.in_time, kept.last_on) == (state == "effective", date(2025, 3, 17))
    mail = OutgoingMail.objects.get(template="declarations.receipt")
    assert f"{clicked_at:%d.%m.%Y, %H:%M} Uhr" in mail.text, "confirmed with its time"
    assert ("der letzte Tag war der 17.03.2025" in mail.text) == (state == "late"), "a late one is told the last day"


@pytest.mark.req("DWG-40")
@pytest.mark.parametrize(
    ("dispatched_on", "received_on", "state"),
    [
        (date(2025, 3, 16), date(2025, 3, 20), "effective"),
        (date(2025, 3, 18), date(2025, 3, 20), "late"),
        (None, date(2025, 3, 17), "effective"),
        (None, date(2025, 3, 20), "unclear"),
    ],
    ids=["sent day 13, received day 17", "sent day 15", "received in time", "day of dispatch unknown"],
)
@pytest.mark.parametrize("channel", [Sending.LETTER, Sending.FAX, Sending.EMAIL])
def test_the_day_of_dispatch_decides(
    entity: Any, channel: Sending, dispatched_on: date | None, received_on: date, state: str
) -> None:
    row = contract(customer(entity), entity, local(MARCH_3))
    said = withdrawn(
        local(received_on), row, actor=CLERK, channel=channel, dispatched_on=dispatched_on, contact="Hauptstraße 1"
    )
    assert said.state == state
    if state == "unclear":
        at = local(received_on + timedelta(days=1))
        more = {"declaration_id": said.pk, "subject": said.subject, "dispatched_on": date(2025, 3, 17)}
        assert declarations.match(actor=CLERK, at=at, **more).state == "effective"


@pytest.mark.req("DWG-41")
def test_only_the_portal_contract_ends_and_the_login_with_it(entity: Any) -> None:
    party = customer(entity, login=True)
    portal = contract(party, entity, local(MARCH_3))
    other = contract(party, entity, local(MARCH_3), scope=Scope.FREE, is_paid=False, number="F-1")
    tenancy = Relationship.objects.filter(party=party, kind="tenancy").values().get()
    account = rows("accounts.User").get(pk=party.user_id)
    said = withdrawn(local(date(2025, 3, 10)), portal, contact=party.email)
    party = Party.everything.get(pk=party.pk)
    assert (said.state, party.user_id) == ("effective", None)
    assert not rows("accounts.User").filter(pk=account.pk, is_active=True).exists(), "login refused"
    assert Relationship.objects.filter(party=party, kind="tenancy").values().get() == tenancy
    other.refresh_from_db()
    assert (other.state, party.name) == ("running", "Blum")
    assert Relationship.objects.get(pk=portal.relationship_id).ended_on == date(2025, 3, 10)
    assert list(rows("leaving.Leaving").filter(party=party).values_list("way", flat=True)) == ["withdrawal"]
    text = OutgoingMail.objects.get(template="declarations.receipt").text
    assert "Zugang zum Portal" in text, "they hear of it although the address went with the account"


def test_a_business_has_no_right_and_full_performance_ends_it() -> None:
    click = Sent(clicked_at=local(date(2025, 3, 10)), received_on=date(2025, 3, 10))
    assert judge(facts(MARCH_3, is_consumer=False), click).verdict is Verdict.NO_RIGHT
    assert judge(facts(MARCH_3, days=None), click).verdict is Verdict.NO_RIGHT, "free, and nothing granted"
    done = {"is_paid": True, "begun_on": date(2025, 3, 4), "performed_on": date(2025, 3, 6)}
    both = {"consented_on": MARCH_3, "acknowledged_on": MARCH_3}
    assert judge(facts(MARCH_3, **done, **both), click).verdict is Verdict.LAPSED
    assert judge(facts(MARCH_3, **done), click).verdict is Verdict.IN_TIME, "without the two declarations it stays"
    begun = {**done, "performed_on": None}
    assert judge(facts(MARCH_3, **begun, **both), click).verdict is Verdict.IN_TIME, "begun is not done"


def test_more_days_than_the_law_count_and_an_offer_can_always_be_taken_back() -> None:
    click = Sent(clicked_at=local(date(2025, 4, 1)), received_on=date(2025, 4, 1))
    assert judge(facts(MARCH_3, days=30), click).last_on == date(2025, 4, 2)
    assert judge(facts(MARCH_3, days=30), click).verdict is Verdict.IN_TIME
    assert judge(facts(MARCH_3), click).verdict is Verdict.LATE
    offer = facts(MARCH_3)
    open_offer = Facts(is_consumer=True, is_paid=True, land=Land.NW, days=14, concluded_on=None)
    assert offer.concluded_on is not None
    assert judge(open_offer, click).verdict is Verdict.IN_TIME


def test_value_and_refund_of_a_service_done_to_two_fifths(entity: Any) -> None:
    party = customer(entity)
    row = contract(party, entity, local(MARCH_3), scope=Scope.SURVEY, number="S-1")
    withdrawn(local(date(2025, 3, 12)), row, contact=party.email)
    kept = Withdrawal.objects.get()
    assert (kept.refund_state, kept.refund_due_on) == ("work_open", date(2025, 3, 26))
    deadline = Deadline.objects.get(kind=services.REFUND)
    assert (deadline.last_on, deadline.holder) == (date(2025, 3, 26), f"parties.party:{party.pk}")
    at = local(date(2025, 3, 13))
    with pytest.raises(services.SumMissing):
        services.note_work(actor=CLERK, at=at, withdrawal_id=kept.pk, done=Decimal(40))
    Withdrawal.objects.update(demanded=True)
    kept = services.note_work(actor=CLERK, at=at, withdrawal_id=kept.pk, done=Decimal(40), price=Decimal(499))
    assert (kept.value, kept.refund, kept.refund_state) == (Decimal("199.60"), Decimal("299.40"), "due")
    assert list(queries.refunds_due(date(2025, 3, 26))) == [kept]
    assert not queries.refunds_due(date(2025, 3, 25))
    services.note_refund(actor=CLERK, at=at, withdrawal_id=kept.pk)
    deadline.refresh_from_db()
    assert (deadline.state, queries.refunds_due().exists()) == ("met", False)
    with pytest.raises(services.NotPayable):
        services.note_refund(actor=CLERK, at=at, withdrawal_id=kept.pk)


def test_without_an_express_demand_nothing_is_kept(entity: Any) -> None:
    row = contract(customer(entity), entity, local(MARCH_3), scope=Scope.SURVEY, number="S-1")
    withdrawn(local(date(2025, 3, 12)), row)
    kept = services.note_work(
        actor=CLERK, at=local(date(2025, 3, 13)), withdrawal_id=Withdrawal.objects.get().pk, done=Decimal(40),
        price=Decimal(499),
    )  # fmt: skip
    assert (kept.value, kept.refund) == (Decimal(0), Decimal(499))


def test_a_second_withdrawal_changes_nothing(entity: Any) -> None:
    row = contract(customer(entity), entity, local(MARCH_3))
    at = local(date(2025, 3, 10))
    assert withdrawn(at, row).state == "effective"
    assert withdrawn(at, row).state == "rejected"
    assert Withdrawal.objects.count() == 1


def test_number_and_name_are_matched_at_once_and_a_number_alone_is_not(entity: Any) -> None:
    row = contract(customer(entity), entity, local(MARCH_3))
    at, number = local(date(2025, 3, 10)), row.relationship.number
    stranger = withdrawn(at, name="Max Fremd", contact="max@posthaus.example", about=f"Vertrag {number}")
    assert (stranger.state, stranger.party_id) == ("unclear", None)
    found = queries.candidates(stranger)
    assert [(one.subject, one.sure) for one in found] == [(f"contracts.contract:{row.pk}", False)]
    said = withdrawn(at, about=f"meinen Vertrag {number.lower()}, bitte", contact="neu@posthaus.example")
    assert (said.state, said.party_id) == ("effective", row.party_id)
    told = {mail.to_address: mail.text for mail in OutgoingMail.objects.filter(template__startswith="declarations.")}
    assert "wirksam" not in told["neu@posthaus.example"], "an unknown address never learns whether a contract exists"
    assert "blum@posthaus.example" in told


def test_name_and_address_are_enough_where_there_is_one_contract(entity: Any) -> None:
    party = customer(entity)
    first = contract(party, entity, local(MARCH_3))
    at = local(date(2025, 3, 10))
    contract(party, entity, local(MARCH_3), scope=Scope.FREE, is_paid=False, number="F-1")
    assert withdrawn(at, contact=party.email, about="das Portal").state == "unclear", "two contracts: people decide"
    assert withdrawn(at, contact=party.email, about=first.relationship.number).state == "effective"
    last = withdrawn(at, contact=party.email, about="das andere")
    assert last.state == "effective", "one is left"
    assert withdrawn(at, contact=party.email, about="F-1", wishes={"extent": "part"}).state == "unclear"


def test_a_tenancy_is_never_withdrawn_from_here(entity: Any) -> None:
    party = customer(entity)
    row = contract(party, entity, local(MARCH_3), scope=Scope.TENANCY, number="W-9", is_paid=True)
    said = withdrawn(local(date(2025, 3, 10)), contact=party.email, about="W-9")
    row.refresh_from_db()
    assert (said.state, row.state) == ("unclear", "running")
    assert Contract.objects.get().state == "running"
