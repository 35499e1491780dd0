"""Papers of invoices: pressed once from the record, kept as documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import content_of, issue
from quartier.core.invoices.models import Invoice
from quartier.core.invoices.services.papers import draw
from quartier.kit.mail import Attachment
from quartier.values.actor import SYSTEM

KIND = "invoice"
PDF = "application/pdf"


@transaction.atomic
def press(*, at: datetime, invoice_id: int) -> Invoice:
    """Press the paper of an invoice and keep it as a document of the customer, once."""
    rows = Invoice.everything.select_for_update(no_key=True, of=("self",)).select_related("party", "entity")
    row = rows.get(pk=invoice_id)
    if row.document_id is not None:
        return row
    given = documents.Given(kind=KIND, title=row.number, party=row.party, entity_id=row.entity_id, tell=False)
    row.document = issue(
        actor=SYSTEM, at=at, file_name=f"{row.number}.pdf", media_type=PDF, content=draw(row), given=given
    )
    row.save(update_fields=["document"])
    return row


def paper_attached(invoice_id: int) -> Attachment:
    """Return the PDF of an invoice, with its data inside, as a mail carries it; it is pressed before."""
    row = Invoice.everything.select_related("document").get(pk=invoice_id)
    if row.document is None:
        raise ValueError(f"invoice {invoice_id} has no paper yet")
    return Attachment(name=f"{row.number}.pdf", media_type=PDF, content=b"".join(content_of(row.document)))
