"""camt.052, camt.053 and camt.054 (ISO 20022) of any version, read entry by entry: a file may be larger than memory.

What a bank may not send is refused: a document type, entities, more depth or longer texts than a statement has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import IO, Any, Final

from lxml import etree

from quartier.core.banking.rules.reading import (
    EURO,
    NOTHING,
    Kind,
    Parts,
    Read,
    ReadStatement,
    Unreadable,
    given,
    spaced,
)
from quartier.values.sentences import mark as _

KINDS: Final = {
    "BkToCstmrStmt": Kind.BOOKED,
    "BkToCstmrAcctRpt": Kind.PREVIEW,
    "BkToCstmrDbtCdtNtfctn": Kind.NOTICE,
}
STATEMENTS: Final = frozenset({"Stmt", "Rpt", "Ntfctn"})
OPENING: Final = ("OPBD", "PRCD", "ITBD")
CLOSING: Final = ("CLBD", "ITBD")
LONGEST: Final = 700
LONGEST_AMOUNT: Final = 16
NO_STATEMENT: Final = _("This file is no account statement in a format of camt.052, camt.053 or camt.054.")
BROKEN: Final = _("This file is damaged: it ends early, or its marks do not fit.")
WRONG_AMOUNT: Final = _("“%(text)s” is no amount in this file.")


def read(file: IO[bytes]) -> Parts:
    """Yield the entries of each statement and then its head. Raises Unreadable, at whatever place the fault stands."""
    try:
        yield from _parts(file)
    except etree.XMLSyntaxError:
        raise Unreadable(BROKEN) from None


def _parts(file: IO[bytes]) -> Parts:
    events = etree.iterparse(
        file, events=("start", "end"), tag=[f"{{*}}{name}" for name in (*KINDS, *STATEMENTS, "Ntry", "Document")],
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    kind: Kind | None = None
    format_ = ""
    for event, element in events:
        name = _name(element)
        if event == "start":
            if element.getparent() is None and element.getroottree().docinfo.doctype:
                raise Unreadable(NO_STATEMENT)
            if name in KINDS:
                kind, format_ = KINDS[name], _format(element, name)
        elif name == "Ntry" and kind is not None:
            if (row := _entry(element)) is not None:
                yield row
            _forget(element)
        elif name in STATEMENTS and kind is not None:
            yield _head(element, kind, format_)
            _forget(element)
    if kind is None:
        raise Unreadable(NO_STATEMENT)


def _forget(element: Any) -> None:
    """Free what was read: the element, and the empty ones before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None and _name(element.getprevious()) == "Ntry":
        parent.remove(element.getprevious())


def _format(element: Any, name: str) -> str:
    space = str(etree.QName(element).namespace or "")
    numbers = {"BkToCstmrStmt": "053", "BkToCstmrAcctRpt": "052", "BkToCstmrDbtCdtNtfctn": "054"}
    return space.rpartition(":")[2] if "camt." in space else f"camt.{numbers[name]}"


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Any, *path: str) -> Any:
    """Return the first element on a path, whatever the namespace; None without one."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if _name(one) == name), None)
    return element


def _children(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element if _name(one) == name) if element is not None else iter(())


def _text(element: Any, *path: str) -> str:
    found = _child(element, *path)
    return spaced(found.text or "")[:LONGEST] if found is not None else ""


def _amount(text: str) -> Decimal:
    try:
        sum_ = Decimal(text)
    except InvalidOperation:
        raise Unreadable(WRONG_AMOUNT, text=text[:40]) from None
    if not sum_.is_finite() or len(text) > LONGEST_AMOUNT + 6 or abs(sum_) >= Decimal(10) ** 12:
        raise Unreadable(WRONG_AMOUNT, text=text[:40])
    return sum_


def _sum(element: Any, *path: str) -> tuple[Decimal, str]:
    """Return amount and currency of an element; 0 where there is none."""
    found = _child(element, *path)
    if found is None:
        return NOTHING, ""
    return _amount(spaced(found.text or "")), str(found.get("Ccy") or EURO)


def _sign(element: Any) -> int:
    return -1 if _text(element, "CdtDbtInd") == "DBIT" else 1


def _day(element: Any, *path: str) -> date | None:
    """Return a day that stands as day or as time."""
    found = _child(element, *path)
    if found is None:
        return None
    text = _text(found, "Dt") or _text(found, "DtTm") or spaced(found.text or "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _head(element: Any, kind: Kind, format_: str) -> ReadStatement:
    account = _child(element, "Acct")
    number = _text(element, "ElctrncSeqNb") or _text(element, "LglSeqNb")
    head = ReadStatement(
        format=format_, kind=kind, ident=_text(element, "Id")[:70],
        account=_text(account, "Id", "IBAN") or _text(account, "Id", "Othr", "Id"),
        number=int(number) if number.isdecimal() and len(number) < 10 else None,  # noqa: PLR2004 – fits the column
        from_on=_day(element, "FrToDt", "FrDtTm"), to_on=_day(element, "FrToDt", "ToDtTm"),
        currency=_text(account, "Ccy") or EURO,
    )  # fmt: skip
    _balances(element, head)
    head.to_on = head.to_on or _day(element, "CreDtTm")
    head.from_on = head.from_on or head.to_on
    return head


def _balances(element: Any, head: ReadStatement) -> None:
    """Take over the first booked opening balance and the last booked closing one, with their days."""
    found: list[tuple[str, Decimal, date | None, str]] = []
    for balance in _children(element, "Bal"):
        code = _text(balance, "Tp", "CdOrPrtry", "Cd")
        amount, currency = _sum(balance, "Amt")
        found.append((code, _sign(balance) * amount, _day(balance, "Dt"), currency))
    opening = next((one for code in OPENING for one in found if one[0] == code), None)
    closing = next((one for code in CLOSING for one in reversed(found) if one[0] == code), None)
    if opening is not None:
        head.opening, head.currency = opening[1], opening[3] or head.currency
    if closing is not None:
        head.closing, head.to_on = closing[1], closing[2] or head.to_on
        if closing[3] != head.currency and opening is not None:
            head.closing = None


def _entry(element: Any) -> Read | None:
    """Return one entry; None for what is not booked yet or only told of."""
    state = _text(element, "Sts", "Cd") or _text(element, "Sts")
    if state in {"PDNG", "INFO", "FUTR"}:
        return None
    amount, currency = _sum(element, "Amt")
    sign = _sign(element)
    day = _day(element, "BookgDt") or _day(element, "ValDt") or _day(element.getparent(), "CreDtTm")
    if day is None:
        raise Unreadable(_("An entry in this file has no day."))
    row = Read(
        booked_on=day, value_on=_day(element, "ValDt") or day, amount=sign * amount, currency=currency,
        bank_reference=given(_text(element, "AcctSvcrRef"))[:70], code=_code(element)[:40],
    )  # fmt: skip
    _details(element, row, sign)
    row.purpose = row.purpose or _text(element, "AddtlNtryInf")
    return row


def _details(element: Any, row: Read, sign: int) -> None:
    """Take over what the transactions of an entry say: of one it is the entry's own, of several they are its parts."""
    found: list[Any] = []
    for block in _children(element, "NtryDtls"):
        batch = _child(block, "Btch")
        row.batch = row.batch or given(_text(batch, "PmtInfId") or _text(batch, "MsgId"))[:70]
        size = _text(batch, "NbOfTxs")
        row.batch_size += int(size) if size.isdecimal() and len(size) < 8 else 0  # noqa: PLR2004 – no batch is larger
        found.extend(_children(block, "TxDtls"))
    if len(found) == 1 and row.batch_size <= 1:
        _transaction(found[0], row, sign)
        _charges(element, row)
        return
    details = []
    for part in found:
        amount, currency = _own_sum(part)
        own = sign * (-1 if _reversed(part, sign) else 1)
        detail = Read(booked_on=row.booked_on, value_on=row.value_on, amount=own * amount, currency=currency or EURO)
        _transaction(part, detail, own)
        detail.code = _code(part)[:40] or row.code
        details.append(detail)
    row.details, row.batch_size = details, max(row.batch_size, len(details))


def _own_sum(part: Any) -> tuple[Decimal, str]:
    """Return the sum of one transaction: its own, or where older versions keep it."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt"), ("AmtDtls", "InstdAmt", "Amt")):
        amount, currency = _sum(part, *path)
        if currency:
            return amount, currency
    return NOTHING, ""


def _reversed(part: Any, sign: int) -> bool:
    word = _text(part, "CdtDbtInd")
    return bool(word) and (word == "DBIT") != (sign < 0)


def _transaction(part: Any, row: Read, sign: int) -> None:
    references = _child(part, "Refs")
    row.end_to_end = given(_text(references, "EndToEndId"))[:70]
    row.mandate = given(_text(references, "MndtId"))[:70]
    row.bank_reference = row.bank_reference or given(_text(references, "AcctSvcrRef"))[:70]
    row.batch = row.batch or given(_text(references, "PmtInfId"))[:70]
    row.reason = (_text(part, "RtrInf", "Rsn", "Cd") or _text(part, "RtrInf", "Rsn", "Prtry"))[:10]
    _other_side(part, row, sign)
    row.purpose = _purpose(part)
    _charges(part, row)
    instructed, currency = _sum(part, "AmtDtls", "InstdAmt", "Amt")
    if row.reason and not row.charges and currency == row.currency and NOTHING < instructed < abs(row.amount):
        row.charges = abs(row.amount) - instructed


def _other_side(part: Any, row: Read, sign: int) -> None:
    """Take over who is on the other side: who pays us, or whom we pay; of a return whose payment comes back."""
    parties = _child(part, "RltdPties")
    if parties is None:
        return
    side = "Dbtr" if (sign > 0) != bool(row.reason) else "Cdtr"
    person = _child(parties, side)
    ultimate = _child(parties, f"Ultmt{side}")
    row.name = (_named(person) or _named(ultimate))[:140]
    row.iban = _text(parties, f"{side}Acct", "Id", "IBAN")[:34]


def _named(person: Any) -> str:
    return _text(person, "Nm") or _text(person, "Pty", "Nm")


def _purpose(part: Any) -> str:
    remittance = _child(part, "RmtInf")
    texts = [spaced(one.text or "") for one in _children(remittance, "Ustrd")]
    for block in _children(remittance, "Strd"):
        texts += [_text(block, "CdtrRefInf", "Ref"), _text(block, "RfrdDocInf", "Nb"), _text(block, "AddtlRmtInf")]
    return spaced(" ".join(text for text in texts if text))[:LONGEST]


def _charges(element: Any, row: Read) -> None:
    """Add what the bank keeps of an entry for itself."""
    charges = _child(element, "Chrgs")
    if charges is None or row.charges:
        return
    records = [record for record in _children(charges, "Rcrd") if _text(record, "ChrgInclInd") != "false"]
    sums = [_sum(record, "Amt")[0] for record in records] or [_sum(charges, "TtlChrgsAndTaxAmt")[0]]
    if sums == [NOTHING]:
        sums = [_sum(charges, "Amt")[0]]
    row.charges = sum(sums, NOTHING)


def _code(element: Any) -> str:
    """Return the kind of an entry: "PMNT-RCDT-ESCT", or a German bank's own code ("NDDT+109")."""
    codes = _child(element, "BkTxCd")
    own = _text(codes, "Prtry", "Cd")
    domain = (_text(codes, "Domn", "Cd"), _text(codes, "Domn", "Fmly", "Cd"), _text(codes, "Domn", "Fmly", "SubFmlyCd"))
    return " ".join(word for word in ("-".join(filter(None, domain)), own) if word)
