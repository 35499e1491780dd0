"""What came of a visit: trips free and charged by their cause, no access, follow-ups, and the work that goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from quartier.core.invoices import queries as invoices
from quartier.core.invoices.extension import TripCause
from quartier.core.invoices.tests.shop import paid
from quartier.core.orders import services as ordering
from quartier.core.orders.tests import shop
from quartier.kit.errors import Refused
from quartier.modules.survey.models import Job, Outcome, Survey, Visit
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.services import outcomes
from quartier.modules.survey.services import visit_refusals as refusals
from quartier.modules.survey.services.outcomes import Said
from quartier.modules.survey.tests import ground

AT, DAY, CLERK = ground.AT, ground.DAY, ground.CLERK
NOBODY, DONE = Said(outcome=Outcome.NO_ACCESS, words="Niemand da"), Said(outcome=Outcome.MEASURED)
LIST = Decimal("80.00")


@pytest.fixture(autouse=True)
def _german(alpha: Any) -> Any:
    with translation.override("de"):
        yield


class Trips:
    """A site that somebody drives to, each time a day later."""

    def __init__(self, sort: str = "Wohnung", units: str = "") -> None:
        self.site = ground.opened(ground.accepted(sort, units))
        self.who = ground.surveyor()
        self.start = DAY

    def visit(self) -> Any:
        """The next agreed visit."""
        made = ground.agreed(self.site, self.who, self.start, at=self.start - timedelta(days=1))
        self.start += timedelta(days=1)
        return made

    def end(self, visit: Any, cause: TripCause | None, **said: Said) -> Visit:
        """Note what came of a visit: nobody anywhere, but in the units that are named."""
        units = self.site.units.filter(measured_at=None)
        given = {one.pk: said.get(one.label, NOBODY) for one in units}
        return outcomes.end(
            actor=CLERK, at=visit.starts_at + timedelta(hours=2), visit_id=visit.pk, said=given, cause=cause
        )

    def net(self, cause: TripCause) -> Decimal:
        """What the next trip costs."""
        trip = self.end(self.visit(), cause).trip
        assert trip is not None
        return trip.net


def refused(kind: type[Refused], act: Callable[[], object]) -> None:
    """Something is refused, and nothing of the visit, the order or the money has changed."""
    labels = ("survey.Visit", "survey.VisitedUnit", "orders.Order", "orders.Entry", "invoices.Trip", "invoices.Invoice")
    before = [list(shop.rows(label).order_by("pk").values()) for label in labels]
    with pytest.raises(kind), transaction.atomic():
        act()
    assert [list(shop.rows(label).order_by("pk").values()) for label in labels] == before


@pytest.mark.req("WR-058")
def test_to_a_single_property_the_first_trip_is_free_and_the_second_is_charged() -> None:
    trips = Trips()
    assert [trips.net(TripCause.SURVEY), trips.net(TripCause.CUSTOMER)] == [0, LIST]


@pytest.mark.req("WR-059")
def test_to_a_house_with_several_dwellings_two_trips_are_free_and_the_third_is_charged() -> None:
    trips = Trips("Mehrfamilienhaus", "3")
    causes = (TripCause.SURVEY, TripCause.CUSTOMER, TripCause.CUSTOMER)
    assert [trips.net(one) for one in causes] == [0, 0, LIST]


@pytest.mark.req("WR-060")
@pytest.mark.parametrize("cause", [TripCause.MEASURING, TripCause.OURS])
def test_trips_for_our_reasons_are_free_without_end_and_use_nothing_up(cause: TripCause) -> None:
    trips = Trips()
    assert [trips.net(cause) for _number in range(3)] == [0, 0, 0]
    assert [trips.net(TripCause.SURVEY), trips.net(cause), trips.net(TripCause.CUSTOMER)] == [0, 0, LIST]


@pytest.mark.req("WR-057")
def test_a_trip_costs_the_list_price_of_its_own_day() -> None:
    trips = Trips()
    trips.net(TripCause.SURVEY)
    ground.listed("95.00", since=date(2026, 1, 22))
    assert trips.net(TripCause.CUSTOMER) == LIST, "the twenty-first"
    visit = trips.visit()
    row = trips.end(visit, TripCause.CUSTOMER)
    assert row.trip is not None
    assert row.trip.net == Decimal("95.00"), "the twenty-second"
    assert row.trip.invoice is not None
    assert row.trip.invoice.net == Decimal("95.00")


def test_without_a_cause_nothing_is_noted_and_nothing_charged() -> None:
    trips = Trips("Mehrfamilienhaus", "EG, DG")
    visit = trips.visit()
    refused(refusals.CauseMissing, lambda: trips.end(visit, None))
    first = trips.site.units.first()
    assert first is not None
    common: dict[str, Any] = {"actor": CLERK, "visit_id": visit.pk, "cause": TripCause.SURVEY}
    later = visit.starts_at + timedelta(hours=2)
    refused(refusals.UnitsUnsaid, lambda: outcomes.end(**common, at=later, said={first.pk: DONE}))
    silent = Said(outcome=Outcome.NO_ACCESS)
    both = {one.pk: silent for one in trips.site.units.all()}
    refused(refusals.ReasonNeeded, lambda: outcomes.end(**common, at=later, said=both))
    early = visit.starts_at - timedelta(minutes=31)
    refused(outcomes.NotThereYet, lambda: outcomes.end(**common, at=early, said=dict.fromkeys(both, DONE)))
    trips.end(visit, TripCause.SURVEY)
    refused(refusals.VisitOver, lambda: trips.end(visit, TripCause.CUSTOMER))


def test_a_price_list_without_the_fee_lets_nothing_be_noted() -> None:
    trips = Trips()
    trips.net(TripCause.SURVEY)
    shop.rows("catalogue.Price").filter(product__key="anfahrt").delete()
    visit = trips.visit()
    from quartier.core.invoices.services import NoListPrice  # noqa: PLC0415 – only here

    refused(NoListPrice, lambda: trips.end(visit, TripCause.CUSTOMER))


@pytest.mark.req("WR-055")
def test_no_access_bills_the_effort_and_the_refund_is_refused(run_jobs: Any) -> None:
    trips = Trips()
    visit = trips.visit()
    row = trips.end(visit, TripCause.SURVEY)
    assert row.outcome == "no_access"
    run_jobs()
    order = ground.again(trips.site.order)
    assert [one.gross for one in invoices.bills_of_order(order.pk)] == [order.gross]
    assert order.entries.filter(kind="work", words="Vor Ort: 0 von 1 Einheiten gemessen").exists()
    assert "wird nicht erstattet" in ground.mails("visit_done").get().text
    later = visit.starts_at + timedelta(days=3)
    paid(order, str(order.gross), on=later)
    ordering.cancel(actor=CLERK, at=later, order_id=order.pk, reason="infeasible", consent="E-Mail")
    with pytest.raises(ordering.RefundBlocked):
        ordering.ask_refund(actor=CLERK, at=later, order_id=order.pk)
    assert not shop.rows("orders.RefundRequest").exists()


@pytest.mark.req("WR-056")
def test_what_is_missing_is_measured_by_a_later_visit_of_the_same_order() -> None:
    trips = Trips("Mehrfamilienhaus", "EG, DG")
    row = trips.end(trips.visit(), TripCause.SURVEY, EG=DONE)
    assert row.outcome == "partly"
    assert [one.label for one in trips.site.units.filter(measured_at=None)] == ["DG"]
    lead = shop.rows("accounts.User").get(pk=trips.who.pk)
    assert list(queries.to_plan(lead)) == [trips.site]
    assert not Job.objects.exists()
    second = trips.end(trips.visit(), TripCause.CUSTOMER, DG=DONE)
    assert (second.outcome, second.site_id) == ("measured", row.site_id)
    assert list(queries.to_plan(lead)) == []
    job, survey = Job.objects.get(), Survey.objects.get()
    assert (job.order_id, job.survey_id, job.state, survey.origin) == (
        trips.site.order_id, survey.pk, "drawing", "office"
    )  # fmt: skip
    assert ground.mails("visit_done").count() == 2
