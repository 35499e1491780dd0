"""Statements made up for tests, in each format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from quartier.core.banking import services
from quartier.core.banking.services import AccountGiven
from quartier.core.ledger.services import AccountRole, account_for
from quartier.core.ledger.tests.books import KEEPER, noon, rows

IBAN: Final = "DE02120300000000202051"
IDAS: Final = "DE02500105170137075030"
DAY: Final = date(2026, 3, 2)
LATER: Final = noon(date(2026, 6, 1))
D = Decimal


@dataclass(frozen=True)
class Paper:
    """An entry to write; the amount is signed."""

    amount: str
    purpose: str = ""
    name: str = "Ida Blum"
    iban: str = IDAS
    end_to_end: str = "NOTPROVIDED"
    reason: str = ""
    charges: str = ""
    code: str = "PMNT-RCDT-ESCT"
    on: date = DAY
    parts: tuple[Paper, ...] = ()
    reference: str = ""
    batch: str = ""
    size: int = 0


def account(entity: Any, iban: str = IBAN) -> Any:
    """An own account that begins with nothing."""
    given = AccountGiven(entity_id=entity.pk, label="Giro", holder="Alpha eG", iban=iban)
    return services.enter_account(actor=KEEPER, at=noon(DAY), given=given)


def _word(amount: Decimal) -> str:
    return f"<CdtDbtInd>{'CRDT' if amount >= 0 else 'DBIT'}</CdtDbtInd>"


def _transaction(one: Paper) -> str:
    amount = D(one.amount)
    side = "Dbtr" if (amount > 0) != bool(one.reason) else "Cdtr"
    reason = f"<RtrInf><Rsn><Cd>{one.reason}</Cd></Rsn></RtrInf>" if one.reason else ""
    charges = f'<Chrgs><Rcrd><Amt Ccy="EUR">{one.charges}</Amt></Rcrd></Chrgs>' if one.charges else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{one.end_to_end}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{abs(amount)}</Amt>{_word(amount)}{charges}'
        f"<RltdPties><{side}><Pty><Nm>{one.name}</Nm></Pty></{side}>"
        f"<{side}Acct><Id><IBAN>{one.iban}</IBAN></Id></{side}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{one.purpose}</Ustrd></RmtInf>{reason}</TxDtls>"
    )


def _entry(one: Paper) -> str:
    amount = D(one.amount)
    domain, family, sub = one.code.split("-")
    size = one.size or len(one.parts)
    batch = f"<Btch><PmtInfId>{one.batch}</PmtInfId><NbOfTxs>{size}</NbOfTxs></Btch>" if one.batch or size else ""
    inner = "".join(_transaction(part) for part in one.parts) if one.parts or one.size else _transaction(one)
    reference = f"<AcctSvcrRef>{one.reference}</AcctSvcrRef>" if one.reference else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(amount)}</Amt>{_word(amount)}<Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{one.on}</Dt></BookgDt><ValDt><Dt>{one.on}</Dt></ValDt>{reference}"
        f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls>{batch}{inner}</NtryDtls></Ntry>"
    )


def _balance(code: str, amount: Decimal, on: date) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{abs(amount)}</Amt>{_word(amount)}'
        f"<Dt><Dt>{on}</Dt></Dt></Bal>"
    )


def camt(
    papers: Sequence[Paper], opening: str = "0.00", number: int = 1, closing: str = "", iban: str = IBAN,
    message: str = "053",
) -> bytes:  # fmt: skip
    """A camt.053.001.08 with one statement; "054" makes it a notice of details."""
    on = max((one.on for one in papers), default=DAY)
    end = D(closing) if closing else D(opening) + sum((D(one.amount) for one in papers), D(0))
    root, part = {"053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}[message]
    balances = _balance("OPBD", D(opening), on) + _balance("CLBD", end, on) if message == "053" else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{message}.001.08">'
        f"<{root}><GrpHdr><MsgId>M{number}</MsgId></GrpHdr><{part}><Id>S{number}</Id>"
        f"<ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>{on}T18:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{balances}{''.join(_entry(one) for one in papers)}"
        f"</{part}></{root}></Document>"
    )
    return text.encode()


def mt940(papers: Sequence[Paper], opening: str = "0.00", number: int = 1) -> bytes:
    """The same statement as MT940 of a German bank: bank code and account number, structured fields."""
    on = max((one.on for one in papers), default=DAY)

    def balance(tag: str, amount: Decimal) -> str:
        return f":{tag}:{'C' if amount >= 0 else 'D'}{on:%y%m%d}EUR{abs(amount):.2f}".replace(".", ",")

    lines = [":20:STARTUMSE", ":25:12030000/202051", f":28C:{number:05d}/001", balance("60F", D(opening))]
    for one in papers:
        amount = D(one.amount)
        mark = "C" if amount >= 0 else "D"
        lines.append(f":61:{one.on:%y%m%d}{one.on:%m%d}{mark}{abs(amount):.2f}NTRFNONREF".replace(".", ","))
        said = f"EREF+{one.end_to_end}SVWZ+{one.purpose}" + (f"OAMT+{one.charges}" if one.charges else "")
        pieces = [said[place : place + 27] for place in range(0, len(said), 27)]
        code = "109" if one.reason else "166" if amount > 0 else "116"
        field = f":86:{code}?00GUTSCHRIFT" + "".join(f"?{20 + place}{piece}" for place, piece in enumerate(pieces))
        field += f"?31{one.iban}?32{one.name[:27]}"
        lines += [field[place : place + 65] for place in range(0, len(field), 65)]
    lines += [balance("62F", D(opening) + sum((D(one.amount) for one in papers), D(0))), "-"]
    return "\r\n".join(lines).encode("iso-8859-1")


def take(content: bytes, name: str = "auszug.xml") -> Any:
    """Take a file in and book it."""
    row = services.take_in(actor=KEEPER, at=LATER, name=name, file=BytesIO(content))
    services.run(at=LATER, file_id=row.pk)
    row.refresh_from_db()
    return row


def on_account(entity: Any, role: AccountRole) -> Decimal:
    """What lies on an account of the ledger."""
    lines = rows("ledger.Line").filter(account=account_for(entity.pk, role)).values_list("amount", flat=True)
    return sum(lines, D("0.00"))
