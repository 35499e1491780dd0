"""How an invoice is paid by transfer: to which account, with which reference, and as a code that apps read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from quartier.core.invoices import en16931
from quartier.core.invoices.models import Invoice
from quartier.core.invoices.rules.girocode import has_girocode, modules


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer as the invoice asks for it; `size` and `path` draw its code, 0 where there is none."""

    payee: str
    iban: str
    bic: str
    reference: str
    size: int = 0
    path: str = ""


def transfer_for(row: Invoice, left: Decimal) -> Transfer | None:
    """Return how what is left of an invoice is transferred, None where it names no account.

    The code names the whole sum, so there is one only while nothing was paid.
    """
    invoice = en16931.from_json(row.record)
    payment = invoice.payment
    if payment is None or not payment.transfers:
        return None
    account = payment.transfers[0]
    size, path = modules(invoice) if left == row.payable and has_girocode(invoice) else (0, "")
    grouped = " ".join(account.account[place : place + 4] for place in range(0, len(account.account), 4))
    return Transfer(
        payee=account.name or invoice.seller.name, iban=grouped, bic=account.bic,
        reference=payment.remittance or row.number, size=size, path=path,
    )  # fmt: skip
