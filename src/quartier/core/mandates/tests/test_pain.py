"""Files for banks are valid by the schemas of ISO 20022, whatever names, sums and amendments they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.core.mandates.rules.charset import ALLOWED, sepa_id, sepa_text
from quartier.core.mandates.rules.identifiers import creditor_identifier, mandate_reference
from quartier.core.mandates.rules.pain import (
    Amended,
    Creditor,
    Debit,
    DebitBatch,
    NotAStatus,
    NotTheSum,
    Payer,
    Transfer,
    TransferBatch,
    direct_debits,
    status_report,
    transfers,
)
from quartier.core.mandates.tests.schemas import texts, valid

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ON = date(2026, 12, 1)
IBAN = "DE89370400440532013000"
ALPHA = Creditor("Wohnungsbau Düsselau eG", IBAN, "COBADEFFXXX", "DE98ZZZ09999999999", "Düsselau", "DE")


def debit(key: int = 1, amount: str = "49.90", **given: Any) -> Debit:
    payer = given.pop("payer", Payer("Ida Blum", IBAN))
    known: dict[str, Any] = {
        "text": "Rechnung R-2026-7",
        "reference": "ALPHA-2026-000001",
        "signed_on": date(2026, 1, 5),
    }
    return Debit(end_to_end_id=f"L1-{key}", amount=Decimal(amount), payer=payer, **{**known, **given})


def written(debits: Sequence[Debit], **given: Any) -> bytes:
    total = sum((one.amount for one in debits), Decimal(0))
    known: dict[str, Any] = {"id": "L1-1", "collect_on": ON, "scheme": "CORE", "sequence": "RCUR", "total": total}
    batch = DebitBatch(**{**known, "count": len(debits), "debits": lambda: debits, **given})
    return b"".join(direct_debits(message_id="L1", at=AT, creditor=ALPHA, batches=[batch]))


@given(
    st.lists(
        st.tuples(
            st.text(max_size=90), st.text(max_size=200), st.decimals("0.01", "99999.99", places=2),
            st.text(max_size=50),
            st.sampled_from(["", "DE", "CH"]), st.sampled_from(["", "RENT", "OTHR"]), st.booleans(), st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["CORE", "B2B"]),
    st.sampled_from(["RCUR", "FRST", "OOFF", "FNAL"]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_whatever_people_are_called_the_file_is_valid(rows: list[Any], scheme: str, sequence: str) -> None:
    """pain.008.001.08, with debtors abroad, payers for others and every kind of amendment."""
    debits = [
        debit(
            key, str(amount), payer=Payer(name, IBAN, city, country), text=text, purpose=purpose,
            ultimate=name if other else "",
            amended=Amended("ALT-1" if other else "", "DE98ZZZ09999999999" if account else "", name, account),
        )
        for key, (name, text, amount, city, country, purpose, other, account) in enumerate(rows)
    ]  # fmt: skip
    document = valid("pain.008.001.08", written(debits, scheme=scheme, sequence=sequence))
    assert texts(document, "NbOfTxs") == [str(len(rows))] * 2
    assert {Decimal(sum_) for sum_ in texts(document, "CtrlSum")} == {sum(row[2] for row in rows)}
    assert texts(document, "AdrLine") == []


def test_names_and_addresses_are_written_as_banks_take_them() -> None:
    """Letters beyond the SEPA set are written out; an address has town and country, or is none."""
    document = valid("pain.008.001.08", written([
        debit(1, payer=Payer("Jürgen Groß & Söhne", IBAN, "Zürich", "CH"), ultimate="Żaneta Łuczak"),
        debit(2, payer=Payer("Ida Blum", IBAN, "", "DE")),
    ]))  # fmt: skip
    assert texts(document, "Nm")[2:] == ["Juergen Gross + Soehne", "Zaneta Luczak", "Ida Blum"]
    assert texts(document, "TwnNm") == ["Duesselau", "Zuerich"]
    assert texts(document, "Ctry") == ["DE", "CH"]


def test_what_changed_in_a_mandate_is_told_with_what_was_before() -> None:
    """A new account is SMNDA; an old reference and creditor stand as they were."""
    told = Amended(reference="ALT-7", identifier="DE98ZZZ09999999999", creditor_name="Alt eG", other_account=True)
    document = valid("pain.008.001.08", written([debit(amended=told), debit(2)]))
    assert texts(document, "AmdmntInd") == ["true"]
    assert texts(document, "OrgnlMndtId") == ["ALT-7"]
    details = document.find(".//{*}AmdmntInfDtls")
    assert texts(details, "Id")[-1] == "SMNDA"
    assert texts(details, "Nm") == ["Alt eG"]


def test_a_batch_that_is_not_what_its_head_says_is_no_file() -> None:
    """Number and sum stand before the rows; a file that would lie is not written."""
    with pytest.raises(NotTheSum):
        written([debit()], count=2)
    with pytest.raises(NotTheSum):
        written([debit()], total=Decimal("49.91"))


def test_transfers_are_valid_too() -> None:
    """pain.001.001.09, with a payee abroad and one who gets it for somebody else."""
    rows = [
        Transfer("A1-1", Decimal("299.40"), Payer("Ida Blum", IBAN), "Erstattung", purpose="OTHR"),
        Transfer("A1-2", Decimal("0.60"), Payer("René Weiß", IBAN, "Genève", "CH"), "Guthaben & Zinsen", "Ida Blum"),
    ]
    batch = TransferBatch("A1-1", ON, 2, Decimal("300.00"), lambda: rows)
    document = valid("pain.001.001.09", b"".join(transfers(message_id="A1", at=AT, payer=ALPHA, batches=[batch])))
    assert texts(document, "Ustrd") == ["Erstattung", "Guthaben + Zinsen"]
    with pytest.raises(NotTheSum):
        b"".join(transfers(message_id="A1", at=AT, payer=ALPHA, batches=[TransferBatch("A1", ON, 1, Decimal(1), list)]))


@given(st.text(), st.integers(1, 140))
@settings(max_examples=100)
def test_every_text_becomes_one_of_the_sepa_set(text: str, most: int) -> None:
    """Nothing is left that would need escaping, and nothing is longer than allowed."""
    plain = sepa_text(text, most)
    assert ALLOWED.fullmatch(plain)
    assert len(plain) <= most
    assert "/" not in sepa_id(text, most)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("DE98ZZZ09999999999", "DE98ZZZ09999999999"),
        ("de98 001 0999 9999 999", "DE98001" + "09999999999"),
        ("DE97ZZZ09999999999", None),
        ("DE98ZZZ0999999999", None),
        ("AT61ZZZ01234567890", "AT61ZZZ01234567890"),
        ("", None),
    ],
)
def test_creditor_identifiers_are_checked_to_the_digit(text: str, right: str | None) -> None:
    """The business code is free, the check digits are not; the first is the Bundesbank's example."""
    assert creditor_identifier(text) == right


def test_references_of_mandates_fit_every_bank() -> None:
    """35 signs at most, of the set banks allow."""
    assert sepa_id(mandate_reference("wohnungsbaugesellschaft", 2026, 12)) == "WOHNUNGSBAUG-2026-000012"


PAIN002 = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-11-30T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>L1</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.08</OrgnlMsgNmId><GrpSts>PART</GrpSts>
</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>L1-1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
<TxInfAndSts><OrgnlEndToEndId>L1-7</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Orgtr><Id><OrgId><AnyBIC>COBADEFFXXX</AnyBIC></OrgId></Id></Orgtr><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>
</TxInfAndSts></OrgnlPmtInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>L1-2</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>
<StsRsnInf><Rsn><Prtry>X1</Prtry></Rsn><AddtlInf>Auftrag</AddtlInf><AddtlInf>abgelehnt</AddtlInf></StsRsnInf>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""


@pytest.mark.parametrize("version", ["03", "10"])
def test_what_the_bank_rejects_is_read_for_rows_batches_and_files(version: str) -> None:
    """pain.002 in the old and the current version."""
    report = status_report(PAIN002.format(version=version).encode())
    assert (report.id, report.whole.id, report.whole.status, report.whole.is_rejected) == (
        "BANK-1",
        "L1",
        "PART",
        False,
    )
    assert [(one.id, one.is_rejected, one.reason, one.more) for one in report.batches] == [
        ("L1-1", False, "", ""),
        ("L1-2", True, "X1", "Auftrag abgelehnt"),
    ]
    assert [(one.id, one.status, one.reason) for one in report.rows] == [("L1-7", "RJCT", "AC04")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Kontoauszug",
        b"<Document><CstmrDrctDbtInitn/></Document>",
        b"<Document><CstmrPmtStsRpt/></Document>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><Document><CstmrPmtStsRpt>&b;</CstmrPmtStsRpt></Document>',
    ],
)
def test_other_files_are_no_answer(content: bytes) -> None:
    """Statements, orders, bombs: refused, not guessed."""
    with pytest.raises(NotAStatus):
        status_report(content)
