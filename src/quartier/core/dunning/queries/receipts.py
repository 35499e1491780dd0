"""When the papers of claims came to the customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Min

from quartier.core.invoices.extension import Delivery

PAPER: Final = "invoices.invoice:"


def receipts(items: Iterable[Any]) -> dict[int, date]:
    """Return on which day the papers of some items came, as far as that is known; the first way counts."""
    papers = {int(one.subject.removeprefix(PAPER)): one.pk for one in items if one.subject.startswith(PAPER)}
    rows = Delivery.objects.filter(invoice__in=papers, received_on__isnull=False).values("invoice")
    found = rows.annotate(first=Min("received_on")).values_list("invoice", "first")
    return {papers[invoice]: first for invoice, first in found}
