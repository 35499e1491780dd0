"""Dates on site: nothing before the acceptance, doors first, one place at a time; the date begins the order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from icalendar import Calendar

from quartier.core.deadlines import services as deadlines
from quartier.core.invoices.services import bill_order
from quartier.core.invoices.tests.shop import paid
from quartier.core.orders import services as ordering
from quartier.core.orders.tests import shop
from quartier.core.retention.services.running import run
from quartier.kit.errors import Refused
from quartier.modules.survey.models import Contact, Side, Site, SiteUnit, Surveyor, Visit, VisitNotice
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.rules.travel import Span, Ways, free_starts
from quartier.modules.survey.services import calendars, sites, visits
from quartier.modules.survey.services import visit_refusals as refusals
from quartier.modules.survey.tests import ground

AT, DAY, CLERK = ground.AT, ground.DAY, ground.CLERK
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _german(alpha: Any) -> Any:
    with translation.override("de"):
        yield


def refused(kind: type[Refused], act: Callable[[], object]) -> None:
    """Something is refused, and nothing has changed."""
    before = stored()
    with pytest.raises(kind), transaction.atomic():
        act()
    assert stored() == before


def stored() -> list[Any]:
    """The rows that visits could change."""
    labels = (
        "survey.Site", "survey.SiteUnit", "survey.Contact", "survey.Visit", "survey.VisitNotice", "orders.Order",
        "orders.Entry", "inbox.OutgoingMail", "deadlines.Deadline", "invoices.Invoice", "audit.Fact",
    )  # fmt: skip
    return [list(shop.rows(label).order_by("pk").values()) for label in labels]


@pytest.mark.req("WR-016")
def test_before_the_acceptance_there_is_no_site_no_date_and_no_invoice() -> None:
    order = ground.offered()
    refused(refusals.NoSite, lambda: sites.made(actor=CLERK, at=AT, order=order))
    assert not Site.objects.exists()
    assert not shop.rows("invoices.Invoice").exists()
    ordering.accept(actor=CLERK, at=AT + HOUR, order_id=order.pk)
    assert shop.rows("inbox.OutgoingMail").filter(template="orders.accepted").count() == 1
    assert ground.again(order).accepted_at == AT + HOUR
    site = Site.objects.get()
    assert (site.kind, str(site)) == ("single", ground.PLACE)


@pytest.mark.parametrize(
    ("sort", "units", "labels"),
    [
        ("Wohnung", "", ["Wohnung"]),
        ("Haus", "7", ["Haus"]),
        ("Mehrfamilienhaus", "2", ["Wohnung 1", "Wohnung 2"]),
        ("Mehrfamilienhaus", "EG, 1. OG, DG", ["EG", "1. OG", "DG"]),
        ("Mehrfamilienhaus", "", ["Wohnung"]),
    ],
)
def test_a_site_has_the_units_that_the_order_names(sort: str, units: str, labels: list[str]) -> None:
    site = ground.accepted(sort, units)
    assert [one.label for one in site.units.all()] == labels
    assert site.kind == ("multiple" if sort == "Mehrfamilienhaus" else "single")


@pytest.mark.req("WR-051")
def test_an_agreed_date_begins_the_order_and_switches_refunds() -> None:
    site = ground.opened(ground.accepted())
    (visit,) = ground.proposed(site, ground.surveyor())
    assert ground.again(site.order).begun_at is None
    visits.agree(actor=CLERK, at=AT + HOUR, visit_id=visit.pk)
    order = ground.again(site.order)
    assert order.begun_at == AT + HOUR
    bill_order(at=AT, order_id=order.pk)
    paid(order, str(order.gross))
    ordering.cancel(actor=CLERK, at=AT + 2 * HOUR, order_id=order.pk, reason="infeasible", consent="E-Mail")
    with pytest.raises(ordering.RefundBlocked):
        ordering.ask_refund(actor=CLERK, at=AT + 3 * HOUR, order_id=order.pk)


@pytest.mark.req("WR-052")
def test_no_date_is_agreed_before_every_unit_has_somebody_who_opens() -> None:
    site = ground.accepted("Mehrfamilienhaus", "EG, DG")
    (visit,) = ground.proposed(site, ground.surveyor())
    first, second = site.units.all()
    refused(refusals.AccessMissing, lambda: visits.agree(actor=CLERK, at=AT, visit_id=visit.pk))
    sites.name_unit(actor=CLERK, at=AT, unit_id=first.pk, label="EG", person=ground.TENANT)
    assert list(queries.missing_access(site)) == ["DG"]
    refused(refusals.AccessMissing, lambda: visits.agree(actor=CLERK, at=AT, visit_id=visit.pk))
    sites.name_unit(actor=CLERK, at=AT, unit_id=second.pk, label="DG links", person=ground.TENANT)
    visits.agree(actor=CLERK, at=AT, visit_id=visit.pk)
    assert ground.again(visit).state == "agreed"
    refused(refusals.UnitNamed, lambda: sites.name_unit(
        actor=CLERK, at=AT, unit_id=first.pk, label="DG links", person=ground.TENANT))  # fmt: skip


@pytest.mark.req("WR-053")
def test_one_authorised_person_is_enough_for_all_units() -> None:
    site = ground.opened(ground.accepted("Mehrfamilienhaus", "40"))
    assert list(queries.missing_access(site)) == []
    assert Contact.objects.get().unit is None
    with pytest.raises(Exception, match="encrypted"):
        Contact.objects.filter(name="Nele Voss").exists()


@pytest.mark.req("WR-054")
def test_somebody_who_is_not_reached_is_a_task_for_the_customer_and_holds_the_date() -> None:
    site = ground.opened(ground.accepted("Mehrfamilienhaus", "EG, DG"))
    (visit,) = ground.proposed(site, ground.surveyor())
    unit = site.units.first()
    assert unit is not None
    sites.hold(actor=CLERK, at=AT, unit_id=unit.pk)
    order = ground.again(site.order)
    assert order.missing == ["Stimmen Sie den Termin mit EG ab und sorgen Sie dafür, dass jemand öffnet"]
    assert order.waiting_since == AT
    assert "EG" in shop.rows("inbox.OutgoingMail").get(template="orders.missing").text
    refused(refusals.DateHeld, lambda: visits.agree(actor=CLERK, at=AT, visit_id=visit.pk))
    refused(refusals.WordsNeeded, lambda: sites.release(actor=CLERK, at=AT, site_id=site.pk, words=" "))
    sites.release(actor=CLERK, at=AT + HOUR, site_id=site.pk, words="Frau Voss ist am Dienstag da.")
    assert ground.again(site.order).missing == []
    assert not SiteUnit.objects.filter(is_unreachable=True).exists()
    visits.agree(actor=CLERK, at=AT + HOUR, visit_id=visit.pk)
    assert ground.again(visit).state == "agreed"


def test_who_can_still_withdraw_is_proposed_nothing_and_the_day_after_it_works() -> None:
    site = ground.accepted(started_early=False, loss_known=False)
    shop.rows("contracts.Contract").update(instructed_at=AT)
    who = ground.surveyor()
    late = datetime(2026, 2, 10, 9, tzinfo=UTC)

    def act(at: datetime) -> list[Visit]:
        return visits.propose(actor=CLERK, at=at, site_id=site.pk, surveyor_id=who.pk, starts=[late], ways=ground.WAYS)

    last = datetime(2026, 1, 30, 9, tzinfo=UTC)
    refused(ordering.StillWithdrawable, lambda: act(last))
    assert act(last + timedelta(days=1))


@pytest.mark.parametrize(
    ("starts", "kind"),
    [
        ([], refusals.TooManyDates),
        ([DAY + one * 3 * HOUR for one in range(4)], refusals.TooManyDates),
        ([AT], refusals.InThePast),
        ([DAY, DAY + HOUR], refusals.TimeTaken),
    ],
)
def test_dates_that_cannot_be_are_refused(starts: list[datetime], kind: type[Refused]) -> None:
    site, who = ground.accepted(), ground.surveyor()
    refused(kind, lambda: visits.propose(
        actor=CLERK, at=AT, site_id=site.pk, surveyor_id=who.pk, starts=starts, ways=ground.WAYS))  # fmt: skip
    refused(refusals.NoSurveyor, lambda: visits.propose(
        actor=CLERK, at=AT, site_id=site.pk, surveyor_id=who.pk + 99, starts=[DAY], ways=ground.WAYS))  # fmt: skip


def test_the_ways_belong_to_a_visit_and_touching_ones_do_not_overlap() -> None:
    who = ground.surveyor()
    ground.agreed(ground.opened(ground.accepted()), who)
    other = ground.opened(ground.accepted())
    # 9:00 to 10:30 with half an hour each way takes from 8:30 to 11:00; the next way begins there.
    refused(refusals.TimeTaken, lambda: ground.proposed(other, who, DAY + timedelta(minutes=149)))
    assert ground.proposed(other, who, DAY + timedelta(minutes=150))
    assert ground.proposed(ground.accepted(), ground.surveyor("Ole Hahn", "ole@planmass.example"))


def test_one_date_is_chosen_once_and_the_others_are_free_again() -> None:
    site, who = ground.opened(ground.accepted()), ground.surveyor()
    first, second, third = ground.proposed(site, who, DAY, DAY + 3 * HOUR, DAY + timedelta(days=1))
    visits.agree(actor=CLERK, at=AT, visit_id=second.pk)
    assert [one.pk for one in site.visits.all()] == [second.pk]
    for gone in (first, second, third):
        with pytest.raises((refusals.VisitOver, Visit.DoesNotExist)):
            visits.agree(actor=CLERK, at=AT, visit_id=gone.pk)
    assert ground.proposed(ground.accepted(), who, DAY)


def test_who_wants_none_of_the_dates_says_when_and_a_proposal_lapses_after_a_week() -> None:
    site, who = ground.accepted(), ground.surveyor()
    ground.proposed(site, who, DAY + timedelta(days=20))
    visits.decline(actor=CLERK, at=AT, site_id=site.pk, words="Lieber im Februar")
    assert not Visit.objects.exists()
    assert ground.again(site).wished == "Lieber im Februar"
    ground.proposed(site, who, DAY + timedelta(days=20))
    deadlines.process(at=AT + timedelta(days=7) - timedelta(seconds=1))
    assert Visit.objects.count() == 1
    deadlines.process(at=AT + timedelta(days=7))
    assert not Visit.objects.exists()


def test_a_date_is_moved_called_off_and_every_calendar_is_told() -> None:
    site, who = ground.opened(ground.accepted()), ground.surveyor()
    visit = ground.agreed(site, who)
    later = DAY + timedelta(days=1)
    visits.move(actor=CLERK, at=AT, visit_id=visit.pk, starts_at=later, ways=ground.WAYS, because="Stau")
    visits.cancel(actor=CLERK, at=AT, visit_id=visit.pk, by=Side.CUSTOMER, because="Krank")
    row = ground.again(visit)
    assert (row.state, row.cancelled_by, row.because, row.sequence) == ("cancelled", "customer", "Krank", 2)
    told = []
    for notice in VisitNotice.objects.all():
        made: Any = Calendar.from_ical(calendars.notice_file(notice.pk).content.decode())
        event = made.walk("VEVENT")[0]
        told.append((str(made["METHOD"]), event["DTSTART"].dt, int(event["SEQUENCE"]), str(event["STATUS"])))
        assert str(event["LOCATION"]) == ground.PLACE
    assert told == [
        ("PUBLISH", DAY, 0, "CONFIRMED"), ("PUBLISH", later, 1, "CONFIRMED"), ("CANCEL", later, 2, "CANCELLED")
    ]  # fmt: skip
    assert len({one.uid for one in map(_event_of, VisitNotice.objects.all())}) == 1
    assert [one.attached for one in ground.mails("visit_agreed")] == [
        [f"survey.visitnotice:{one.pk}"] for one in VisitNotice.objects.all()[:2]
    ]
    refused(refusals.VisitOver, lambda: visits.start(actor=CLERK, at=AT, visit_id=visit.pk))
    assert ground.proposed(ground.accepted(), who)


def _event_of(notice: VisitNotice) -> Any:
    return Calendar.from_ical(calendars.notice_file(notice.pk).content.decode()).walk("VEVENT")[0]


def test_the_day_before_the_customer_is_reminded_and_tenants_only_if_they_asked() -> None:
    site, who = ground.opened(ground.accepted()), ground.surveyor()
    ground.agreed(site, who)
    eve = datetime(2026, 1, 19, 9, tzinfo=UTC)
    deadlines.process(at=eve - timedelta(seconds=1))
    assert not ground.mails("visit_reminder").exists()
    deadlines.process(at=eve)
    assert ground.mails("visit_reminder").count() == 1
    assert not ground.mails("tenant_reminder").exists()
    other = ground.accepted()
    sites.authorise(actor=CLERK, at=AT, site_id=other.pk, person=ground.TENANT, tells_tenants=True)
    ground.agreed(other, who, DAY + timedelta(days=1))
    deadlines.process(at=eve + timedelta(days=1))
    told = ground.mails("tenant_reminder").get()
    assert told.to_address == ground.TENANT.email
    assert "Art. 14 DSGVO" in told.text


def test_an_order_that_ends_frees_the_calendar() -> None:
    who = ground.surveyor()
    begun, waiting = ground.opened(ground.accepted()), ground.accepted()
    ground.agreed(begun, who)
    ground.proposed(waiting, who, DAY + 4 * HOUR)
    for site in (begun, waiting):
        ordering.cancel(actor=CLERK, at=AT, order_id=site.order_id, reason="infeasible", consent="E-Mail")
    assert [one.state for one in Visit.objects.all()] == ["cancelled"]
    assert ground.mails("visit_cancelled").count() == 1
    refused(ordering.OrderOver, lambda: ground.proposed(waiting, who))


def test_people_who_open_doors_are_forgotten_thirty_days_after_the_order() -> None:
    site = ground.opened(ground.accepted())
    ordering.cancel(actor=CLERK, at=AT, order_id=site.order_id, reason="infeasible", consent="E-Mail")
    run(at=AT + timedelta(days=29))
    assert Contact.objects.count() == 1
    run(at=AT + timedelta(days=30))
    assert not Contact.objects.exists()
    assert Site.objects.count() == 1


def test_free_times_know_hours_holidays_absences_and_other_visits() -> None:
    who = ground.surveyor()
    row = Surveyor.objects.get(user=who)
    calendars.add_absence(actor=CLERK, at=AT, user=who, from_on=date(2026, 1, 19), until_on=date(2026, 1, 19))
    ground.agreed(ground.opened(ground.accepted()), who)
    found = queries.free(row, ground.WAYS, AT, days=5)
    days = {one.astimezone(UTC).date() for one in found}
    assert days == {date(2026, 1, 20)}, "the weekend and the absence are no working time"
    span = Span(DAY - timedelta(minutes=30), DAY + timedelta(minutes=120))
    assert not any(ground.WAYS.around(one).meets(span) for one in found)
    new_year = queries.days_of(row, date(2026, 12, 31), 2)
    assert [one.why for one in new_year] == ["", "Neujahr"]
    with pytest.raises(refusals.BadHours):
        calendars.add_absence(actor=CLERK, at=AT, user=who, from_on=date(2026, 1, 9), until_on=date(2026, 1, 8))


def test_a_visit_fits_to_the_minute() -> None:
    begin = datetime.combine(date(2026, 1, 20), time(8), UTC)
    ways = Ways(timedelta(minutes=30), timedelta(hours=1), timedelta(minutes=30))
    day = Span(begin, begin + timedelta(hours=2))
    assert list(free_starts(day, [], ways, begin)) == [begin + timedelta(minutes=30)]
    assert list(free_starts(Span(begin, begin + timedelta(minutes=119)), [], ways, begin)) == []


def test_the_secret_address_tells_places_and_times_and_nobody() -> None:
    who = ground.surveyor()
    visit = ground.agreed(ground.opened(ground.accepted()), who)
    token = calendars.open_address(actor=CLERK, at=AT, user=who)
    found = queries.behind(token)
    assert found is not None
    text = calendars.feed(found, AT, "alpha")
    event: Any = Calendar.from_ical(text).walk("VEVENT")[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (visit.starts_at, visit.ends_at)
    assert not any(word in text for word in ("Voss", "0385", "posthaus", "Rabe"))
    newer = calendars.open_address(actor=CLERK, at=AT, user=who)
    assert queries.behind(token) is None
    calendars.revoke_address(actor=CLERK, at=AT, user=who)
    assert queries.behind(newer) is None
    assert token not in str(list(Surveyor.objects.values()))
