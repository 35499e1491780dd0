"""Hearing of invoices: each claim is taken up when its invoice is issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from quartier.core.dunning.services.cases import Claim, take_up
from quartier.core.invoices.extension import Invoice, InvoiceKind
from quartier.core.ledger.extension import Item, Nature
from quartier.values.actor import Actor

BILLS: Final = (InvoiceKind.INVOICE, InvoiceKind.PARTIAL, InvoiceKind.FINAL)


def heard_of_invoices(actor: Actor, at: datetime, invoices: Sequence[Invoice]) -> None:
    """Take up the claims of issued invoices; called in the transaction that issues them, many at once."""
    bills = {row.subject: row for row in invoices if row.kind in BILLS}
    rows = Item.everything.filter(subject__in=bills, nature=Nature.PRINCIPAL).values_list("pk", "subject")
    claims = [Claim(claim_id=pk, told=_told(bills[subject]), arose_on=bills[subject].supply_to) for pk, subject in rows]
    if claims:
        take_up(actor=actor, at=at, claims=claims)


def _told(row: Invoice) -> bool:
    """Tell whether an invoice warned of default after thirty days, as a consumer's has to (§ 286 Abs. 3 BGB)."""
    return "spätestens in Verzug" in str(row.record)
