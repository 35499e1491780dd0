"""What work, fees, prices and blocks come to on invoices: each requirement once, to the cent."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from quartier.core.billing import services
from quartier.core.billing.models import Question, RunProblem
from quartier.core.billing.tests.scene import CLERK, company, contract, customer, noon, product, recurs, rows, run
from quartier.core.blocks import services as blocks
from quartier.core.changes import services as changes
from quartier.core.charges import queries as charging
from quartier.core.charges import services as charges
from quartier.core.charges.models import Charge, TimeEntry
from quartier.core.contracts import queries as contracts
from quartier.core.deadlines import services as deadlines
from quartier.core.invoices import services as invoices
from quartier.core.invoices.models import Invoice, InvoiceLine
from quartier.core.parties import queries as parties
from quartier.core.threads import services as threads
from quartier.core.threads.models import Category
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from tests.plugins.world import row_hashes

NOV, DEC, JAN = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
D = Decimal


def lines() -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """Return what stands on invoices: title, quantity, unit price, net."""
    return list(InvoiceLine.objects.order_by("pk").values_list("title", "quantity", "unit_net", "net"))


def work(party: Any, **given: Any) -> TimeEntry:
    """Book work of this Friday morning, unless said otherwise."""
    known = {"worked_on": date(2026, 11, 20), "minutes": 90, "what": "Import geprüft", "is_charged": True, **given}
    return charges.book_time(actor=CLERK, at=noon(DEC), party=party, work=charges.Work(**known))


@pytest.mark.req("QX-18")
def test_support_is_booked_at_the_rate_that_was_shown_and_stands_on_the_next_invoice(world: Any) -> None:
    enter_schema("raumhafen")
    entity = rows("providers.LegalEntity").get(role="principal")
    product(entity, "fee_hour", "Supportstunde", "supportstunde", net="96.00")
    Category.objects.create(label="Support", treatment="request", by_effort=True)
    client = world.client("raumhafen", "administrator")
    enter_schema("raumhafen")
    given = {"category": str(Category.objects.get(label="Support").pk), "subject": "Import", "text": "Bitte prüfen"}
    shown = client.post(reverse("threads:new"), given)
    assert "Support (96,00\u00a0€ netto je Stunde)" in shown.content.decode(), "before it is sent"
    sent = client.post(reverse("threads:new"), {**given, "_step": "confirm", "_shown": shown.context["token"]})
    assert sent.status_code == 302
    enter_schema("raumhafen")
    thread = rows("threads.Thread").get(subject="Import")
    assert thread.rate == D("96.00")
    rows("catalogue.Price").create(
        product=rows("catalogue.Product").get(kind="fee_hour"), net=D("120.00"), unit="once", valid_from=clock.today()
    )
    threads.book_time(
        actor=CLERK, at=clock.now(), thread_id=thread.pk, worked_on=clock.today(), minutes=45, what="Import repariert",
        is_charged=True,
    )  # fmt: skip
    done = run(entity, clock.today(), at=None)
    assert (done.invoices, done.net) == (1, D("72.00"))
    assert ("Import repariert", D("0.7500"), D("96.0000"), D("72.00")) in lines()
    assert Charge.objects.get(what="Import repariert").caused_by == "Administrator"
    assert world.client("raumhafen", "reader").post(reverse("threads:new"), given).status_code in (403, 422)


@pytest.mark.req("CC-10")
def test_work_beyond_an_order_is_a_line_of_its_own_and_included_work_is_not_billed(alpha: Any) -> None:
    here, party = company("werkstatt"), customer("business")
    product(here, "fee_hour", "Stundensatz", "stunde", net="80.00")
    row = contract(here, party, NOV)
    recurs(row, NOV)
    work(party, project="Website", what="Zusätzliche Seite", contract_id=row.pk, entity_id=here.pk)
    work(party, project="Website", what="Seite wie bestellt", contract_id=row.pk, entity_id=here.pk, is_charged=False)
    kept = TimeEntry.objects.get(is_charged=True)
    assert (kept.booked_by, kept.minutes, kept.what, kept.project) == (
        CLERK.name, 90, "Zusätzliche Seite", "Website"
    )  # fmt: skip
    assert run(here, DEC).invoices == 1
    assert lines() == [
        ("Cloud", D(1), D("49.00"), D("49.00")),
        ("Cloud", D(1), D("49.00"), D("49.00")),
        ("Website: Zusätzliche Seite", D("1.5000"), D("80.00"), D("120.00")),
    ]
    assert run(here, DEC).invoices == 0, "nothing is billed twice"


@pytest.mark.req("CC-13")
@pytest.mark.parametrize(
    ("day", "began", "own", "raised", "net"),
    [
        (date(2026, 11, 22), None, "40", 90, D("48.00")),  # Sunday, surcharge of the contract
        (date(2026, 11, 22), None, None, 90, D("30.00")),  # Sunday, at least 25 %
        (date(2026, 12, 25), time(10), None, 90, D("30.00")),  # Christmas Day, a Friday
        (date(2026, 11, 19), time(22, 30), None, 60, D("20.00")),  # an hour of it at night
        (date(2026, 11, 20), time(10), None, 0, None),
    ],
)
def test_unplanned_work_at_night_and_on_holidays_costs_the_agreed_or_the_smallest_surcharge(
    alpha: Any, day: date, began: time | None, own: str | None, raised: int, net: Decimal | None
) -> None:
    here, party = company("werkstatt"), customer("business")
    product(here, "fee_hour", "Stundensatz", "stunde", net="80.00")
    row = contract(here, party, NOV)
    if own:
        services.agree_on_effort(actor=CLERK, at=noon(NOV), contract=row, valid_from=NOV, surcharge=D(own))
    charges.book_time(actor=CLERK, at=noon(JAN), party=party, work=charges.Work(
        worked_on=day, began=began, minutes=90, what="Notfall", is_charged=True, is_unplanned=True,
        contract_id=row.pk, entity_id=here.pk,
    ))  # fmt: skip
    assert TimeEntry.objects.get().raised_minutes == raised
    more = list(Charge.objects.filter(what__startswith="Zuschlag").values_list("amount", flat=True))
    assert more == ([net] if net is not None else [])
    planned = charges.Work(worked_on=day, began=began, minutes=90, what="Termin", is_charged=True, contract_id=row.pk)
    charges.book_time(actor=CLERK, at=noon(JAN), party=party, work=planned)
    assert Charge.objects.filter(what__startswith="Zuschlag").count() == len(more), "only what was unplanned"


def test_work_without_any_price_and_of_the_future_is_refused_and_changes_nothing(alpha: Any) -> None:
    company("werkstatt")
    party = customer("business")
    before = row_hashes("alpha")
    with pytest.raises(charges.NoRate):
        work(party)
    with pytest.raises(charges.NotYetWorked):
        work(party, worked_on=date(2026, 12, 2))
    assert row_hashes("alpha") == before


@pytest.mark.req("QX-26")
def test_a_fee_needs_a_list_price_a_reason_and_terms_that_foresee_it(alpha: Any) -> None:
    here, party = company("raumhafen"), customer("business")
    consumer = customer("consumer", email="c@posthaus.example")
    given: dict[str, Any] = {
        "actor": CLERK, "at": noon(DEC), "kind": services.FeeKind.STALE_DATA, "because": "Umzug nicht gemeldet"
    }  # fmt: skip
    before = row_hashes("alpha")
    with pytest.raises(services.NoListPrice):
        services.charge_fee(party=party, **given)
    assert row_hashes("alpha") == before
    product(here, "fee_stale_data", "Adressrecherche", "adresse", net="15.00", d2026_11_15="18.00")
    with pytest.raises(services.ReasonMissing):
        services.charge_fee(party=party, **{**given, "because": " "})
    with pytest.raises(services.FeeNotForeseen):
        services.charge_fee(party=consumer, **given)
    assert not Charge.objects.exists(), "never by itself"
    services.charge_fee(party=party, on=date(2026, 11, 14), **given)
    services.charge_fee(party=party, **given)
    found = Charge.objects.order_by("pk").values_list("what", "amount", "because")
    assert list(found) == [
        ("Adressrecherche", D("15.00"), "Umzug nicht gemeldet"), ("Adressrecherche", D("18.00"), "Umzug nicht gemeldet")
    ]  # fmt: skip
    run(here, DEC)
    assert [one[3] for one in lines()] == [D("15.00"), D("18.00")]


@pytest.mark.req("QX-31")
def test_what_two_users_cause_is_what_the_invoice_says_and_a_cancelled_one_frees_it(world: Any) -> None:
    enter_schema("raumhafen")
    entity = rows("providers.LegalEntity").get(role="principal")
    Charge.objects.all().delete()
    people = [rows("accounts.User").get(pk=world.people["raumhafen"][role]) for role in ("administrator", "reader")]
    party: Any = parties.party_of(people[0])
    for place, (user, amount) in enumerate(zip([*people, people[1]], ("49.00", "5.05", "10.10"), strict=True)):
        cost = charges.Cost(what=f"Beratung {place}", unit_net=D(amount), subject="threads.thread:1")
        charges.put(actor=CLERK, at=clock.now(), party=party, cost=cost, user=user)
    month = charging.Month(clock.today().replace(day=1))
    report = {one.name: one.amount for one in charging.sums_by_user(charging.charges_of(party.pk, month))}
    assert report == {"Administrator": D("49.00"), "Reader": D("15.15")}
    run(entity, clock.today())
    invoice = Invoice.objects.get(party=party)
    assert invoice.net == sum(report.values())
    by_user = charging.sums_by_user(charging.billed_with(invoice.subject))
    assert {one.name: one.amount for one in by_user} == report
    row = Charge.objects.get(what="Beratung 0")
    assert row.billed_number == invoice.number
    with pytest.raises(charges.AlreadyBilled):
        charges.cancel(actor=CLERK, at=clock.now(), charge_id=row.pk, reason="Kulanz")
    invoices.cancel(actor=CLERK, at=clock.now(), invoice_id=invoice.pk, because="Irrtum")
    row.refresh_from_db()
    assert row.billed_as == ""
    run(entity, clock.today())
    assert Invoice.objects.filter(party=party, kind="invoice").count() == 2


def _price(product_row: Any, net: str, day: date, vat: str = "19.0") -> Any:
    given = changes.Draft(
        topic="price", grade="adverse", title="Neuer Preis", summary="Der Preis ändert sich.", reason="Kosten",
        reasonable="Üblich", effective_on=day, product=product_row, old_net=D("49.00"), new_net=D(net),
        old_vat=D("19.0"), new_vat=D(vat),
    )  # fmt: skip
    return changes.draft(actor=CLERK, at=noon(date(2026, 9, 1)), given=given)


def _announce(change: Any, *, undelivered: str = "") -> None:
    on = date(2026, 9, 1)
    changes.announce(actor=CLERK, at=noon(on), change_id=change.pk)
    while changes.advance(at=noon(on), change_id=change.pk):
        pass
    mails = rows("inbox.OutgoingMail")
    mails.filter(to_address=undelivered).update(state="failed")
    mails.exclude(state="failed").filter(sent_at=None).update(state="sent", sent_at=noon(on))
    changes.collect(at=noon(on))


@pytest.mark.req("CC-06")
def test_a_price_that_was_not_announced_is_not_billed_and_staff_are_asked(alpha: Any) -> None:
    here = company("werkstatt")
    sold = product(here, net="49.00", d2026_12_01="54.00")
    told, untold = customer("business", "told@posthaus.example"), customer("business", "untold@posthaus.example")
    for number, party in (("V 1", told), ("V 2", untold)):
        recurs(contract(here, party, date(2026, 8, 1), number), DEC, product_id=sold.pk)
    _announce(_price(sold, "54.00", DEC), undelivered="untold@posthaus.example")
    _pass_time(DEC)
    run(here, DEC)
    found = dict(InvoiceLine.objects.values_list("invoice__party__email", "net"))
    assert found == {"told@posthaus.example": D("54.00"), "untold@posthaus.example": D("49.00")}
    assert not Question.objects.exists(), "the price of the list began when the schedule did"
    rows("catalogue.Price").create(product=sold, net=D("59.00"), unit="month", valid_from=date(2026, 12, 15))
    run(here, JAN)
    assert {row.net for row in InvoiceLine.objects.filter(supply_from=JAN)} == {D("54.00"), D("49.00")}
    assert {(row.party_id, row.kind) for row in Question.objects.all()} == {
        (told.pk, "old_price"), (untold.pk, "old_price")
    }  # fmt: skip
    run(here, date(2027, 2, 1))
    assert Question.objects.count() == 2, "asked once"


def _pass_time(until: date) -> None:
    deadlines.process(at=noon(until))


@pytest.mark.req("QX-30")
@pytest.mark.parametrize(("net", "vat", "opens"), [("54.00", "19.0", True), ("49.00", "20.0", False)])
def test_a_higher_price_is_billed_with_a_right_to_go_and_higher_vat_alone_opens_none(
    alpha: Any, net: str, vat: str, opens: bool
) -> None:
    here, party = company("raumhafen"), customer("business", "told@posthaus.example")
    sold = product(here, net="49.00")
    row = contract(here, party, date(2026, 8, 1))
    recurs(row, DEC, product_id=sold.pk)
    _announce(_price(sold, net, DEC, vat))
    assert bool(contracts.triggers_of(row)) is opens
    _pass_time(DEC)
    run(here, DEC)
    assert InvoiceLine.objects.get().net == D(net)


def _blocked(party: Any, on: date, *, not_responsible: bool) -> Any:
    wanted = blocks.Wanted(scope="all", term="permanent", not_responsible=not_responsible)
    return blocks.impose(actor=CLERK, at=noon(on), party_id=party.pk, grounds=["arrears"], wanted=wanted)


@pytest.mark.req("QX-38")
@pytest.mark.parametrize("listed", [True, False])
def test_during_a_block_charges_go_on_and_a_fee_comes_only_with_a_list_price(alpha: Any, listed: bool) -> None:
    here, party = company("raumhafen"), customer("business")
    if listed:
        product(here, "fee_block", "Sperrgebühr", "sperre", net="25.00")
    recurs(contract(here, party, NOV), NOV, "30.00")
    _blocked(party, date(2026, 11, 20), not_responsible=False)
    run(here, DEC)
    fee = [("Sperrgebühr", D(1), D("25.00"), D("25.00"))] if listed else []
    month = ("Cloud", D(1), D("30.00"), D("30.00"))
    assert sorted(lines()) == sorted([month, month, *fee])


@pytest.mark.req("QX-38")
def test_a_block_that_the_customer_is_not_responsible_for_costs_nothing(alpha: Any) -> None:
    here, party = company("raumhafen"), customer("business")
    product(here, "fee_block", "Sperrgebühr", "sperre", net="25.00")
    recurs(contract(here, party, DEC), DEC, "31.00")
    row = _blocked(party, date(2026, 11, 20), not_responsible=True)
    assert run(here, DEC).invoices == 0, "nobody knows yet for how long"
    assert run(here, JAN).invoices == 0, "the whole of December was blocked"
    blocks.lift(actor=CLERK, at=noon(date(2027, 1, 11)), block_id=row.pk, reason="Versehen")
    assert run(here, date(2027, 1, 12)).invoices == 1
    assert lines() == [("Cloud", D(1), D("21.00"), D("21.00"))]
    assert not Charge.objects.exists()
    assert not RunProblem.objects.exists()
