"""The standard's model: sums from lines to the cent, refusals that name the term, records, and hostile XML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.core.invoices.en16931 import (
    Adjustment,
    Category,
    File,
    Invoice,
    Note,
    Payment,
    Profile,
    Support,
    Tax,
    Unfit,
    as_profile,
    check,
    faults,
    from_json,
    priced,
    read,
    to_json,
    write_cii,
)
from quartier.core.invoices.tests import kinds
from quartier.core.invoices.tests.kinds import invoice, line
from quartier.law.ustg.amounts import Prices, invoice_totals
from quartier.values.sentences import Unreadable

D = Decimal


def cents(least: int, most: int) -> st.SearchStrategy[Decimal]:
    """Amounts in cents."""
    return st.integers(least, most).map(lambda one: D(one) / 100)


# ---- sums


@pytest.mark.req("QX-33")
def test_an_invoice_over_a_change_of_rate_applies_the_right_rate_to_each_line_and_its_sums_match() -> None:
    made = kinds.rate_change()
    assert [(tax.rate, tax.base, tax.amount) for tax in made.taxes] == [
        (D(16), D("100.00"), D("16.00")), (D(19), D("100.00"), D("19.00"))]  # fmt: skip
    sums = made.totals
    assert (sums.net, sums.tax, sums.gross, sums.due) == (D("200.00"), D("35.00"), D("235.00"), D("235.00"))
    check(made)


def test_tax_is_rounded_once_on_the_sum_of_a_rate() -> None:
    made = invoice(*(line("0.13", n) for n in (1, 2, 3)))
    assert (made.totals.net, made.totals.tax) == (D("0.39"), D("0.07"))


def test_what_was_paid_before_is_subtracted_and_reductions_lower_the_base() -> None:
    final, reduced = kinds.final(), kinds.reduced()
    assert (final.totals.gross, final.totals.due) == (D("119.00"), D("79.34"))
    assert (reduced.totals.lines, reduced.totals.net, reduced.taxes[0].base) == (D("90.00"), D("85.50"), D("85.50"))


@settings(max_examples=30)
@given(st.lists(st.tuples(cents(-50_000, 1_000_000), st.sampled_from(["19", "7", "16"])), min_size=1, max_size=9))
def test_sums_match_whatever_the_lines(parts: list[tuple[Decimal, str]]) -> None:
    made = invoice(*(line(str(net), n, rate=rate) for n, (net, rate) in enumerate(parts, 1)))
    assert list(faults(made)) == []
    assert made.totals.net == sum(net for net, _rate in parts)
    assert made.totals.gross == made.totals.net + sum(tax.amount for tax in made.taxes)
    assert read(write_cii(as_profile(made, Profile.EN16931))).invoice == as_profile(made, Profile.EN16931)


@settings(max_examples=30)
@given(st.lists(cents(1, 1_000_000), min_size=1, max_size=6), st.integers(1, 12))
def test_prices_that_include_vat_give_an_invoice_that_adds_up_to_them(gross: list[Decimal], quantity: int) -> None:
    sums = invoice_totals(amount=tuple(gross), on=(kinds.DAY,), prices=Prices.GROSS).value
    lines = [
        line(str(whole - vat), n, quantity=str(quantity))
        for n, (whole, vat) in enumerate(zip(gross, sums.line_vat, strict=True), 1)
    ]
    taxes = [Tax(category="S", rate=one.percent, base=one.net, amount=one.vat) for one in sums.rates]
    made = invoice(*lines, taxes=taxes)
    assert list(faults(made)) == []
    assert made.totals.gross == sum(gross)


@pytest.mark.parametrize(
    ("net", "quantity", "counted", "price"),
    [
        ("247.50", "2.75", "2.75", ("90.00", None)),
        ("16.79", "2", "2", ("8.395", None)),
        ("10.00", "3", "3", ("10.00", "3")),
        ("-10.00", "1", "-1", ("10.00", None)),
        ("-10.00", "-3", "-3", ("10.00", "3")),
    ],
)
def test_a_price_makes_exactly_the_net_amount_and_is_never_below_zero(
    net: str, quantity: str, counted: str, price: tuple[str, str | None]
) -> None:
    made = priced(D(net), D(quantity))
    assert made[0] == D(counted)
    assert (made[1].net, made[1].quantity) == (D(price[0]), D(price[1]) if price[1] else None)


# ---- refusals


def _totals(**changes: Any) -> Callable[[Invoice], Invoice]:
    return lambda made: replace(made, totals=replace(made.totals, **changes))


WRONG: list[tuple[str, Callable[[Invoice], Invoice]]] = [
    ("BR-02", lambda made: replace(made, number="")),
    ("BR-09", lambda made: replace(made, seller=replace(made.seller, address=None))),
    ("BR-CO-10", _totals(lines=D("99.99"))),
    ("BR-CO-13", _totals(net=D("99.99"))),
    ("BR-CO-14", _totals(tax=D("18.99"))),
    ("BR-CO-15", _totals(gross=D("119.01"))),
    ("BR-CO-16", _totals(due=D("0.00"))),
    ("BR-DEC-14", _totals(gross=D("119.001"))),
    ("BR-CO-17", lambda made: replace(made, taxes=(replace(made.taxes[0], amount=D("19.02")),))),
    ("BR-S-08", lambda made: replace(made, taxes=(replace(made.taxes[0], base=D("99.00")),))),
    ("BR-CO-18", lambda made: replace(made, taxes=())),
    ("BR-CO-25", lambda made: replace(made, terms="", due_on=None)),
    ("BR-61", lambda made: replace(made, payment=Payment(means="58"))),
    ("BR-DE-30", lambda made: replace(made, payment=Payment(means="59"))),
    ("BR-S-02", lambda made: replace(made, seller=replace(made.seller, vat_id="", tax_number=""))),
    ("BR-27", lambda made: replace(made, lines=(replace(made.lines[0], price=priced(D(1), D(1))[1]),))),
    ("BR-DE-15", lambda made: as_profile(made, Profile.XRECHNUNG)),
]


@pytest.mark.parametrize(("rule", "spoil"), WRONG, ids=[rule for rule, _spoil in WRONG])
def test_what_does_not_hold_is_refused_by_its_rule_and_never_written(
    rule: str, spoil: Callable[[Invoice], Invoice]
) -> None:
    made = spoil(invoice())
    if rule == "BR-27":
        made = replace(made, lines=(replace(made.lines[0], price=replace(made.lines[0].price, net=D(-1))),))
    assert rule in {one.rule for one in faults(made)}
    with pytest.raises(Unfit) as refusal:
        write_cii(made)
    assert refusal.value.faults == tuple(faults(made))
    assert "BR-" in str(refusal.value)


@pytest.mark.parametrize(
    ("category", "rule"),
    [(Category.EXEMPT, "BR-E-10"), (Category.REVERSE_CHARGE, "BR-AE-10"), (Category.EXPORT, "BR-G-10")],
)
def test_no_tax_needs_a_reason(category: Category, rule: str) -> None:
    assert rule in {one.rule for one in faults(invoice(line(rate="0", category=category)))}


def test_goods_for_another_member_state_need_both_numbers_the_day_and_the_country() -> None:
    bare = replace(kinds.intra_community(), delivery=None, buyer=kinds.CONSUMER)
    assert {"BR-IC-02", "BR-IC-11", "BR-IC-12"} <= {one.rule for one in faults(bare)}


def test_what_no_vat_applies_to_names_no_vat_numbers() -> None:
    made = replace(kinds.outside(), seller=kinds.SELLER)
    assert "BR-O-02" in {one.rule for one in faults(made)}


def test_an_allowance_of_a_category_that_no_line_has_is_taxed_too() -> None:
    less = Adjustment(amount=D("10.00"), category="S", rate=D(7), reason="Rabatt")
    made = invoice(allowances=(less,))
    assert [(tax.rate, tax.base, tax.amount) for tax in made.taxes] == [
        (D(19), D("100.00"), D("19.00")), (D(7), D("-10.00"), D("-0.70"))]  # fmt: skip


# ---- records and XML


def test_a_record_holds_files_and_nothing_empty_and_comes_back() -> None:
    made = invoice(
        supports=(Support(reference="1", file=File(name="a.csv", media_type="text/csv", content=b"\x00\xff")),)
    )
    data = to_json(made)
    assert from_json(data) == made
    assert "notes" not in data
    assert read(write_cii(made)).invoice.supports == made.supports


@pytest.mark.parametrize(
    "spoil", [lambda data: {**data, "colour": "red"}, lambda data: {k: v for k, v in data.items() if k != "number"}]
)
def test_a_record_with_unknown_or_missing_entries_is_refused(spoil: Callable[[Any], Any]) -> None:
    with pytest.raises(Unreadable, match=r"colour|number"):
        from_json(spoil(to_json(invoice())))


def test_texts_of_people_are_data_in_xml() -> None:
    nasty = '</ram:Content><ram:ID>1</ram:ID> & <![CDATA[x]]> "quoted" \u2028 é\r\nzwei'
    made = invoice(notes=(Note(text=nasty),))
    assert read(write_cii(made)).invoice.notes == made.notes


def test_signs_that_xml_does_not_allow_are_refused() -> None:
    with pytest.raises(Unreadable, match=r"U\+0007"):
        write_cii(invoice(notes=(Note(text="a\x07b"),)))


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>'


@pytest.mark.parametrize("data", [BOMB, b"", b"<a>", b"%PDF-1.7", b"<a/>", b"<?xml version='1.0' encoding='x'?><a/>"])
def test_what_is_no_invoice_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


def test_an_external_entity_is_never_fetched() -> None:
    outside = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(Unreadable):
        read(outside)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b">119.00<", b">viel<"),
        (b">119.00<", b">NaN<"),
        (b">20261122<", b">20261399<"),
        (b"DuePayableAmount", b"Other"),
    ],
)
def test_numbers_and_days_that_are_none_are_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(Unreadable):
        read(write_cii(invoice()).replace(old, new))


def test_what_the_standard_has_no_term_for_is_told_with_its_place() -> None:
    xml = write_cii(invoice()).replace(
        b"<ram:BilledQuantity", b"<ram:PackageQuantity>7</ram:PackageQuantity><ram:BilledQuantity"
    )
    (left_out,) = read(xml).left_out
    assert (left_out.value, left_out.path.rpartition("/")[2]) == ("7", "PackageQuantity")
