"""How a customer's invoices go out, and what a company's invoices say of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.invoices.models import InvoicePreference, InvoiceSettings
from quartier.core.invoices.rules.words import Channel
from quartier.core.invoices.services.refusals import NoAddress
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """How invoices go to a customer; `recipient` is a `law.ustg.parties.Customer` where the standing does not tell."""

    channel: Channel
    email: str = ""
    notice: bool = True
    recipient: str = ""
    leitweg_id: str = ""
    vat_id: str = ""


@transaction.atomic
def prefer(*, actor: Actor, at: datetime, party_id: int, given: Preference, has_mail: bool = True) -> InvoicePreference:
    """Set how invoices go to a customer from now on. Raises NoAddress for e-mail to whoever has none."""
    if given.channel is Channel.EMAIL and not (given.email or has_mail):
        raise NoAddress
    values = {**asdict(given), "channel": given.channel.value, "set_at": at}
    row, _new = InvoicePreference.objects.update_or_create(party_id=party_id, defaults=values)
    data = {"channel": row.channel, "notice": row.notice}
    audit.record(actor=actor, at=at, kind="invoices.preferred", subject=f"parties.party:{party_id}", data=data)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Where customers pay to, and what tax law makes of a company."""

    iban: str = ""
    bic: str = ""
    small_business_from: date | None = None
    turnover_2026: Decimal | None = None


@transaction.atomic
def set_details(*, actor: Actor, at: datetime, entity_id: int, given: Details) -> InvoiceSettings:
    """Set what the invoices of a company say of it from now on; issued ones stay as they are."""
    row, _new = InvoiceSettings.objects.update_or_create(entity_id=entity_id, defaults={**asdict(given), "set_at": at})
    data = {"small_business": str(given.small_business_from or "")}
    subject = f"providers.legalentity:{entity_id}"
    audit.record(actor=actor, at=at, kind="invoices.settings", subject=subject, data=data)
    return row
