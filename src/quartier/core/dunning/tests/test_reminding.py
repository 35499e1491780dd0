"""Runs: who is reminded, what of, what it costs; and that it happens once, whoever clicks how often."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.db import connections, transaction
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quartier.core.approvals import services as approvals
from quartier.core.dunning import queries, services
from quartier.core.dunning.mails import PROVISO
from quartier.core.dunning.models import Fee, HoldKind, InterestCharge, Plan, Reminder, RunLine
from quartier.core.dunning.queries import plan
from quartier.core.dunning.rules.stages import Stage, Stages, Way
from quartier.core.dunning.tests.scene import BODO, JETTE, case, claim, costs, pay, reminders, run, scene, until
from quartier.core.inbox.models import OutgoingMail
from quartier.core.ledger import queries as ledger
from quartier.core.ledger import services as books
from quartier.core.ledger.tests.books import customer, money, noon, rows

D = Decimal


def two_fees() -> Stages:
    """Two reminders, both with a fee."""
    given: dict[str, Any] = {
        "days": 3, "way": Way.MAIL, "with_fee": True, "with_interest": True, "pay_in": 7, "text": "bitte zahlen Sie.",
    }  # fmt: skip
    return Stages(
        stages=(Stage(title="1. Mahnung", **given), Stage(title="2. Mahnung", **given)), least=D("2.50"), bank_days=3
    )


def verdicts(row: Any) -> dict[int, str]:
    return dict(RunLine.objects.filter(run=row).values_list("claim_id", "verdict"))


@pytest.mark.req("CC-74")
def test_each_reminder_carries_ten_euro_with_the_proviso_and_staff_reduce_it_on_proof(alpha: Any) -> None:
    entity, party = scene("werkstatt")
    decided = date(2026, 1, 2)
    services.decide_stages(actor=BODO, at=noon(decided), stages=two_fees(), valid_from=decided, reason="Wie in den AGB")
    item = claim(entity, party, "500", on=date(2026, 1, 5))
    until(date(2026, 2, 10))
    run(entity, date(2026, 2, 10))
    run(entity, date(2026, 2, 21))
    first, second = reminders(party)
    assert ([first.title, second.title], [first.fee, second.fee]) == (["1. Mahnung", "2. Mahnung"], [D(10), D(10)])
    assert costs(item) == D("20.00")
    mails = OutgoingMail.objects.filter(template="dunning.reminder")
    assert (mails.count(), all(PROVISO in one.text for one in mails)) == (2, True)
    fee = Fee.objects.filter(claim=item).first()
    assert fee is not None
    wrong: list[tuple[type[Exception], str, str]] = [
        (services.OnlyLower, "10.00", "Nachweis"), (services.OnlyLower, "-1", "Nachweis"),
        (services.ReasonMissing, "4.00", " "),
    ]  # fmt: skip
    for refusal, amount, reason in wrong:
        with pytest.raises(refusal):
            services.reduce_fee(actor=BODO, at=noon(date(2026, 3, 1)), fee_id=fee.pk, amount=D(amount), reason=reason)
    services.reduce_fee(
        actor=BODO, at=noon(date(2026, 3, 1)), fee_id=fee.pk, amount=D("4.00"), reason="Porto und Papier: 4,00 €"
    )
    fee.item.refresh_from_db()
    assert (costs(item), fee.item.open) == (D("14.00"), D("4.00"))
    fact = rows("audit.Fact").get(kind="dunning.fee_reduced")
    assert (fact.data["amount"], fact.data["reason"]) == (["10.00", "4.00"], "Porto und Papier: 4,00 €")
    assert ledger.faults() == {}


@pytest.mark.req("WR-081")
def test_the_fee_is_configurable_and_never_charged_before_default(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "500", on=date(2026, 1, 5))
    for on in (date(2026, 1, 13), date(2026, 1, 29), date(2026, 2, 14), date(2026, 3, 7)):
        until(on)
        run(entity, on)
    found = reminders(party)
    assert [one.stage for one in found] == [1, 2, 3, 4]
    assert [one.fee for one in found] == [D(0), D(5), D(5), D(5)]
    assert Fee.objects.filter(claim=item, kind="reminder").count() == 3
    consumer = customer("consumer", name="Veit", email="veit@posthaus.example")
    claim(entity, consumer, "500", on=date(2026, 1, 5), key="v")
    for on in (date(2026, 3, 8), date(2026, 3, 24)):
        run(entity, on)
    assert [one.fee for one in reminders(consumer)] == [D(0), D("1.20")]
    assert ledger.faults() == {}


def test_a_dry_run_tells_nobody_and_says_of_everybody_why(alpha: Any) -> None:
    entity, party = scene("planmass")
    on = date(2026, 4, 1)
    names = ("held", "planned", "rich", "fresh", "small", "early", "dead", "closed")
    people = {name: customer("business", name=name, email=f"{name}@posthaus.example") for name in names}
    items = {
        name: claim(entity, one, "2.40" if name == "small" else "100", on=date(2026, 3, 1), key=name)
        for name, one in people.items() if name != "early"
    }  # fmt: skip
    items["early"] = claim(entity, people["early"], "100", on=date(2026, 3, 29), key="early")
    items["late"] = claim(entity, party, "100", on=date(2026, 3, 1), key="late")
    services.hold(actor=BODO, at=noon(on), party=people["held"], kind=HoldKind.DISPUTE, reason="Bestreitet die Menge")
    services.agree_plan(actor=BODO, at=noon(on), claim_ids=[items["planned"].pk], count=2, first_on=on)
    money(entity, people["rich"], "100", on=date(2026, 3, 1), key="m1")
    money(entity, people["fresh"], "20", on=date(2026, 3, 30), key="m2")
    rows("parties.Party").filter(pk=people["dead"].pk).update(email="", street="")
    rows("parties.Party").filter(pk=people["closed"].pk).update(restricted_at=noon(on))
    before = (rows("ledger.Posting").count(), OutgoingMail.objects.count())
    row = services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
    found = verdicts(row)
    assert {name: found[item.pk] for name, item in items.items()} == {
        "held": "hold", "planned": "plan", "rich": "credit", "fresh": "payment", "small": "small", "early": "early",
        "dead": "unreachable", "closed": "restricted", "late": "remind",
    }  # fmt: skip
    assert (row.customers, row.claims, row.left_out, row.sum) == (1, 1, 8, D(100))
    assert (rows("ledger.Posting").count(), OutgoingMail.objects.count()) == before
    services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
    assert RunLine.objects.count() == 9


def test_two_people_decide_and_what_was_paid_meanwhile_is_not_reminded(alpha: Any) -> None:
    entity, party = scene("planmass")
    on = date(2026, 2, 20)
    paid = claim(entity, party, "100", on=date(2026, 1, 5))
    other = customer("business", name="Ohm", email="ohm@posthaus.example")
    claim(entity, other, "70", on=date(2026, 1, 5), key="o")
    row = services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
    with pytest.raises(services.TooOld):
        services.propose(actor=BODO, at=noon(on + timedelta(days=1)), run_id=row.pk)
    services.propose(actor=BODO, at=noon(on), run_id=row.pk)
    assert not services.advance(at=noon(on), run_id=row.pk)
    waiting = rows("approvals.Approval").get(state="pending")
    with pytest.raises(approvals.SamePerson):
        approvals.confirm(actor=BODO, at=noon(on), approval_id=waiting.pk)
    second = services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
    with pytest.raises(services.RunGoesOn):
        services.propose(actor=BODO, at=noon(on), run_id=second.pk)
    pay(entity, party, "100", on=on)
    approvals.confirm(actor=JETTE, at=noon(on), approval_id=waiting.pk)
    with pytest.raises(services.StillRunning):
        services.resume(actor=BODO, at=noon(on), run_id=row.pk)
    while services.advance(at=noon(on), run_id=row.pk, most=1):
        pass
    assert (reminders(party), len(reminders(other)), verdicts(row)[paid.pk]) == ([], 1, "gone")
    with pytest.raises(services.NotADryRun):
        services.propose(actor=BODO, at=noon(on), run_id=row.pk)
    assert not services.advance(at=noon(on), run_id=row.pk)
    assert Reminder.objects.count() == 1


def test_the_bulk_way_finds_the_interest_of_the_law_for_claims_paid_in_parts(alpha: Any) -> None:
    entity, party = scene("planmass")
    items = [
        claim(entity, party, f"{amount}.{amount % 100:02}", on=date(2023, 1 + place, 3), key=f"c{place}")
        for place, amount in enumerate((137, 2_801, 99, 40_411))
    ]
    until(date(2024, 1, 5))
    for place, on in enumerate((date(2023, 8, 1), date(2024, 1, 1), date(2024, 2, 29), date(2025, 6, 30))):
        pay(entity, party, f"{400 + place * 37}.11", on=on, key=f"m{place}")
    day = date(2026, 8, 20)
    found = {line[1]: line[5] for line in plan.lines_of(entity.pk, day, queries.stages_on(day), [party.pk])}
    bases = queries.bases_on(day)
    open_ = [item for item in items if item.pk in found]
    assert len(open_) >= 2
    assert found == {item.pk: queries.grown(case(item), day, bases).new_interest for item in open_}


@pytest.mark.req("CC-71")
def test_a_plan_lives_when_a_rate_is_a_week_late_and_lapses_the_day_after(alpha: Any) -> None:
    entity, party = scene("werkstatt")
    agreed = date(2027, 5, 10)
    items = [claim(entity, party, "600", on=date(2027, 4, 1), key=key) for key in ("a", "b")]
    plans = [
        services.agree_plan(actor=BODO, at=noon(agreed), claim_ids=[item.pk], count=3, first_on=date(2027, 6, 1))
        for item in items
    ]
    with pytest.raises(services.AlreadyPlanned):
        services.agree_plan(actor=BODO, at=noon(agreed), claim_ids=[items[0].pk], count=3, first_on=agreed)
    assert next(one.pay_by for one in plans[0].rates.all()) == date(2027, 6, 8)
    credit = money(entity, party, "200", on=date(2027, 6, 8))
    books.allocate(
        actor=BODO, at=noon(date(2027, 6, 8)), on=date(2027, 6, 8), credit_id=credit.pk, claim_id=items[0].pk,
        amount=D(200), because="Rate",
    )  # fmt: skip
    until(date(2027, 6, 8))
    assert {one.state for one in Plan.objects.all()} == {"running"}
    until(date(2027, 6, 9))
    lives, lapsed = Plan.objects.get(pk=plans[0].pk), Plan.objects.get(pk=plans[1].pk)
    assert (lives.state, lapsed.state, lapsed.ended_on) == ("running", "lapsed", date(2027, 6, 9))
    mail = OutgoingMail.objects.get(template="dunning.plan_lapsed")
    assert "600,00" in mail.text
    assert items[1].in_plans.filter(is_running=True).count() == 0


def test_the_plan_of_a_consumer_does_not_lapse_by_itself(alpha: Any) -> None:
    entity, party = scene("werkstatt", "consumer")
    item = claim(entity, party, "600", on=date(2027, 4, 1))
    services.agree_plan(actor=BODO, at=noon(date(2027, 5, 10)), claim_ids=[item.pk], count=2, first_on=date(2027, 6, 1))
    until(date(2027, 6, 30))
    assert Plan.objects.get().state == "late"
    assert [one.state for one in queries.late_plans()] == ["late"]


def test_holds_have_a_reason_and_an_end_and_one_kind_stands_once(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "100", on=date(2026, 1, 5))
    at = noon(date(2026, 2, 1))
    given: dict[str, Any] = {"actor": BODO, "at": at, "party": party, "kind": HoldKind.HARDSHIP}
    with pytest.raises(services.ReasonMissing):
        services.hold(reason=" ", **given)
    held = services.hold(reason="Kündigung", claim_id=item.pk, until_on=date(2026, 2, 28), **given)
    with pytest.raises(services.AlreadyHeld):
        services.hold(reason="Noch einmal", claim_id=item.pk, **given)
    for on, verdict in ((date(2026, 2, 28), "hold"), (date(2026, 3, 1), "remind")):
        row = services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
        assert verdicts(row)[item.pk] == verdict
    services.end_hold(actor=BODO, at=at, hold_id=held.pk, because="Zahlt wieder")
    with pytest.raises(services.NoSuchHold):
        services.end_hold(actor=BODO, at=at, hold_id=held.pk, because="Zahlt wieder")


def test_a_write_off_needs_a_second_person_and_settles_the_claim_by_a_loss(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "80", on=date(2026, 1, 5))
    at = noon(date(2026, 2, 1))
    services.propose_write_off(actor=BODO, at=at, claim_id=item.pk, reason="Insolvenz ohne Masse")
    waiting = rows("approvals.Approval").get(kind=services.WRITE_OFF)
    with pytest.raises(approvals.SamePerson):
        approvals.confirm(actor=BODO, at=at, approval_id=waiting.pk)
    assert ledger.balance_of(party.pk) == D(80)
    approvals.confirm(actor=JETTE, at=at, approval_id=waiting.pk)
    item.refresh_from_db()
    assert item.open == ledger.balance_of(party.pk) == 0
    assert ledger.faults() == {}


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "run", "hold", "release", "return", "interest", "dry"]), st.integers(1, 25),
        st.integers(1, 400),
    ),
    max_size=12,
)  # fmt: skip


@settings(
    max_examples=10, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_whatever_happens_each_stage_comes_once_and_nothing_is_charged_for_what_was_paid(
    alpha: Any, acts: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        _walk(acts)
        transaction.set_rollback(True)


def _walk(acts: list[tuple[str, int, int]]) -> None:
    entity, party = scene("planmass")
    items = [claim(entity, party, amount, on=date(2026, 1, 5), key=amount) for amount in ("120", "300")]
    on, hold, received = date(2026, 1, 12), None, []
    for place, (act, days, amount) in enumerate(acts):
        on = min(on + timedelta(days=days), date(2026, 12, 20))
        until(on)
        if act == "pay":
            received.append(pay(entity, party, str(amount), on=on, key=f"p{place}"))
        elif act == "run":
            run(entity, on)
        elif act == "hold" and hold is None:
            hold = services.hold(actor=BODO, at=noon(on), party=party, kind=HoldKind.OTHER, reason="Prüfung")
        elif act == "release" and hold is not None:
            services.end_hold(actor=BODO, at=noon(on), hold_id=hold.pk, because="Geprüft")
            hold = None
        elif act == "return" and received:
            mine = books.standing_allocations([received.pop().pk])
            books.undo(actor=BODO, at=noon(on), on=on, allocation_ids=[one.pk for one in mine], because="Rückgabe")
            services.reopened(actor=BODO, at=noon(on), claim_ids=[one.claim_id for one in mine])
        elif act == "dry":
            services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
    sent = RunLine.objects.filter(reminder__isnull=False)
    assert len({(one.claim_id, one.stage) for one in sent}) == sent.count()
    assert Fee.objects.filter(kind="reminder").count() <= Reminder.objects.count()
    assert all(one.open > 0 for one in sent)
    bases = queries.bases_on(on)
    for item in items:
        row = case(item)
        charged = sum((one.amount for one in InterestCharge.objects.filter(claim=item)), D(0))
        assert row.interest_from is not None or charged == 0
        if row.interest_from is not None:
            law = queries.interest_through(row, on, bases).value
            assert 0 <= charged <= law
    assert ledger.faults() == {}


def test_whoever_sends_a_run_at_the_same_time_reminds_nobody_twice(committed_db: Any) -> None:
    with schema_context("alpha"):
        entity, party = scene("planmass")
        on = date(2026, 2, 20)
        claim(entity, party, "100", on=date(2026, 1, 5))
        row = services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
        services.propose(actor=BODO, at=noon(on), run_id=row.pk)
        waiting = rows("approvals.Approval").get(state="pending")
        approvals.confirm(actor=JETTE, at=noon(on), approval_id=waiting.pk)

    def go() -> None:
        try:
            with schema_context("alpha"):
                services.advance(at=noon(on), run_id=row.pk)
        finally:
            connections.close_all()

    threads = [Thread(target=go) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with schema_context("alpha"):
        assert Reminder.objects.count() == OutgoingMail.objects.filter(template="dunning.reminder").count() == 1
