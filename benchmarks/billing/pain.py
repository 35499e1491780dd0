"""How long a direct debit file of 100,000 collections takes, beside the same file by bare lxml; both valid by XSD."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from lxml import etree

from benchmarks.figures import Figure
from quartier.core.mandates.rules import pain
from quartier.core.mandates.rules.pain.debit import NAMESPACE
from quartier.core.mandates.tests.schemas import valid

GOAL_S = 15.0
COLLECTIONS = 100_000
SUM = Decimal("595.40")
ON = date(2026, 12, 1)
IBAN = "DE89370400440532013000"
CREDITOR = pain.Creditor("Wohnungsbau Düsselau eG", IBAN, "", "DE98ZZZ09999999999", "Düsselau", "DE")


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Write the file with names that have to be written out, then by bare lxml with plain ones."""
    say(f"{COLLECTIONS} collections …")
    begun = time.perf_counter()
    content = b"".join(
        pain.direct_debits(
            message_id="L1-2026-00001", at=datetime(2026, 11, 23, 9, tzinfo=UTC), creditor=CREDITOR,
            batches=[pain.DebitBatch("L1-1", ON, "CORE", "RCUR", COLLECTIONS, SUM * COLLECTIONS, _debits)],
        )
    )  # fmt: skip
    ours = time.perf_counter() - begun
    begun = time.perf_counter()
    bare = _bare()
    theirs = time.perf_counter() - begun
    for one in (content, bare):
        valid("pain.008.001.08", one)
    return [
        Figure("pain_100k_s", ours, "s", GOAL_S, "low"),
        Figure("pain_bare_lxml_s", theirs, "s"),
        Figure("pain_ratio", ours / theirs, "×"),
        Figure("pain_file_mib", len(content) / 2**20, "MiB"),
    ]


def _debits() -> Iterator[pain.Debit]:
    for number in range(COLLECTIONS):
        yield pain.Debit(
            f"L1-2026-00001-{number}", SUM, f"ALPHA-2026-{number:06}", date(2026, 1, 5),
            pain.Payer(f"Jürgen Größmann {number}", IBAN), f"Miete Dezember 2026 RE-2026-{number:06}",
        )  # fmt: skip


def _bare() -> bytes:
    """Write the same elements by lxml's incremental writer, with no look at characters, sums or amendments."""
    sink = BytesIO()
    with etree.xmlfile(sink, encoding="UTF-8") as file, file.element("Document", nsmap={None: NAMESPACE}):  # noqa: SIM117
        with file.element("CstmrDrctDbtInitn"):
            file.write(_tree("GrpHdr", _head()))
            with file.element("PmtInf"):
                for name, value in _batch():
                    file.write(_tree(name, value))
                for number in range(COLLECTIONS):
                    file.write(_tree("DrctDbtTxInf", _row(number)))
    return sink.getvalue()


def _tree(name: str, value: object) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{name}")
    if isinstance(value, list):
        for one, inner in value:
            element.append(_tree(one, inner))
    else:
        element.text = str(value)
        if name == "InstdAmt":
            element.set("Ccy", "EUR")
    return element


def _head() -> list[tuple[str, object]]:
    return [
        ("MsgId", "L1"), ("CreDtTm", "2026-11-23T09:00:00"), ("NbOfTxs", COLLECTIONS), ("CtrlSum", SUM * COLLECTIONS),
        ("InitgPty", [("Nm", "Wohnungsbau eG")]),
    ]  # fmt: skip


def _batch() -> list[tuple[str, object]]:
    scheme = [("Id", "DE98ZZZ09999999999"), ("SchmeNm", [("Prtry", "SEPA")])]
    kind = [("SvcLvl", [("Cd", "SEPA")]), ("LclInstrm", [("Cd", "CORE")]), ("SeqTp", "RCUR")]
    return [
        ("PmtInfId", "L1-1"), ("PmtMtd", "DD"), ("BtchBookg", "true"), ("NbOfTxs", COLLECTIONS),
        ("CtrlSum", SUM * COLLECTIONS), ("PmtTpInf", kind), ("ReqdColltnDt", ON), ("Cdtr", [("Nm", "Wohnungsbau eG")]),
        ("CdtrAcct", [("Id", [("IBAN", IBAN)])]), ("CdtrAgt", _nobody()), ("ChrgBr", "SLEV"),
        ("CdtrSchmeId", [("Id", [("PrvtId", [("Othr", scheme)])])]),
    ]  # fmt: skip


def _nobody() -> list[tuple[str, object]]:
    return [("FinInstnId", [("Othr", [("Id", "NOTPROVIDED")])])]


def _row(number: int) -> list[tuple[str, object]]:
    mandate = [("MndtId", f"ALPHA-2026-{number:06}"), ("DtOfSgntr", "2026-01-05")]
    return [
        ("PmtId", [("EndToEndId", f"L1-{number}")]), ("InstdAmt", SUM), ("DrctDbtTx", [("MndtRltdInf", mandate)]),
        ("DbtrAgt", _nobody()), ("Dbtr", [("Nm", f"Juergen Groessmann {number}")]),
        ("DbtrAcct", [("Id", [("IBAN", IBAN)])]), ("RmtInf", [("Ustrd", f"Miete Dezember 2026 RE-2026-{number:06}")]),
    ]  # fmt: skip
