"""Files of banks are read to the cent, and what is no statement is refused; nobody here wrote the samples outside."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from quartier.core.banking.rules import files
from quartier.core.banking.rules.reading import Kind, Read, ReadStatement, Unreadable, collected, missing
from quartier.core.banking.tests.papers import IBAN, Paper, camt, mt940

OUTSIDE = Path(os.environ.get("OUTSIDE_DIR", "/work/outside"))
D = Decimal
SPARKASSE = """:20:STARTUMSE
:25:10020030/1234567
:28C:00005/001
:60F:C070904EUR100,
:61:0709040905DR23,5NRTINONREF//0724710345313905
/OCMT/EUR20,/CHGS/EUR3,5
:86:109?00RUECKLASTSCHRIFT?100399?20EREF+TFNR 40005 00005?21MREF+M-1?22SV
WZ+Konto gesperrt?30DRESDEFF508?31DE14508800500194785000?32KARL?33KAUFMANN
?34903
:61:070230C1.000,00NTRFNONREF
:62F:C070905EUR76,5
-
"""


def sums(content: bytes) -> tuple[ReadStatement, list[Read]]:
    (found,) = collected(files.read(BytesIO(content)))
    return found


def test_a_return_in_mt940_says_why_and_what_the_bank_took() -> None:
    head, (one,) = sums(SPARKASSE.replace(":61:070230C1.000,00NTRFNONREF\n", "").encode())
    assert (head.account, head.number, head.opening, head.closing) == ("10020030/1234567", 5, D(100), D("76.5"))
    assert (one.amount, one.charges, one.reason, one.end_to_end) == (D("-23.5"), D("3.5"), "AC06", "TFNR 40005 00005")
    assert (one.booked_on, one.value_on, one.name) == (date(2007, 9, 5), date(2007, 9, 4), "KARL KAUFMANN")
    assert (one.mandate, one.purpose, one.iban) == ("M-1", "Konto gesperrt", "DE14508800500194785000")
    assert missing(head, one.amount) == 0
    with pytest.raises(Unreadable):
        sums(SPARKASSE.encode())


def test_both_formats_tell_the_same() -> None:
    papers = [
        Paper("119.00", "Rechnung RE-2026-000123 Müller & Söhne"[:20], end_to_end="E-1"),
        Paper("-4.90", "Entgelt"),
    ]
    (first, entries), (second, again) = sums(camt(papers)), sums(mt940(papers))
    assert (first.account, second.account) == (IBAN, "12030000/202051")
    assert (first.opening, first.closing) == (second.opening, second.closing) == (D(0), D("114.10"))
    told = [(one.booked_on, one.amount, one.purpose, one.end_to_end, one.name, one.iban) for one in entries]
    assert told == [(one.booked_on, one.amount, one.purpose, one.end_to_end, one.name, one.iban) for one in again]


def test_a_batch_has_its_details_and_a_notice_has_no_balances() -> None:
    parts = (Paper("100.00", "A"), Paper("19.00", "B"))
    head, (one,) = sums(camt([Paper("119.00", parts=parts, batch="P1")], message="054"))
    assert (head.kind, head.opening, one.batch, one.batch_size) == (Kind.NOTICE, None, "P1", 2)
    assert [(part.amount, part.purpose) for part in one.details] == [(D(100), "A"), (D(19), "B")]


def test_a_zip_is_read_file_by_file_and_not_without_end() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("b.xml", camt([Paper("1.00")]))
        archive.writestr("a.sta", mt940([Paper("2.00")]))
    target.seek(0)
    read = [(name, sum(one.amount for _h, rows in collected(files.read(BytesIO(f.read()))) for one in rows))
            for name, f in files.members(target)]  # fmt: skip
    assert read == [("a.sta", D(2)), ("b.xml", D(1))]
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(files.MOST_FILES):
            archive.writestr(f"{number}", b"")
    target.seek(0)
    with pytest.raises(Unreadable):
        list(files.members(target))


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document>&a;</Document>',
        b"<Document><BkToCstmrStmt>",
        b"<Document><GrpHdr/></Document>",
        b":20:X\n:25:Y\n",
        camt([Paper("1.00")]).replace(b">1.00<", b">1..00<"),
        camt([Paper("1.00")]).replace(b">1.00<", b">NaN<"),
        b"",
    ],
)
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        list(files.read(BytesIO(content)))


# Samples that leave entries out or say impossible things, by design of their authors; all others add up to the cent.
ABRIDGED = {
    "sepa_snippet.sta", "sepa_snippet_broken.sta", "abnamro.sta", "ing.sta", "knab.sta", "postfinance.sta",
    "rabobank.sta", "triodos.sta", "with_newline_in_tnr.sta", "details_60-63.sta", "malformed_details.sta",
    "overly_long_details.sta", "raiffeisen-cmi.sta", "whitespace.sta", "camt053.v2.all-balance-types.xml",
    "camt053.v2.five.decimals.xml",
}  # fmt: skip
FOLDERS = {
    "mt940/mt940_tests": (".sta", ".940.txt"),
    "genkgo-camt/test/data": (".xml",),
    "bankstatementparser": (".xml", ".mt940"),
}


def test_samples_of_others_are_read_and_add_up_to_the_cent() -> None:
    found = [
        path
        for folder, endings in FOLDERS.items()
        for path in sorted((OUTSIDE / folder).rglob("*"))
        if path.name.endswith(endings) and "pain" not in path.name
    ]
    if not found:
        pytest.skip("The samples of others are not in $OUTSIDE_DIR")
    told: Counter[str] = Counter()
    for path in found:
        try:
            with path.open("rb") as file:
                statements = collected(files.read(file))
        except Unreadable:
            told["refused"] += 1
            continue
        for head, entries in statements:
            off = missing(head, sum((one.amount for one in entries), D(0)))
            assert off == 0 or path.name in ABRIDGED, f"{path.name}: {off}"
            told["exact" if off == 0 else "abridged"] += 1
    assert told["exact"] >= 100
    assert told["refused"] <= 26
