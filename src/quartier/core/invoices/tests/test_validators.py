"""Every kind of invoice passes the published schema and schematron with 0 errors, and KoSIT's instances come back."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from quartier.core.invoices.en16931 import Invoice, Profile, as_profile, faults, from_json, read, to_json, write_cii
from quartier.core.invoices.tests import judges, kinds

every_kind = pytest.mark.parametrize("kind", kinds.EVERY, ids=lambda one: one.__name__)


@every_kind
def test_every_kind_passes_the_schema_and_the_rules_of_factur_x(kind: Callable[[], Invoice]) -> None:
    xml = write_cii(as_profile(kind(), Profile.EN16931))
    assert judges.against_schema(xml) == []
    assert judges.against("factur-x", xml) == []


@judges.needs_cen
@every_kind
def test_every_kind_passes_the_rules_of_cen(kind: Callable[[], Invoice]) -> None:
    assert judges.against("cen", write_cii(kind())) == []


@judges.needs_kosit
@pytest.mark.parametrize("kind", [kinds.public, kinds.debit], ids=lambda one: one.__name__)
def test_invoices_for_public_bodies_pass_the_rules_of_xrechnung(kind: Callable[[], Invoice]) -> None:
    assert judges.against("xrechnung", write_cii(kind())) == []


def test_the_judges_find_what_is_wrong() -> None:
    xml = write_cii(kinds.business())
    assert any("BR-CO-15" in one for one in judges.against("factur-x", xml.replace(b">294.83<", b">294.84<")))
    assert judges.against("factur-x", xml.replace(b">DE</ram:C", b">QQ</ram:C"))
    assert judges.against_schema(xml.replace(b"ram:ID", b"ram:Id"))


@judges.needs_kosit
def test_the_judge_of_xrechnung_finds_a_missing_leitweg_id() -> None:
    xml = re.sub(rb"<ram:BuyerReference>.*?</ram:BuyerReference>", b"", write_cii(kinds.public()))
    assert any("BR-DE-15" in one for one in judges.against("xrechnung", xml))


@every_kind
def test_every_kind_is_read_back_from_xml_and_from_its_record(kind: Callable[[], Invoice]) -> None:
    invoice = as_profile(kind(), Profile.EN16931)
    back = read(write_cii(invoice))
    assert back.invoice == invoice
    assert back.left_out == ()
    assert from_json(to_json(invoice)) == invoice


# ---- files nobody here wrote

# A reason beside the rate of a line is no term of the standard, nor are sub-lines and payments on behalf of others.
KNOWN_LEFT_OUT = {
    "01.21a-INVOICE_uncefact.xml": "ExemptionReason",
    "03.02a-INVOICE_ubl.xml": "NetworkID",
    "03.03a-INVOICE_ubl.xml": "NetworkID",
    "01.03_comprehensive_test_ubl.xml": "NetworkID",
}


def _instances() -> list[Path]:
    return sorted(judges.INSTANCES.rglob("*.xml"))


@judges.needs_instances
def test_the_published_instances_are_read_and_written_without_loss() -> None:
    seen = 0
    for path in _instances():
        found = read(path.read_bytes())
        beyond = {one.path.rpartition("/")[2] for one in found.left_out}
        if "extension" not in path.parts:
            assert beyond == ({KNOWN_LEFT_OUT[path.name]} if path.name in KNOWN_LEFT_OUT else set()), path.name
            assert list(faults(found.invoice)) == [], path.name
        assert from_json(to_json(found.invoice)) == found.invoice, path.name
        if "05.01a" not in path.name:
            again = read(write_cii(found.invoice))
            assert (again.invoice, again.left_out) == (found.invoice, ()), path.name
        seen += 1
    assert seen >= 80


@judges.needs_instances
def test_sub_lines_and_payments_for_others_are_told_and_never_dropped_in_silence() -> None:
    found = {path.name: read(path.read_bytes()) for path in _instances() if "extension" in path.parts}
    assert all(
        any("SubInvoiceLine" in one.path for one in made.left_out) for name, made in found.items()
        if name.startswith("04") and name.endswith("ubl.xml")
    )  # fmt: skip
    paid = found["05.01a-INVOICE_ubl.xml"]
    told = [one.value for one in paid.left_out if one.path.endswith("PaidAmount")]
    # What is due holds what is paid on behalf of others, which EN 16931 does not know: the sums do not close.
    assert paid.invoice.totals.due - paid.invoice.totals.gross == sum(map(Decimal, told))
    assert [one.rule for one in faults(paid.invoice)] == ["BR-CO-16"]


@judges.needs_instances
def test_both_syntaxes_of_an_instance_say_the_same_sums() -> None:
    standard = [path for path in _instances() if path.name.endswith("_ubl.xml") and "standard" in path.parts]
    for path in standard:
        ubl, cii = (read(path.with_name(name).read_bytes()).invoice
                    for name in (path.name, path.name.replace("_ubl", "_uncefact")))  # fmt: skip
        assert (ubl.number, ubl.issued_on, ubl.due_on) == (cii.number, cii.issued_on, cii.due_on), path.name
        assert (ubl.totals.net, ubl.totals.gross, ubl.totals.due) == (
            cii.totals.net, cii.totals.gross, cii.totals.due), path.name  # fmt: skip
        assert [(one.category, one.base, one.amount) for one in ubl.taxes] == [
            (one.category, one.base, one.amount) for one in cii.taxes], path.name  # fmt: skip
        assert [(one.quantity, one.unit, one.net) for one in ubl.lines] == [
            (one.quantity, one.unit, one.net) for one in cii.lines], path.name  # fmt: skip


@judges.needs_cen
@judges.needs_instances
def test_what_we_write_from_a_ubl_instance_passes_the_rules_for_cii() -> None:
    clean = [path for path in _instances() if path.name.endswith("_ubl.xml") and "standard" in path.parts]
    for path in clean:
        assert judges.against("cen", write_cii(read(path.read_bytes()).invoice)) == [], path.name
