"""What a bank says about a file: pain.002, read whatever its version, for the file, its batches and single rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

REJECTED: Final = "RJCT"
NO_REASON: Final = "MS03"


class NotAStatus(ValueError):
    """A file that is no pain.002."""


@dataclass(frozen=True, slots=True)
class Status:
    """What became of the file (`id` is its message id), a batch (its payment information id) or a row (end-to-end)."""

    id: str
    status: str
    reason: str = ""
    more: str = ""

    @property
    def is_rejected(self) -> bool:
        """Tell whether it is not carried out."""
        return self.status == REJECTED


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A whole report: what it answers, and what it says of the file, of batches and of rows."""

    id: str
    whole: Status
    batches: tuple[Status, ...] = ()
    rows: tuple[Status, ...] = ()


def status_report(content: bytes) -> StatusReport:
    """Read a pain.002. Raises NotAStatus for anything else, bombs and entities included."""
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotAStatus(str(error)) from error
    report = next(_all(root, "CstmrPmtStsRpt"), None)
    if report is None or not _name(root).startswith("Document"):
        raise NotAStatus("no CstmrPmtStsRpt")
    group = next(_all(report, "OrgnlGrpInfAndSts"), None)
    if group is None:
        raise NotAStatus("no OrgnlGrpInfAndSts")
    batches, rows = [], []
    for batch in _all(report, "OrgnlPmtInfAndSts"):
        batches.append(_status(batch, "OrgnlPmtInfId", "PmtInfSts"))
        rows += [_status(row, "OrgnlEndToEndId", "TxSts") for row in _all(batch, "TxInfAndSts")]
    return StatusReport(
        _text(report, "GrpHdr", "MsgId"), _status(group, "OrgnlMsgId", "GrpSts"), tuple(batches), tuple(rows)
    )


def _status(element: Element, id_name: str, status_name: str) -> Status:
    reason = next((one for one in element if _name(one) == "StsRsnInf"), None)
    code = more = ""
    if reason is not None:
        code = _text(reason, "Rsn", "Cd") or _text(reason, "Rsn", "Prtry")
        more = " ".join(one.text or "" for one in reason if _name(one) == "AddtlInf")
    status = _text(element, status_name)
    return Status(_text(element, id_name), status, code or (NO_REASON if status == REJECTED else ""), more[:200])


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    """Yield the children (at the root, all below) of a name, whatever the version of the namespace."""
    return (one for one in element if _name(one) == name)


def _text(element: Element, *path: str) -> str:
    for name in path:
        found = next(_all(element, name), None)
        if found is None:
            return ""
        element = found
    return (element.text or "").strip()
