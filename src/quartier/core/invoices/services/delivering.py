"""Sending documents to customers, each once a way, and knowing when they arrived (QX-32, CC-73)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.invoices.mails import InvoiceMail
from quartier.core.invoices.models import Delivery, Invoice, InvoicePreference
from quartier.core.invoices.rules.words import Channel, DeliveryState, InvoiceKind
from quartier.core.invoices.services.pressing import press
from quartier.core.invoices.services.refusals import BeforeSending, NoAddress, NotYetSent
from quartier.core.providers.policies.billing import BillingPolicy
from quartier.core.providers.queries.policy import in_force
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor

LABEL: Final = "invoices.invoice"


def press_and_send(*, at: datetime, invoice_id: int) -> None:
    """Press the paper and send it the customer's way: what the job after billing does; again, it does nothing."""
    row = press(at=at, invoice_id=invoice_id)
    deliver(actor=SYSTEM, at=at, invoice_id=row.pk)


@transaction.atomic
def deliver(*, actor: Actor, at: datetime, invoice_id: int, channel: Channel | None = None) -> Delivery:
    """Send a document, without `channel` the way that was chosen; sent that way before, return that delivery.

    Portal: it is there, and a mail tells the sum and the day it is due. E-mail: with the paper. Post: it waits in the
    print queue. Without an address for mail it goes by post. Raises NoAddress where a way that was asked for needs one.
    """
    row = (
        Invoice.everything.select_for_update(no_key=True, of=("self",))
        .select_related("party", "entity")
        .get(pk=invoice_id)
    )
    preference = InvoicePreference.objects.filter(party_id=row.party_id).first()
    if channel is None and (known := row.deliveries.first()) is not None:
        return known
    way = channel or _way(row, preference)
    if (known := row.deliveries.filter(channel=way).first()) is not None:
        return known
    email = (preference.email if preference else "") or row.party.email
    if way is Channel.EMAIL and not email:
        raise NoAddress
    made = Delivery(invoice=row, channel=way.value, state=DeliveryState.SENT, noted_at=at, noted_by=actor.name)
    if way is Channel.POST:
        made.state = DeliveryState.WAITING
    else:
        _send(actor, at, row, made, email if preference is None or preference.notice else "", way)
    made.save()
    data = {"number": row.number, "channel": way.value}
    audit.record(actor=actor, at=at, kind="invoices.delivered", subject=row.subject, data=data)
    return made


@transaction.atomic
def note_posted(*, actor: Actor, at: datetime, delivery_id: int, posted_on: date) -> Delivery:
    """Note the day on which a printed document went to the post; when it arrives is not known by that."""
    row = Delivery.objects.select_for_update(no_key=True).select_related("invoice").get(pk=delivery_id)
    if not row.invoice.issued_on <= posted_on <= day_of(at):
        raise BeforeSending
    if row.state == DeliveryState.WAITING:
        row.state, row.sent_at = DeliveryState.SENT.value, at
        row.evidence = _("posted on %(day)s") % {"day": formats.day(posted_on)}
        row.save(update_fields=["state", "sent_at", "evidence"])
        data = {"number": row.invoice.number, "channel": row.channel, "posted": posted_on.isoformat()}
        audit.record(actor=actor, at=at, kind="invoices.delivered", subject=row.invoice.subject, data=data)
    return row


@transaction.atomic
def note_receipt(*, actor: Actor, at: datetime, delivery_id: int, received_on: date, evidence: str) -> Delivery:
    """Note on which day a document arrived, and how that is known. Raises NotYetSent, BeforeSending."""
    row = Delivery.objects.select_for_update(no_key=True).select_related("invoice").get(pk=delivery_id)
    if row.state == DeliveryState.WAITING:
        raise NotYetSent
    if not row.invoice.issued_on <= received_on <= day_of(at):
        raise BeforeSending
    row.received_on, row.evidence = (
        received_on,
        (evidence.strip() or _("noted by %(name)s") % {"name": actor.name})[:300],
    )
    row.save(update_fields=["received_on", "evidence"])
    data = {"number": row.invoice.number, "received": received_on.isoformat(), "evidence": row.evidence}
    audit.record(actor=actor, at=at, kind="invoices.received", subject=row.invoice.subject, data=data)
    return row


def _way(row: Invoice, preference: InvoicePreference | None) -> Channel:
    """Return the way that was chosen, else the provider's first one that reaches the customer."""
    if preference is not None:
        chosen = Channel(preference.channel)
        return chosen if chosen is not Channel.EMAIL or preference.email or row.party.email else Channel.POST
    offered = {str(one) for one in in_force(BillingPolicy, row.issued_on).invoice_delivery}
    has_pages = row.party.user_id is not None or row.party.account_id is not None
    if has_pages and (Channel.PORTAL in offered or not offered):
        return Channel.PORTAL
    if row.party.email and (Channel.EMAIL in offered or Channel.POST not in offered):
        return Channel.EMAIL
    return Channel.POST


def _send(actor: Actor, at: datetime, row: Invoice, made: Delivery, email: str, way: Channel) -> None:
    """Let the mail go, and note when the document counts as received.

    A mail arrives when it is in the recipient's mailbox (§ 130 BGB; BGH 06.10.2022, VII ZR 895/21): the same day. What
    lies in the portal counts from the day after the mail that announces it; without one nobody knows.
    """
    made.sent_at, made.address = at, email
    if not email:
        return
    day = day_of(at)
    made.received_on = day if way is Channel.EMAIL else day + timedelta(days=1)
    with translation.override("de"):
        made.evidence = _("e-mail of %(day)s") % {"day": formats.day(day)}
        mail = mail_about(row, attached=way is Channel.EMAIL)
        attached = [f"{LABEL}:{row.pk}"] if way is Channel.EMAIL else []
        inbox.post(
            actor=actor, at=at, mail=mail, to=email, to_name=str(row.party), about=row.subject, entity=row.entity,
            attached=attached,
        )  # fmt: skip


def mail_about(row: Invoice, *, attached: bool) -> InvoiceMail:
    """Return the mail that tells the sum and the day it is due."""
    record: Any = row.record
    return InvoiceMail(
        number=row.number, kind=_(InvoiceKind(row.kind).label), title=row.title, total=formats.money(row.payable),
        due_on=row.due_on if row.payable and not row.is_credit else None, terms=record.get("terms", ""),
        path=f"/rechnungen/{row.pk}/", attached=attached,
    )  # fmt: skip
