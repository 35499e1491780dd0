"""The provider's own words: the subjects it offers and the texts its staff use again and again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.threads.models import CannedText, Category
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class LabelTaken(Refused):
    """Two subjects or texts of one name cannot be told apart."""

    message = _("This name is already in use.")


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
    category_id: int | None = None,
) -> Category:
    """Add a subject or change one; threads keep the words they were opened with. Raises LabelTaken."""
    if Category.objects.filter(label=label).exclude(pk=category_id or 0).exists():
        raise LabelTaken(field="label")
    row = Category.objects.select_for_update().get(pk=category_id) if category_id else Category()
    row.label, row.treatment, row.order, row.is_offered, row.area = label, treatment, order, is_offered, area
    row.save()
    data = {"name": label, "kind": treatment, "on": is_offered, "area": area}
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
