"""Invoices: numbered, reckoned, booked, and kept as they were issued."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from quartier.core.invoices import en16931, services
from quartier.core.invoices.rules import records
from quartier.core.invoices.services import Bill, BillLine
from quartier.core.invoices.services.refusals import MoreThanPaid, NoSuchCustomer, NothingToBill
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import KEEPER, OPENED, company, customer, money, noon, rows
from quartier.core.providers.policies.billing import BillingPolicy
from quartier.core.providers.services import policy
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

DAY = date(2026, 11, 20)
D = Decimal


LATER_LINE = (
    "INSERT INTO invoices_invoiceline (invoice_id, source, title, note, quantity, unit, unit_net, net, vat_rate,"
    " vat_category, vat, supply_from, supply_to)"
    " SELECT id, '', 'Mehr', '', 1, 'C62', 0, 0, 19, 'S', 0, issued_on, issued_on FROM invoices_invoice"
)


def a_bill(entity: Any, party: Any, *lines: BillLine, key: str = "k1", **more: Any) -> Bill:
    """A bill over 100.00 net unless lines are given."""
    given = {"issued_on": DAY, **more}
    return Bill(
        entity_id=entity.pk, party_id=party.pk, key=key,
        lines=lines or (BillLine(title="Aufmaß", unit_net=D("100.00")),), **given,
    )  # fmt: skip


def billed(entity: Any, party: Any, *lines: BillLine, **more: Any) -> Any:
    """An issued invoice."""
    on = more.get("issued_on", DAY)
    return services.bill(actor=KEEPER, at=noon(on), bill=a_bill(entity, party, *lines, **more))


@pytest.fixture
def scene(alpha: Any) -> tuple[Any, Any]:
    """A company under the rules of planmass, and a consumer."""
    return company("planmass"), customer()


def test_an_invoice_has_a_number_a_record_and_a_claim(scene: Any) -> None:
    entity, party = scene
    row = billed(entity, party)
    assert (row.number, row.net, row.vat, row.gross, row.payable) == (
        "RE-2026-000001", D("100.00"), D("19.00"), D("119.00"), D("119.00"),
    )  # fmt: skip
    item = books.items_about(row.subject).get()
    assert (item.amount, item.document, item.party_id) == (row.gross, row.number, party.pk)
    read = en16931.from_json(row.record)
    assert (read.number, read.totals.due) == (row.number, row.payable)
    assert records.digest(rows("invoices.Invoice").get().record) == row.digest
    assert books.faults() == {}


@pytest.mark.req("WR-074")
def test_planmass_invoices_are_due_at_once(scene: Any) -> None:
    row = billed(*scene)
    assert row.due_on == row.issued_on


def test_raumhafen_invoices_are_due_after_fourteen_days(alpha: Any) -> None:
    row = billed(company("raumhafen"), customer("business"))
    assert row.due_on == date(2026, 12, 4)


def test_billing_twice_under_one_key_is_billing_once(scene: Any) -> None:
    first, again = billed(*scene), billed(*scene)
    assert first.pk == again.pk
    other = billed(*scene, key="k2")
    assert other.number == "RE-2026-000002"
    assert rows("ledger.Posting").count() == 2


@pytest.mark.req("QX-33")
def test_lines_on_both_sides_of_a_rate_change_have_a_rate_each_and_sums_match(alpha: Any) -> None:
    entity, party = company("raumhafen"), customer("business")
    row = billed(
        entity, party,
        BillLine(title="Dezember", unit_net=D("100.00"), supply_from=date(2020, 12, 1), supply_to=date(2020, 12, 31)),
        BillLine(title="Januar", unit_net=D("100.00"), supply_from=date(2021, 1, 1), supply_to=date(2021, 1, 31)),
        *[BillLine(title="Klein", unit_net=D("0.13"), supply_to=date(2021, 1, 31)) for _ in range(3)],
        issued_on=date(2021, 2, 1),
    )  # fmt: skip
    lines = list(row.lines.all())
    assert [line.vat_rate for line in lines] == [16, 19, 19, 19, 19]
    assert (row.net, row.vat, row.gross) == (D("200.39"), D("35.07"), D("235.46"))
    assert sum(line.vat for line in lines) == row.vat
    taxes: Any = en16931.from_json(row.record).taxes
    assert [(one.rate, one.base, one.amount) for one in taxes] == [
        (16, D("100.00"), D("16.00")), (19, D("100.39"), D("19.07")),
    ]  # fmt: skip
    assert row.remarks == ["rates_differ"]
    assert books.faults() == {}


@pytest.mark.req("CC-05")
@pytest.mark.parametrize(("basis", "rate", "remarks"), [
    ("supply", D(16), ["rates_differ"]), ("invoice", D(19), ["against_law", "rates_differ"]),
])  # fmt: skip
def test_the_day_of_supply_or_of_the_invoice_decides_and_staff_are_warned(
    alpha: Any, basis: str, rate: Decimal, remarks: list[str]
) -> None:
    entity, party = company("werkstatt"), customer("business")
    policy.decide(
        actor=SYSTEM, at=OPENED, valid_from=date(2020, 1, 2), concern=BillingPolicy, reason="Test",
        entries={"vat_rate_basis": {"value": basis, "origin": "stated"}},
    )  # fmt: skip
    row = billed(
        entity, party, BillLine(title="Hosting", unit_net=D(100), supply_to=date(2020, 12, 28)),
        issued_on=date(2021, 1, 5),
    )  # fmt: skip
    assert row.lines.get().vat_rate == rate
    assert row.remarks == remarks


def test_a_small_business_shows_no_tax_and_says_why(scene: Any) -> None:
    entity, party = scene
    rows("invoices.InvoiceSettings").create(entity=entity, small_business_from=date(2026, 1, 1), set_at=noon(DAY))
    row = billed(entity, party)
    assert (row.net, row.vat) == (D("100.00"), 0)
    assert "§ 19 UStG" in en16931.from_json(row.record).taxes[0].reason


def test_what_was_prepaid_settles_the_invoice_at_once(scene: Any) -> None:
    entity, party = scene
    money(entity, party, "50.00", on=DAY)
    row = billed(entity, party, prepaid=D("50.00"))
    assert (row.payable, books.open_sum(row.subject)) == (D("69.00"), D("69.00"))
    with pytest.raises(MoreThanPaid), transaction.atomic():
        billed(entity, party, key="k2", prepaid=D("0.01"))
    assert rows("invoices.Invoice").count() == 1
    assert books.faults() == {}


def test_what_cannot_be_billed_is_refused_and_uses_up_no_number(scene: Any) -> None:
    entity, party = scene
    with pytest.raises(NothingToBill), transaction.atomic():
        billed(entity, party, BillLine(title="Rabatt", unit_net=D("-1.00")))
    party.pk += 1
    with pytest.raises(NoSuchCustomer), transaction.atomic():
        billed(entity, party)
    party.pk -= 1
    assert billed(entity, party).number == "RE-2026-000001"


@pytest.mark.parametrize("statement", [
    "UPDATE invoices_invoice SET gross = gross + 1, net = net + 1, payable = payable + 1",
    "UPDATE invoices_invoice SET record = '{}'",
    "UPDATE invoices_invoice SET number = 'RE-2026-000009'",
    "UPDATE invoices_invoiceline SET title = 'Anderes'",
    "DELETE FROM invoices_invoiceline",
    LATER_LINE,
])  # fmt: skip
def test_the_database_keeps_an_issued_invoice_as_it_is(scene: Any, statement: str) -> None:
    billed(*scene)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_many_bills_take_the_statements_of_a_few(scene: Any, django_assert_max_num_queries: Any) -> None:
    entity, party = scene
    bills = [a_bill(entity, party, key=f"n{n}") for n in range(30)]
    billed(entity, party, key="warm")
    # Whoever hears of invoices – collections, default, schedules – takes their own few.
    with django_assert_max_num_queries(60):
        made = services.bill_many(actor=SYSTEM, at=noon(DAY), bills=bills)
    assert [row.number for row in made] == [f"RE-2026-{n:06d}" for n in range(2, 32)]
    assert books.faults() == {}


def test_twenty_clicks_at_once_make_one_invoice_and_numbers_have_no_gaps(committed_db: Any) -> None:
    enter_schema("alpha")
    entity, party = company("planmass"), customer()

    def click(place: int) -> str:
        enter_schema("alpha")
        try:
            key = "same" if place % 2 else f"own{place}"
            return str(billed(entity, party, key=key).number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(click, range(20)))
    enter_schema("alpha")
    assert len({number for place, number in enumerate(numbers) if place % 2}) == 1
    assert sorted(rows("invoices.Invoice").values_list("number", flat=True)) == [
        f"RE-2026-{n:06d}" for n in range(1, 12)
    ]
    assert books.faults() == {}
