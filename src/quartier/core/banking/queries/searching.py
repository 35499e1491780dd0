"""One search over the money: invoice numbers, names, the last signs of accounts, references, amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.banking.extension import Hit, search_sources
from quartier.core.banking.models import Payer
from quartier.core.banking.queries.reading import entries_seen
from quartier.core.banking.rules.naming import folded
from quartier.core.ledger.extension import Item
from quartier.core.payments import queries as payments
from quartier.kit import formats

MOST: Final = 20
SHORTEST: Final = 2
AMOUNT: Final = re.compile(r"(?P<euro>\d{1,3}(?:\.?\d{3})*)(?:,(?P<cent>\d{2}))?\s*€?")


def found(staff: Any, text: str) -> list[tuple[Any, Sequence[Hit]]]:
    """Return what each source finds, in order; those that find nothing are left out."""
    wanted = " ".join(text.split())
    if len(wanted) < SHORTEST:
        return []
    sources = sorted((one for one in search_sources if one.needs in staff.permissions), key=lambda one: one.order)
    told = [(one.label, one.find(staff, wanted)) for one in sources]
    return [(label, hits) for label, hits in told if hits]


def amount_of(text: str) -> Decimal | None:
    """Return a text as an amount, None where it is none."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    return Decimal(f"{match['euro'].replace('.', '')}.{match['cent'] or '00'}")


def claims(staff: Any, text: str) -> list[Hit]:
    """Find claims and credits by the number of their voucher or their amount."""
    rows = Item.objects.select_related("party", "entity")
    rows = rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)
    sum_ = amount_of(text)
    wanted = Q(document__istartswith=text) | (Q(amount__in=(sum_, -sum_)) if sum_ else Q(pk__in=()))
    return [
        Hit(
            row.document or row.text, f"{row.party} · {formats.day(row.booked_on)}",
            reverse("ledger:debtor", args=[row.party_id]), row.amount,
        )
        for row in rows.filter(wanted).order_by("-booked_on", "-pk")[:MOST]
    ]  # fmt: skip


def entries(staff: Any, text: str) -> list[Hit]:
    """Find entries on statements by name, purpose, reference, last signs of the account or amount."""
    sum_ = amount_of(text)
    wanted = Q(name__icontains=text) | Q(purpose__icontains=text) | Q(end_to_end__iexact=text)
    wanted |= Q(ending=text.replace(" ", "")[-4:]) if _is_tail(text) else Q(pk__in=())
    wanted |= Q(amount__in=(sum_, -sum_)) if sum_ else Q(pk__in=())
    return [
        Hit(
            row.name or row.purpose[:60] or str(row.account), f"{formats.day(row.booked_on)} · {row.purpose[:80]}",
            reverse("banking:entry", args=[row.pk]), row.amount,
        )
        for row in entries_seen(staff).filter(wanted).order_by("-booked_on", "-pk")[:MOST]
    ]  # fmt: skip


def _is_tail(text: str) -> bool:
    plain = text.replace(" ", "")
    return len(plain) >= 4 and plain[-4:].isalnum() and (len(plain) == 4 or plain[:2].isalpha())  # noqa: PLR2004 – a tail


def customers(staff: Any, text: str) -> list[Hit]:
    """Find customers by name, number or the last signs of an account their money comes from."""
    parties: Any = apps.get_model("parties.Party")
    wanted = Q(sort_name__icontains=folded(text)) | Q(number__iexact=text)
    if _is_tail(text):
        wanted |= Q(pk__in=Payer.objects.filter(ending=text.replace(" ", "")[-4:]).values("party"))
    rows = parties.objects.filter(wanted)
    if staff.entity_id is not None:
        rows = rows.filter(relationships__legal_entity=staff.entity_id).distinct()
    return [
        Hit(str(row), row.number or "", reverse("ledger:debtor", args=[row.pk]), None)
        for row in rows.order_by("sort_name", "pk")[:MOST]
    ]


def money_in(staff: Any, text: str) -> list[Hit]:
    """Find payments by reference or payer."""
    rows = payments.visible(staff).filter(Q(reference__icontains=text) | Q(payer__icontains=text))
    return [
        Hit(
            row.payer or _("Payment"), f"{formats.day(row.received_on)} · {row.reference[:80]}",
            reverse("ledger:debtor", args=[row.party_id]) if row.party_id else "", row.amount,
        )
        for row in rows.order_by("-received_on", "-pk")[:MOST]
    ]  # fmt: skip
