"""The provider's own words: the subjects it offers and the texts its staff use again and again."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.providers.policies import BillingPolicy, IdentityPolicy
from quartier.core.providers.policies.billing import SupportFee
from quartier.core.providers.queries import policy
from quartier.core.threads.models import CannedText, Category
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class LabelTaken(Refused):
    """Two subjects or texts of one name cannot be told apart."""

    message = _("This name is already in use.")


class NoFeeHere(Refused):
    """What may cost money is in the policy; consumers pay only what they order with its price (§ 312j BGB)."""

    message = _("Your rules do not foresee a fee for requests, or private persons are among your customers.")
    field = "fee"


def _refuse_fee(at: datetime) -> None:
    on = day_of(at)
    charged = policy.in_force(BillingPolicy, on).support_fee in (SupportFee.PRICE_LIST, SupportFee.EFFORT)
    if not charged or policy.in_force(IdentityPolicy, on).serves_consumers:
        raise NoFeeHere


@transaction.atomic
def keep_category(
    *,
    actor: Actor,
    at: datetime,
    label: str,
    treatment: str,
    order: int,
    is_offered: bool,
    area: str = "",
    fee: Decimal | None = None,
    by_effort: bool = False,
    category_id: int | None = None,
) -> Category:
    """Add a subject or change one; threads keep the words they were opened with. Raises LabelTaken and NoFeeHere."""
    if fee is not None or by_effort:
        _refuse_fee(at)
    if Category.objects.filter(label=label).exclude(pk=category_id or 0).exists():
        raise LabelTaken(field="label")
    row = Category.objects.select_for_update().get(pk=category_id) if category_id else Category()
    row.label, row.treatment, row.order, row.is_offered, row.area = label, treatment, order, is_offered, area
    row.fee, row.by_effort = fee, by_effort
    row.save()
    data = {"name": label, "kind": treatment, "on": is_offered, "area": area, "amount": str(fee or "")}
    audit.record(actor=actor, at=at, kind="thread.category_kept", subject=f"threads.category:{row.pk}", data=data)
    return row


@transaction.atomic
def keep_canned_text(*, actor: Actor, at: datetime, title: str, text: str, text_id: int | None = None) -> CannedText:
    """Add a text or change one; what was sent with it stays as it was. Raises LabelTaken."""
    if CannedText.objects.filter(title=title).exclude(pk=text_id or 0).exists():
        raise LabelTaken(field="title")
    row = CannedText.objects.select_for_update().get(pk=text_id) if text_id else CannedText()
    row.title, row.text = title, text
    row.save()
    audit.record(
        actor=actor,
        at=at,
        kind="thread.canned_text_kept",
        subject=f"threads.cannedtext:{row.pk}",
        data={"title": title},
    )
    return row
