"""Prices are dated, add up by the law, and what was in force never changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from quartier.core.audit import queries as audit
from quartier.core.catalogue import queries, services
from quartier.core.catalogue.extension import LicenceUsed, fulfilment_of
from quartier.core.catalogue.models import Price, Product
from quartier.core.catalogue.rules import shapes
from quartier.core.providers.models import LegalEntity
from quartier.kit.clock import day_of, now
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def product(**values: Any) -> Product:
    """Something to sell."""
    entity = LegalEntity.objects.first() or LegalEntity.objects.create(
        key="gmbh", role="principal", name="Alpha GmbH", legal_form="GmbH", order=0
    )
    given = {"kind": "work", "scope": "documents", "name": "Grundriss", "standings": ["consumer"], **values}
    key = f"ware-{Product.objects.count()}"
    return services.offer(actor=SYSTEM, at=AT, key=key, values={**given, "entity_id": entity.pk})


def priced(row: Product, net: str, on: date = TODAY, **more: Any) -> Price:
    """A price of it."""
    return services.price(actor=SYSTEM, at=AT, product_id=row.pk, net=Decimal(net), valid_from=on, **more)


def test_a_later_price_counts_from_its_day_and_the_one_before_until_then(alpha: Any) -> None:
    row, later = product(), TODAY + timedelta(days=30)
    priced(row, "100.00")
    priced(row, "120.00", later)
    for day, gross in ((TODAY, "119.00"), (later - timedelta(days=1), "119.00"), (later, "142.80")):
        assert queries.quote([queries.Choice(row.pk)], day).sums.gross == Decimal(gross)
    with pytest.raises(queries.NoPrice):
        queries.quote([queries.Choice(row.pk)], TODAY - timedelta(days=1))


def test_a_price_that_was_in_force_stays_and_one_that_was_not_can_go(alpha: Any) -> None:
    row, later = product(), TODAY + timedelta(days=30)
    known, planned = priced(row, "100.00"), priced(row, "120.00", later)
    for on in (TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(services.PriceInForce):
            priced(row, "1.00", on)
    with pytest.raises(services.PriceInForce):
        services.drop_price(actor=SYSTEM, at=AT, price_id=known.pk)
    priced(row, "125.00", later)
    assert [str(price.net) for price in row.prices.all()] == ["125.00", "100.00"]
    services.drop_price(actor=SYSTEM, at=AT, price_id=planned.pk)
    assert [str(price.net) for price in row.prices.all()] == ["100.00"]
    kinds = [fact.kind for fact in audit.about(queries.subject_of(row))]
    assert sorted(kinds) == [
        "catalogue.price_dropped", "catalogue.price_set", "catalogue.price_set", "catalogue.price_set",
        "catalogue.product_added",
    ]  # fmt: skip


def test_options_add_up_and_the_vat_is_that_of_the_sum(alpha: Any) -> None:
    row = product(options=[{"key": "garage", "label": "Garage"}])
    priced(row, "0.13")
    priced(row, "0.13", option="garage")
    with pytest.raises(services.NoSuchOption):
        priced(row, "1.00", option="keller")
    quote = queries.quote([queries.Choice(row.pk, ("garage",)), queries.Choice(row.pk)], TODAY)
    assert (str(quote.sums.net), str(quote.sums.vat), str(quote.sums.gross)) == ("0.39", "0.07", "0.46")
    assert sum(line.vat for line in quote.lines) == quote.sums.vat
    assert [line.title for line in quote.lines] == ["Grundriss", "Grundriss: Garage", "Grundriss"]


def test_what_recurs_has_a_price_that_recurs(alpha: Any) -> None:
    once, monthly = product(), product(kind="recurring", scope="recurring")
    with pytest.raises(services.UnitWrong):
        priced(once, "1.00", unit="month")
    with pytest.raises(services.UnitWrong):
        priced(monthly, "1.00")
    priced(monthly, "29.00", unit="month")
    assert {*queries.quote([queries.Choice(monthly.pk)], TODAY).by_unit} == {"month"}


def test_a_gross_price_comes_back_to_the_cent_or_is_refused() -> None:
    for cents in range(100, 2000, 7):
        gross = Decimal(cents) / 100
        net = queries.net_of(gross, "standard", TODAY)
        assert net is None or queries.net_of(gross, "exempt", TODAY) == gross
    assert queries.net_of(Decimal("89.00"), "standard", TODAY) == Decimal("74.79")


def test_lines_of_the_office_are_read_and_written_alike() -> None:
    text = "address | Anschrift | address\nsort | Art | choice Haus, Wohnung\narea | Fläche | number m² | optional"
    assert shapes.written_asked(shapes.read_asked(text)) == text
    assert shapes.read_wanted("plans | Pläne | 3") == (shapes.Wanted("plans", "Pläne", 3, 3),)
    for wrong in ("a", "a | b | choice", "a | b | text m²", "Ä | b | text", "a | b | text | maybe", "a | b\na | c"):
        with pytest.raises(shapes.Unreadable):
            shapes.read_asked(wrong)
    with pytest.raises(shapes.Unreadable) as error:
        shapes.read_wanted("a | b | 1-2\nc | d | 5-2")
    assert error.value.number == 2


def test_answers_are_looked_at_again_and_named_one_by_one(alpha: Any) -> None:
    asked = shapes.read_asked(
        "area | Fläche | number m²\nsort | Art | choice Haus, Wohnung\nday | Tag | date | optional"
    )
    row = product(inputs=[{"key": a.key, "label": a.label, "kind": a.kind, "required": a.required, "unit": a.unit,
                           "choices": [*a.choices]} for a in asked])  # fmt: skip
    assert queries.entry_faults(row, {"area": "96,4 m²", "sort": "Haus"}) == {}
    faults = queries.entry_faults(row, {"area": "viel", "sort": "Schloss", "day": "31.2.2026", "x": "1"})
    assert {*faults} == {"area", "sort", "day", "x"}
    assert "„Fläche“ fehlt" in queries.entry_faults(row, {"sort": "Haus"})["area"]
    assert queries.told(row, {"area": "96,4", "sort": "Haus"}) == [("Fläche", "96,4 m²"), ("Art", "Haus")]


def test_a_licence_is_begun_once_and_used_up_when_it_is_completed() -> None:
    licence: Any = fulfilment_of("licence")
    order = SimpleNamespace(state="accepted", begun_at=None)
    licence.begin(actor=SYSTEM, at=AT, order=order)
    order.begun_at = AT
    assert not licence.is_used(order)
    with pytest.raises(LicenceUsed):
        licence.begin(actor=SYSTEM, at=AT, order=order)
    order.state = "finished"
    assert licence.is_used(order)
    with pytest.raises(LicenceUsed):
        licence.begin(actor=SYSTEM, at=AT, order=SimpleNamespace(state="finished", begun_at=None))


def test_a_product_needs_a_free_key_and_somebody_who_may_order_it(alpha: Any) -> None:
    row = product()
    with pytest.raises(services.KeyTaken):
        services.offer(actor=SYSTEM, at=AT, key=row.key, values={"kind": "work"})
    with pytest.raises(services.NobodyServed):
        services.change(actor=SYSTEM, at=AT, product_id=row.pk, values={"standings": []})
    row.refresh_from_db()
    assert row.standings == ["consumer"]


def test_the_lead_keeps_the_catalogue_and_everybody_reads_the_price_list(world: Any) -> None:
    lead = world.client("raumhafen", "lead")
    enter_schema("raumhafen")
    company = LegalEntity.objects.order_by("order")[0].pk
    given = {
        "name": "Zusatzraum", "key": "zusatzraum", "entity_id": str(company), "kind": "work", "scope": "single_order",
        "standings": ["business"], "vat_rate_kind": "standard", "order": "50", "is_offered": "on",
        "inputs": "house | Haus | text", "uploads": "plan | Plan | 0-2", "options": "",
    }  # fmt: skip
    assert lead.post(reverse("catalogue:new"), {**given, "inputs": "house"}).status_code == 422
    answer = lead.post(reverse("catalogue:new"), given)
    assert answer.status_code == 302
    enter_schema("raumhafen")
    row = Product.objects.get(key="zusatzraum")
    assert (row.inputs[0]["label"], row.uploads[0]["least"], row.needs_account) == ("Haus", 0, False)
    assert "Das kann noch niemand bestellen" in lead.get(reverse("catalogue:one", args=[row.pk])).content.decode()
    price = {"option": "-", "amount": "12,50", "unit": "once", "valid_from": f"{day_of(now()):%d.%m.%Y}"}
    assert lead.post(reverse("catalogue:price", args=[row.pk]), price).status_code == 302
    assert lead.post(reverse("catalogue:price", args=[row.pk]), price).status_code == 422
    public = world.client("raumhafen", "visitor").get(reverse("catalogue:price_list")).content.decode()
    assert "12,50\u00a0€" in public
    assert "14,88\u00a0€" in public
    assert f"Stand {day_of(now()):%d.%m.%Y}" in public
    changed = {**given, "name": "Zusatzraum groß"}
    assert lead.post(reverse("catalogue:change", args=[row.pk]), changed).status_code == 302
    for role in ("clerk", "bookkeeper", "editor"):
        assert world.client("raumhafen", role).get(reverse("catalogue:products")).status_code == 403
    enter_schema("raumhafen")
    assert Product.objects.get(pk=row.pk).name == "Zusatzraum groß"
