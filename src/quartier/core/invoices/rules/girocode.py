"""The QR code for a credit transfer (EPC069-12, “Girocode”), as SVG: apps read whom to pay, how much and why."""

from __future__ import annotations

import re
from typing import Final

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from quartier.core.invoices.en16931 import Invoice

LONGEST_NAME: Final = 70
LONGEST_REFERENCE: Final = 140
MOST: Final = 999_999_999
QUIET: Final = 4
# Any of the eight masks can be read; trying all of them to find the prettiest takes four times as long.
MASK: Final = 0
DARK: Final = re.compile("1+")


def has_girocode(invoice: Invoice) -> bool:
    """Return whether the invoice can be paid by such a code: an amount above zero in euro, to an account."""
    payment = invoice.payment
    return bool(
        payment and payment.transfers and not invoice.is_credit and invoice.currency == "EUR"
        and 0 < invoice.totals.due <= MOST
    )  # fmt: skip


def girocode(invoice: Invoice) -> str:
    """Return the code as SVG, modules as one path."""
    return _drawn(payload(invoice))


def payload(invoice: Invoice) -> str:
    """Return what the code says: version 002, UTF-8, for which a BIC is not needed inside the EEA."""
    payment = invoice.payment
    if payment is None or not payment.transfers:
        raise ValueError("no account to pay to")
    account = payment.transfers[0]
    name = (account.name or invoice.seller.name)[:LONGEST_NAME]
    lines = [
        "BCD", "002", "1", "SCT", account.bic, name, account.account, f"EUR{invoice.totals.due:.2f}", "", "",
        (payment.remittance or invoice.number)[:LONGEST_REFERENCE],
    ]  # fmt: skip
    return "\n".join(lines)


def modules(invoice: Invoice) -> tuple[int, str]:
    """Return how many modules a side has, and the dark ones as one path: what pages draw the code with."""
    return _modules(payload(invoice))


def _drawn(text: str) -> str:
    size, path = _modules(text)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


def _modules(text: str) -> tuple[int, str]:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, mask_pattern=MASK)
    code.add_data(text.encode())
    code.make(fit=True)
    matrix = code.get_matrix()
    return len(matrix), "".join(_row(place, row) for place, row in enumerate(matrix))


def _row(y: int, row: list[bool | None]) -> str:
    """Return the dark runs of a row as closed rectangles."""
    dark = "".join("1" if one else "0" for one in row)
    return "".join(f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in DARK.finditer(dark))
