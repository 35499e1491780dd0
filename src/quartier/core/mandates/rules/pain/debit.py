"""SEPA direct debits as pain.008.001.08, the version German banks take since October 2025."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from quartier.core.mandates.rules.pain import parts
from quartier.core.mandates.rules.pain.parts import Creditor, NotTheSum, Payer

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"
ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Amended:
    """What the payer's bank knows of a mandate otherwise: as it was told last. Empty is unchanged."""

    reference: str = ""
    identifier: str = ""
    creditor_name: str = ""
    other_account: bool = False

    def __bool__(self) -> bool:
        return bool(self.reference or self.identifier or self.creditor_name or self.other_account)


@dataclass(frozen=True, slots=True)
class Debit:
    """One collection. `ultimate` is whose debt it is where somebody else pays."""

    end_to_end_id: str
    amount: Decimal
    reference: str
    signed_on: date
    payer: Payer
    text: str
    ultimate: str = ""
    amended: Amended = Amended()
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class DebitBatch:
    """Collections of one day, scheme and sequence; `count` and `total` stand in the head, before the rows are read."""

    id: str
    collect_on: date
    scheme: str
    sequence: str
    count: int
    total: Decimal
    debits: Callable[[], Iterable[Debit]]


def direct_debits(
    *, message_id: str, at: datetime, creditor: Creditor, batches: Sequence[DebitBatch]
) -> Iterator[bytes]:
    """Yield the file block by block. Raises NotTheSum as soon as a batch is not what its head says."""
    return parts.joined(_texts(message_id, at, creditor, batches))


def _texts(message_id: str, at: datetime, creditor: Creditor, batches: Sequence[DebitBatch]) -> Iterator[str]:
    count, total = sum(one.count for one in batches), sum((one.total for one in batches), ZERO)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><CstmrDrctDbtInitn>'
    yield parts.head(message_id, at, count, total, creditor)
    for batch in batches:
        yield _opening(batch, creditor)
        seen, sum_ = 0, ZERO
        for debit in batch.debits():
            seen, sum_ = seen + 1, sum_ + debit.amount
            yield _row(debit)
        if (seen, sum_) != (batch.count, batch.total):
            raise NotTheSum(batch.id)
        yield "</PmtInf>"
    yield "</CstmrDrctDbtInitn></Document>\n"


def _opening(batch: DebitBatch, creditor: Creditor) -> str:
    return (
        f"<PmtInf><PmtInfId>{batch.id}</PmtInfId><PmtMtd>DD</PmtMtd><BtchBookg>true</BtchBookg>"
        f"<NbOfTxs>{batch.count}</NbOfTxs><CtrlSum>{batch.total:.2f}</CtrlSum>"
        f"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>{batch.scheme}</Cd></LclInstrm>"
        f"<SeqTp>{batch.sequence}</SeqTp></PmtTpInf><ReqdColltnDt>{batch.collect_on.isoformat()}</ReqdColltnDt>"
        f"<Cdtr><Nm>{parts.name(creditor.name)}</Nm>{parts.address(creditor.city, creditor.country)}</Cdtr>"
        f"<CdtrAcct><Id><IBAN>{creditor.iban}</IBAN></Id></CdtrAcct><CdtrAgt>{parts.agent(creditor.bic)}</CdtrAgt>"
        f"<ChrgBr>SLEV</ChrgBr><CdtrSchmeId>{parts.scheme_id(creditor.identifier)}</CdtrSchmeId>"
    )


def _row(one: Debit) -> str:
    payer = one.payer
    ultimate = f"<UltmtDbtr><Nm>{parts.name(one.ultimate)}</Nm></UltmtDbtr>" if one.ultimate else ""
    purpose = f"<Purp><Cd>{one.purpose}</Cd></Purp>" if one.purpose else ""
    return (
        f"<DrctDbtTxInf><PmtId><EndToEndId>{one.end_to_end_id}</EndToEndId></PmtId>"
        f'<InstdAmt Ccy="EUR">{one.amount:.2f}</InstdAmt><DrctDbtTx><MndtRltdInf><MndtId>{one.reference}</MndtId>'
        f"<DtOfSgntr>{one.signed_on.isoformat()}</DtOfSgntr>{_amendment(one.amended) if one.amended else ''}"
        "</MndtRltdInf></DrctDbtTx>"
        "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>"
        f"<Dbtr><Nm>{parts.name(payer.name)}</Nm>{parts.address(payer.city, payer.country)}</Dbtr>"
        f"<DbtrAcct><Id><IBAN>{payer.iban}</IBAN></Id></DbtrAcct>{ultimate}{purpose}"
        f"{parts.remittance(one.text)}</DrctDbtTxInf>"
    )


def _amendment(amended: Amended) -> str:
    """Say what differs from what the payer's bank knows; another account at any bank is SMNDA."""
    told = f"<OrgnlMndtId>{amended.reference}</OrgnlMndtId>" if amended.reference else ""
    if amended.identifier or amended.creditor_name:
        old = f"<Nm>{parts.name(amended.creditor_name)}</Nm>" if amended.creditor_name else ""
        old += parts.scheme_id(amended.identifier) if amended.identifier else ""
        told += f"<OrgnlCdtrSchmeId>{old}</OrgnlCdtrSchmeId>"
    if amended.other_account:
        told += "<OrgnlDbtrAcct><Id><Othr><Id>SMNDA</Id></Othr></Id></OrgnlDbtrAcct>"
    return f"<AmdmntInd>true</AmdmntInd><AmdmntInfDtls>{told}</AmdmntInfDtls>"
