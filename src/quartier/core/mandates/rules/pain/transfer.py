"""SEPA transfers as pain.001.001.09, the version German banks take since October 2025."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from quartier.core.mandates.rules.pain import parts
from quartier.core.mandates.rules.pain.parts import Creditor, NotTheSum, Payer

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer to somebody's account. `ultimate` is whose money it is where the account is another's."""

    end_to_end_id: str
    amount: Decimal
    payee: Payer
    text: str
    ultimate: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class TransferBatch:
    """Transfers of one day."""

    id: str
    execute_on: date
    count: int
    total: Decimal
    transfers: Callable[[], Iterable[Transfer]]


def transfers(*, message_id: str, at: datetime, payer: Creditor, batches: Sequence[TransferBatch]) -> Iterator[bytes]:
    """Yield the file block by block. Raises NotTheSum as soon as a batch is not what its head says."""
    return parts.joined(_texts(message_id, at, payer, batches))


def _texts(message_id: str, at: datetime, payer: Creditor, batches: Sequence[TransferBatch]) -> Iterator[str]:
    count, total = sum(one.count for one in batches), sum((one.total for one in batches), ZERO)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><CstmrCdtTrfInitn>'
    yield parts.head(message_id, at, count, total, payer)
    for batch in batches:
        yield _opening(batch, payer)
        seen, sum_ = 0, ZERO
        for one in batch.transfers():
            seen, sum_ = seen + 1, sum_ + one.amount
            yield _row(one)
        if (seen, sum_) != (batch.count, batch.total):
            raise NotTheSum(batch.id)
        yield "</PmtInf>"
    yield "</CstmrCdtTrfInitn></Document>\n"


def _opening(batch: TransferBatch, payer: Creditor) -> str:
    return (
        f"<PmtInf><PmtInfId>{batch.id}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>"
        f"<NbOfTxs>{batch.count}</NbOfTxs><CtrlSum>{batch.total:.2f}</CtrlSum>"
        f"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
        f"<ReqdExctnDt><Dt>{batch.execute_on.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{parts.name(payer.name)}</Nm>{parts.address(payer.city, payer.country)}</Dbtr>"
        f"<DbtrAcct><Id><IBAN>{payer.iban}</IBAN></Id></DbtrAcct><DbtrAgt>{parts.agent(payer.bic)}</DbtrAgt>"
        "<ChrgBr>SLEV</ChrgBr>"
    )


def _row(one: Transfer) -> str:
    payee = one.payee
    ultimate = f"<UltmtCdtr><Nm>{parts.name(one.ultimate)}</Nm></UltmtCdtr>" if one.ultimate else ""
    purpose = f"<Purp><Cd>{one.purpose}</Cd></Purp>" if one.purpose else ""
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{one.end_to_end_id}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="EUR">{one.amount:.2f}</InstdAmt></Amt>'
        f"<Cdtr><Nm>{parts.name(payee.name)}</Nm>{parts.address(payee.city, payee.country)}</Cdtr>"
        f"<CdtrAcct><Id><IBAN>{payee.iban}</IBAN></Id></CdtrAcct>{ultimate}{purpose}"
        f"{parts.remittance(one.text)}</CdtTrfTxInf>"
    )
