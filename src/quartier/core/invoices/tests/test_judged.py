"""What the application issues – not what a test puts together – passes the published rules, and is drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.invoices import services
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.invoices.services import BillLine
from quartier.core.invoices.services.papers import draw_many, xml_of
from quartier.core.invoices.tests import judges
from quartier.core.invoices.tests.test_billing import DAY, billed
from quartier.core.ledger.tests.books import KEEPER, company, customer, money, noon, rows
from quartier.kit.tests.paper import is_accessible_archive, words
from quartier.law.ustg.rates import Rate

D = Decimal


@pytest.fixture
def issued(alpha: Any) -> list[Any]:
    """An invoice of every kind, to a consumer and to a business."""
    entity, consumer, business = company("planmass"), customer(), customer("business", name="Brandt")
    rows("providers.LegalEntity").filter(pk=entity.pk).update(phone="0231 5550-1", email="rechnung@alpha.example")
    city = customer("business", name="Stadt Emscherstadt")
    rows("invoices.InvoiceSettings").create(entity=entity, iban="DE02120300000000202051", set_at=noon(DAY))
    ways = rows("invoices.InvoicePreference")
    ways.create(party=business, channel="portal", vat_id="DE123456788", set_at=noon(DAY))
    ways.create(party=city, channel="portal", recipient="public-body", leitweg_id="04011000-12345-03", set_at=noon(DAY))
    money(entity, business, "50.00", on=DAY)
    first = billed(entity, business, BillLine(title="Aufmaß", unit_net=D("0.13"), quantity=D(3), unit="H87"))
    whole = billed(entity, consumer, key="k2")
    month: dict[str, Any] = {"supply_from": date(2026, 11, 1), "supply_to": date(2026, 11, 30)}
    return [
        first,
        whole,
        billed(entity, consumer, BillLine(title="Miete", unit_net=D("650.00"), rate=Rate.EXEMPT, **month), key="k3"),
        billed(entity, business, BillLine(title="Bau", unit_net=D("80.00"), vat_category="AE"), key="k4"),
        billed(entity, business, kind=InvoiceKind.PARTIAL, key="k5"),
        billed(entity, business, kind=InvoiceKind.FINAL, prepaid=D("50.00"), key="k6"),
        billed(entity, city, key="k8"),
        billed(entity, consumer, BillLine(title="Arbeit", unit_net=D("100.00")),
               BillLine(title="Rabatt", unit_net=D("-10.00")), key="k7"),
        services.credit(actor=KEEPER, at=noon(DAY), invoice_id=first.pk, because="Minderung"),
        services.cancel(actor=KEEPER, at=noon(DAY), invoice_id=whole.pk, because="Doppelt"),
    ]  # fmt: skip


def test_what_is_issued_passes_schema_and_rules_and_is_drawn(issued: list[Any]) -> None:
    for row in issued:
        xml = xml_of(row)
        assert judges.against_schema(xml) == [], (row.kind, row.number)
        # Factur-X's own rules know only its own profiles.
        if "specification" not in row.record:
            assert judges.against("factur-x", xml) == [], (row.kind, row.number)
    for row, paper in draw_many(issued):
        assert isinstance(paper, bytes)
        assert is_accessible_archive(paper)
        assert row.number in words(paper)


@judges.needs_kosit
@judges.needs_cen
def test_an_issued_invoice_of_a_public_body_passes_xrechnung(issued: list[Any]) -> None:
    (xml,) = [xml_of(row) for row in issued if "specification" in row.record]
    assert judges.against("cen", xml) == []
    assert judges.against("xrechnung", xml) == []
