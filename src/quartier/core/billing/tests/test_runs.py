"""Runs bill what is due, once, whatever breaks off in between."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from django.db import connections
from django_tenants.utils import schema_context

from quartier.core.approvals import services as approvals
from quartier.core.billing import services
from quartier.core.billing.models import Question, Run, RunProblem, RunState, Schedule
from quartier.core.billing.tests.scene import CLERK, OTHER, company, contract, customer, noon, recurs, rows, run
from quartier.core.contracts.extension import Ended
from quartier.core.invoices import services as invoices
from quartier.core.invoices.models import Invoice, InvoiceLine
from quartier.core.ledger import queries as ledger
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM

NOV, DEC = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def here(alpha: Any) -> Any:
    """A company of its own in the portal alpha."""
    return company("werkstatt")


def told() -> list[tuple[date, date, Decimal]]:
    """Return what stands on invoices: since, through, net."""
    return list(InvoiceLine.objects.order_by("pk").values_list("supply_from", "supply_to", "net"))


def test_what_recurs_is_billed_month_by_month_in_advance(here: Any) -> None:
    recurs(contract(here, customer("business"), date(2026, 9, 15)), date(2026, 9, 15))
    first = run(here, date(2026, 9, 15))
    assert (first.state, first.invoices, first.net) == (RunState.DONE, 1, Decimal("49.00"))
    assert run(here, date(2026, 10, 14)).invoices == 0
    assert run(here, date(2026, 11, 15)).invoices == 1
    assert told() == [
        (date(2026, 9, 15), date(2026, 10, 14), Decimal("49.00")),
        (date(2026, 10, 15), date(2026, 11, 14), Decimal("49.00")),
        (date(2026, 11, 15), date(2026, 12, 14), Decimal("49.00")),
    ]
    assert not ledger.faults()


def test_in_arrears_a_part_is_billed_when_it_is_over_and_to_the_end_by_days(here: Any) -> None:
    row = contract(here, customer(), NOV)
    recurs(row, NOV, "30.00", in_advance=False)
    assert run(here, date(2026, 11, 30)).invoices == 0
    rows("contracts.Contract").filter(pk=row.pk).update(state="ending", ends_on=date(2026, 12, 10))
    assert run(here, DEC).invoices == 1
    assert run(here, date(2026, 12, 10)).invoices == 0
    assert run(here, date(2026, 12, 11)).invoices == 1
    assert run(here, date(2027, 6, 1)).invoices == 0
    assert told() == [(NOV, date(2026, 11, 30), Decimal("30.00")), (DEC, date(2026, 12, 10), Decimal("9.68"))]
    assert Schedule.objects.get().bill_on is None


def test_several_rhythms_of_a_contract_stand_on_one_invoice_and_a_yearly_one_names_its_year(here: Any) -> None:
    row = contract(here, customer("business"), NOV)
    recurs(row, NOV, "120.00", key="a", unit="year")
    recurs(row, NOV, "10.00", key="b", rhythm=3, quantity=2)
    assert run(here, NOV).invoices == 1
    assert told() == [(NOV, date(2027, 10, 31), Decimal("120.00")), (NOV, date(2027, 1, 31), Decimal("60.00"))]


def test_the_future_is_not_billed_and_one_run_is_open_at_a_time(here: Any) -> None:
    with pytest.raises(services.InTheFuture):
        services.draft(actor=CLERK, at=noon(NOV), entity_id=here.pk, through_on=NOV + timedelta(days=1))
    first = services.draft(actor=CLERK, at=noon(NOV), entity_id=here.pk, through_on=NOV)
    for refused, act in (
        (services.RunOpen, lambda: services.draft(actor=CLERK, at=noon(NOV), entity_id=here.pk, through_on=NOV)),
        (services.NotReady, lambda: services.start(actor=CLERK, at=noon(NOV), run_id=first.pk)),
        (services.StillRunning, lambda: services.resume(actor=CLERK, at=noon(NOV), run_id=first.pk)),
    ):
        with pytest.raises(refused):
            act()
    assert Run.objects.count() == 1
    services.resume(actor=CLERK, at=noon(NOV) + services.STALLED_AFTER, run_id=first.pk)
    services.drop(actor=CLERK, at=noon(NOV), run_id=first.pk)
    with pytest.raises(services.NotStuck):
        services.resume(actor=CLERK, at=noon(DEC), run_id=first.pk)
    assert not services.advance(at=noon(NOV), run_id=first.pk)


def test_above_a_sum_a_run_waits_for_a_second_person(here: Any) -> None:
    recurs(contract(here, customer("business"), NOV), NOV, "10000.00")
    row = services.draft(actor=CLERK, at=noon(NOV), entity_id=here.pk, through_on=NOV)
    while services.advance(at=noon(NOV), run_id=row.pk):
        pass
    services.start(actor=CLERK, at=noon(NOV), run_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.planned_invoices, row.planned_net) == (RunState.WAITING, 1, Decimal("10000.00"))
    assert not services.advance(at=noon(NOV), run_id=row.pk)
    waits = services.waits_for(row)
    with pytest.raises(approvals.SamePerson):
        approvals.confirm(actor=CLERK, at=noon(NOV), approval_id=waits.pk)
    approvals.confirm(actor=OTHER, at=noon(NOV), approval_id=waits.pk)
    while services.advance(at=noon(NOV), run_id=row.pk):
        pass
    assert Invoice.objects.get().net == Decimal("10000.00")


def test_one_refused_invoice_stops_no_other_and_stays_due(here: Any) -> None:
    good, bad = customer("business"), customer("business", email="b@posthaus.example", name="Brand")
    recurs(contract(here, good, NOV), NOV)
    recurs(contract(here, bad, NOV, "V 2"), NOV)
    issue = invoices.bill_many

    def refusing(*, bills: Any, **given: Any) -> Any:
        if any(one.party_id == bad.pk for one in bills):
            raise Refused("Nein")
        return issue(bills=bills, **given)

    with mock.patch("quartier.core.invoices.services.bill_many", refusing):
        first = run(here, NOV)
    assert (first.invoices, first.planned_invoices, first.problems.count()) == (1, 2, 1)
    assert RunProblem.objects.get().party_id == bad.pk
    assert run(here, NOV).invoices == 1
    assert Invoice.objects.count() == 2


def test_a_run_broken_off_anywhere_ends_with_the_same_books(here: Any) -> None:
    for n in range(5):
        party = customer("business", email=f"k{n}@posthaus.example", name=f"Kunde {n}")
        recurs(contract(here, party, NOV, f"V {n}"), NOV, f"{10 + n}.00")
    row = services.draft(actor=CLERK, at=noon(NOV), entity_id=here.pk, through_on=NOV)
    breaks = Breaks()
    finish(row, breaks)
    services.start(actor=CLERK, at=noon(NOV), run_id=row.pk)
    finish(row, breaks)
    assert breaks.made >= 20
    row.refresh_from_db()
    assert (row.state, row.invoices, row.net) == (RunState.DONE, 5, Decimal("60.00"))
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert [int(number.rpartition("-")[2]) for number in numbers] == [1, 2, 3, 4, 5]
    assert sorted(Invoice.objects.values_list("net", flat=True)) == [Decimal(n) for n in range(10, 15)]
    assert not ledger.faults()


class Broken(Exception):
    """A worker that dies."""


class Breaks:
    """Let the n-th statement of a chunk fail, each time a later one, until the chunk goes through."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, at: int) -> Any:
        left = at

        def execute(call: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                self.made += 1
                raise Broken(sql)
            return call(sql, params, many, context)

        return execute


def finish(row: Run, breaks: Breaks) -> None:
    """Advance a run to its end; every chunk dies at every third statement first."""
    at, goes_on = 1, True
    while goes_on:
        with connections["default"].execute_wrapper(breaks(at)):
            try:
                goes_on = services.advance(at=noon(NOV), run_id=row.pk, most=2)
            except Broken:
                at += 3
                continue
        at = 1


def test_a_cancelled_invoice_is_a_question_and_so_is_what_was_billed_beyond_the_end(here: Any) -> None:
    row = contract(here, customer("business"), NOV)
    recurs(row, NOV, "120.00", unit="year")
    run(here, NOV)
    invoices.cancel(actor=CLERK, at=noon(DEC), invoice_id=Invoice.objects.get().pk, because="Irrtum")
    row.state, row.ends_on, row.ended_at = "ended", date(2026, 12, 31), noon(date(2027, 1, 1))
    services.look_at_end(Ended(row, "notice", SYSTEM, noon(date(2027, 1, 1))))
    assert sorted(Question.objects.values_list("kind", flat=True)) == ["cancelled", "overbilled"]
    first = Question.objects.first()
    assert first is not None
    with pytest.raises(services.ReasonMissing):
        services.settle(actor=CLERK, at=noon(DEC), question_id=first.pk, because=" ")
    services.settle(actor=CLERK, at=noon(DEC), question_id=first.pk, because="Gutschrift erteilt")
    with pytest.raises(services.AlreadySettled):
        services.settle(actor=CLERK, at=noon(DEC), question_id=first.pk, because="noch einmal")


def test_a_new_rhythm_counts_from_what_is_not_billed_yet(here: Any) -> None:
    row = recurs(contract(here, customer("business"), NOV), NOV, "10.00")
    run(here, NOV)
    services.change_rhythm(actor=CLERK, at=noon(NOV), schedule_id=row.pk, rhythm=12, in_advance=True)
    with pytest.raises(services.OtherRhythm):
        services.change_rhythm(actor=CLERK, at=noon(NOV), schedule_id=row.pk, rhythm=5, in_advance=True)
    run(here, DEC)
    assert told()[-1] == (DEC, date(2027, 11, 30), Decimal("120.00"))


def test_two_workers_at_one_run_bill_once(committed_db: Any) -> None:
    with schema_context("alpha"):
        here = company("werkstatt")
        for n in range(4):
            party = customer("business", email=f"k{n}@posthaus.example", name=f"Kunde {n}")
            recurs(contract(here, party, NOV, f"V {n}"), NOV)
        row = services.draft(actor=CLERK, at=noon(NOV), entity_id=here.pk, through_on=NOV)
        while services.advance(at=noon(NOV), run_id=row.pk):
            pass
        services.start(actor=CLERK, at=noon(NOV), run_id=row.pk)

    def work() -> None:
        try:
            with schema_context("alpha"):
                while services.advance(at=noon(NOV), run_id=row.pk, most=1):
                    pass
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    with schema_context("alpha"):
        assert Invoice.objects.count() == 4
        assert not ledger.faults()
