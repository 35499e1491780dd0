"""Papers of invoices: pressed once from the record, kept as documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string

from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import issue
from quartier.core.invoices.models import Invoice
from quartier.values.actor import SYSTEM

KIND = "invoice"
DRAW = "quartier.core.invoices.services.papers.draw"


@transaction.atomic
def press(*, at: datetime, invoice_id: int) -> Invoice:
    """Press the paper of an invoice and keep it as a document of the customer, once."""
    rows = Invoice.everything.select_for_update(of=("self",)).select_related("party", "entity")
    row = rows.get(pk=invoice_id)
    if row.document_id is not None:
        return row
    given = documents.Given(kind=KIND, title=row.number, party=row.party, entity_id=row.entity_id, tell=False)
    row.document = issue(
        actor=SYSTEM, at=at, file_name=f"{row.number}.pdf", media_type="application/pdf", content=import_string(DRAW)(row),
        given=given,
    )  # fmt: skip
    row.save(update_fields=["document"])
    return row
