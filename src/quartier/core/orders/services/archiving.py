"""Archiving what was confirmed as a PDF that never changes (QX-05); made by a job, so that accepting stays fast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import issue
from quartier.core.orders import queries
from quartier.core.orders.models import Order, OrderFile
from quartier.core.orders.services.deciding import locked
from quartier.kit import formats
from quartier.kit.pdf import Press
from quartier.values.actor import SYSTEM

KIND: Final = "order-confirmation"
KEY: Final = "confirmation"
SHEET: Final = Path(__file__).parent.parent / "typst" / "confirmation.typ"


@transaction.atomic
def archive(*, at: datetime, order_id: int) -> OrderFile:
    """Keep the confirmation of an accepted order as a document of the customer, once; German like the contract."""
    order = locked(order_id)
    known = order.files.filter(key=KEY).first()
    if known is not None:
        return known
    with translation.override("de"):
        made = _press().printed(_data(order), at=order.accepted_at or at)
        title = _("Order confirmation %(number)s") % {"number": order.number}
    given = documents.Given(kind=KIND, title=title, party=order.party, entity_id=order.entity_id, tell=False)
    row = issue(
        actor=SYSTEM, at=at, file_name=f"{order.number}.pdf", media_type="application/pdf", content=made.content,
        given=given,
    )  # fmt: skip
    return OrderFile.objects.create(order=order, document=row, key=KEY, added_at=at)


@cache
def _press() -> Press:
    return Press(SHEET)


def _data(order: Order) -> Mapping[str, Any]:
    record = order.record
    customer = record["customer"]
    lines = [(f"{one['quantity']} × {one['title']}", formats.money(Decimal(one["net"]))) for one in record["lines"]]
    sums = [(_("Net"), record["net"]), (_("VAT"), record["vat"]), (_("Total incl. VAT"), record["gross"])]
    told = [(label, formats.money(Decimal(amount))) for label, amount in sums]
    accepted = [(_("Concluded"), formats.instant(order.accepted_at))] if order.accepted_at else []
    words = queries.own_terms(order) or (
        _("Only our terms govern this contract. Terms of your own do not become part of it."),
    )
    descriptions = [one["description"] for one in record["lines"] if one["description"]]
    return {
        "title": _("Order confirmation %(number)s") % {"number": order.number},
        "digest": order.record_digest,
        "parts": [
            _part(_("Contract"), [
                (_("Contracting party"), record["entity"]), (_("Customer"), customer["name"]),
                (_("Address"), f"{customer['street']}, {customer['place']}".strip(", ")),
                (_("Ordered"), formats.instant(order.placed_at)), *accepted,
            ]),
            _part(pgettext("order", "Service"), [*lines, *told], descriptions),
            _part(_("Details"), [(label, str(value)) for label, value in record["inputs"]]),
            _part(_("Texts that govern"), [(title, f"SHA-256 {digest}") for _k, title, _at, digest in record["texts"]],
                  words),
        ],
    }  # fmt: skip


def _part(title: str, pairs: Any, words: Any = ()) -> dict[str, Any]:
    return {"title": title, "pairs": [[str(a), str(b) or "–"] for a, b in pairs], "words": list(words)}
