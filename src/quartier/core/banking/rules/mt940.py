"""MT940 and MT942 (SWIFT) with the structured fields of German banks (?00 to ?63, EREF+, SVWZ+ …), line by line."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Final

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

TAG: Final = re.compile(r"^:(\d{2}[A-Z]?):(.*)$", re.DOTALL)
LINE: Final = re.compile(
    r"(?P<value>\d{6})(?P<booked>\d{4})?(?P<mark>RC|RD|C|D)[A-Z]?(?P<amount>\d{1,12}(?:[,.]\d{0,2})?)"
    r"(?P<code>[A-Z][A-Z0-9]{3})(?P<reference>.*?)(?://(?P<bank>.*))?",
    re.DOTALL,
)
BALANCE: Final = re.compile(r"(?P<mark>[CD])(?P<day>\d{6})(?P<currency>[A-Z]{3})(?P<amount>\d{1,14}(?:[,.]\d{0,2})?)")
STRUCTURED: Final = re.compile(r"^(?P<code>\d{3})(?P<mark>[^\w\s])(?=\d{2})")
SEPA: Final = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|ANAM|BREF|RREF|BTCH)\+(?!\+)"
)
SIDE_SUMS: Final = re.compile(r"/(OCMT|CHGS)/([A-Z]{3})(\d{1,12}(?:,\d{0,2})?)")
REASON: Final = re.compile(
    r"\b(A[CGM]\d\d|BE\d\d|CNOR|DNOR|DT01|ED05|FF01|FOCR|MD\d\d|MS\d\d|RC01|RR\d\d|SL\d\d|TM01)\b"
)
# What ?34 says of a return ("Textschlüsselergänzung" 901 and on): the codes of ISO 20022 in their order.
RETURN_KEYS: Final = dict(
    zip(
        range(901, 916),
        ("AC01", "AC04", "AC06", "AG01", "AG02", "AM04", "AM05", "BE04", "MD01", "MD02", "MD06", "MD07", "MS02", "MS03",
         "RC01"),
        strict=True,
    )
)  # fmt: skip
RETURNS: Final = frozenset({"108", "109", "159"})
CENTURY_FROM: Final = 80
FULL_LINE: Final = 27
LONGEST: Final = 700
NO_STATEMENT: Final = _("This file is no account statement in the format MT940.")
WRONG_LINE: Final = _("The line “%(text)s” of this file is no entry of a statement.")
WRONG_BALANCE: Final = _("The line “%(text)s” of this file is no balance.")


def read(file: IO[bytes]) -> Parts:
    """Yield the entries of each statement and then its head. Raises Unreadable."""
    found = False
    for message in _messages(_fields(_lines(file))):
        head = ReadStatement(format="MT940", kind=Kind.BOOKED, account="")
        for tag, content in message:
            found = _headed(tag, content, head) or found
        if head.account:
            yield from _entries(message, head)
            head.to_on = head.to_on or head.from_on
            yield head
    if not found:
        raise Unreadable(NO_STATEMENT)


def _messages(fields: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield the fields of each statement: from :20: to the end of the message or the next :20:."""
    message: list[tuple[str, str]] = []
    for tag, content in fields:
        if tag in {"20", ""} and message:
            yield message
            message = []
        if tag == "20" or message:
            message.append((tag, content))
    if message:
        yield message


def _entries(message: Iterable[tuple[str, str]], head: ReadStatement) -> Iterator[Read]:
    entry: Read | None = None
    for tag, content in message:
        if tag in {"61", "62F", "62M"} and entry is not None:
            yield entry
            entry = None
        if tag == "61":
            entry = _entry(content, head)
        elif tag == "86" and entry is not None:
            _information(content, entry)
    if entry is not None:
        yield entry


def _lines(file: IO[bytes]) -> Iterator[str]:
    for raw in file:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("iso-8859-1")
        yield text.rstrip("\r\n")


def _fields(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield tags with their content, lines kept apart; ("", "") at the end of a message."""
    tag, content = "", [""]
    for line in lines:
        bare = line.strip("\x01\x03 ")
        # A message may stand in braces of its envelope.
        bare = bare.rpartition("{4:")[2] if "{4:" in bare else bare
        if bare in {"-", "-}"} or bare.startswith("-}"):
            if tag:
                yield tag, "\n".join(content)
            yield "", ""
            tag, content = "", []
        elif match := TAG.match(line.lstrip("\x01 ")):
            if tag:
                yield tag, "\n".join(content)
            tag, content = match[1], [match[2]]
        elif tag and bare:
            content.append(line)
    if tag:
        yield tag, "\n".join(content)


def _headed(tag: str, content: str, head: ReadStatement) -> bool:
    """Take over a field of the head; tells whether it is one that only statements have."""
    text = content.strip()
    if tag == "25":
        head.account = _account(text)
    elif tag in {"28C", "28"}:
        number = text.partition("/")[0].strip()
        head.number = int(number) if number.isdecimal() and len(number) < 10 else None  # noqa: PLR2004 – fits the column
        head.ident = text[:70]
    elif tag in {"60F", "60M"}:
        head.opening, head.from_on, head.currency = _balance(text)
    elif tag in {"62F", "62M"}:
        head.closing, head.to_on, _currency = _balance(text)
    elif tag in {"34F", "90D", "90C", "13D", "13"}:
        head.kind, head.format = Kind.PREVIEW, "MT942"
    return tag in {"60F", "60M", "61", "62F", "62M", "34F"}


def _account(text: str) -> str:
    """Return an account as it stands: an IBAN or bank code and number, without what follows it."""
    words = text.split()
    joined = "".join(words[:-1]) if len(words) > 1 and re.fullmatch(r"[A-Z]{3}", words[-1]) else "".join(words)
    return re.sub(r"(?<=\d)(EUR|[A-Z]{3})$", "", joined)


def _balance(text: str) -> tuple[Decimal, date, str]:
    match = BALANCE.match(text)
    if match is None:
        raise Unreadable(WRONG_BALANCE, text=text[:60])
    sign = -1 if match["mark"] == "D" else 1
    return sign * _amount(match["amount"]), _day(match["day"]), match["currency"]


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").rstrip("."))


def _day(text: str) -> date:
    """Return YYMMDD as a day; a day that no month has is its last one (some banks write the 30th of February)."""
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:6])
    year += 1900 if year >= CENTURY_FROM else 2000
    if not 1 <= month <= 12:  # noqa: PLR2004 – months
        raise Unreadable(WRONG_LINE, text=text)
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))


def _booked(value: date, text: str | None) -> date:
    """Return the day of booking, MMDD: that of the year in which it lies nearest to the value date."""
    if not text:
        return value
    days = [_day(f"{year % 100:02d}{text}") for year in (value.year - 1, value.year, value.year + 1)]
    return min(days, key=lambda day: abs((day - value).days))


def _entry(content: str, head: ReadStatement) -> Read:
    first, _newline, more = content.partition("\n")
    match = LINE.fullmatch(first.strip())
    if match is None:
        raise Unreadable(WRONG_LINE, text=first[:60])
    value = _day(match["value"])
    sign = 1 if match["mark"] in {"C", "RD"} else -1
    row = Read(
        booked_on=_booked(value, match["booked"]), value_on=value, amount=sign * _amount(match["amount"]),
        currency=head.currency or EURO, end_to_end=_reference(match["reference"]),
        bank_reference=given(match["bank"] or "")[:70], code=match["code"],
    )  # fmt: skip
    sums = {name: _amount(sum_) for name, _currency, sum_ in SIDE_SUMS.findall(more.replace("\n", ""))}
    row.charges = _charges(row, sums.get("OCMT"), sums.get("CHGS"))
    row.purpose = "" if sums else spaced(more)[:LONGEST]
    return row


def _reference(text: str) -> str:
    return "" if text.strip().endswith("REF+") else given(text)[:70]


def _charges(row: Read, original: Decimal | None, charges: Decimal | None) -> Decimal:
    if charges is not None:
        return charges
    return abs(row.amount) - original if original is not None and original < abs(row.amount) else NOTHING


def _information(content: str, row: Read) -> None:
    """Take over field 86: structured as German banks do, or as plain text."""
    joined = content.replace("\n", "")
    head = STRUCTURED.match(joined)
    if head is None:
        row.purpose = spaced(f"{row.purpose} {content}")[:LONGEST]
        _sepa(spaced(content), row)
        return
    parts: dict[str, str] = {}
    for piece in re.split(re.escape(head["mark"]) + r"(?=\d{2})", joined[len(head["code"]) + 1 :]):
        parts[piece[:2]] = parts.get(piece[:2], "") + piece[2:]
    row.code = f"{row.code}+{head['code']}"
    texts = [parts[key] for key in sorted(parts) if "20" <= key <= "29" or "60" <= key <= "63"]
    glued = "".join(texts)
    row.name = spaced(_glue(parts.get("32", ""), parts.get("33", "")))[:140]
    account = "".join(parts.get("31", "").split())
    row.iban = account[:34] if re.match(r"[A-Z]{2}\d{2}", account) else ""
    row.purpose = spaced(glued if SEPA.search(glued) else " ".join(texts) or parts.get("00", ""))[:LONGEST]
    _sepa(glued, row)
    if head["code"] in RETURNS:
        stated = REASON.search(glued)
        key = parts.get("34", "")[:3]
        row.reason = stated[1] if stated else RETURN_KEYS.get(int(key) if key.isdecimal() else 0, "MS03")


def _glue(first: str, second: str) -> str:
    return first + second if len(first) >= FULL_LINE else f"{first} {second}"


def _sepa(text: str, row: Read) -> None:
    """Take apart what stands behind EREF+, MREF+ and so on; the purpose is what stands behind SVWZ+."""
    pieces = SEPA.split(text)
    if len(pieces) < 3:  # noqa: PLR2004 – nothing to split at
        return
    said = {name: spaced(value) for name, value in zip(pieces[1::2], pieces[2::2], strict=True)}
    row.end_to_end = given(said.get("EREF", row.end_to_end))[:70]
    row.mandate = given(said.get("MREF", ""))[:70]
    row.batch = given(said.get("KREF", ""))[:70]
    row.purpose = (said.get("SVWZ") or row.purpose)[:LONGEST]
    row.iban = row.iban or "".join(said.get("IBAN", "").split())[:34]
    sums = {name: _amount(said[name]) for name in ("OAMT", "COAM") if re.fullmatch(r"\d+(,\d*)?", said.get(name, ""))}
    row.charges = row.charges or _charges(row, sums.get("OAMT"), sums.get("COAM"))
