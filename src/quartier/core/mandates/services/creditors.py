"""How a company collects and pays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.mandates.models import Creditor
from quartier.core.mandates.rules.charset import sepa_text
from quartier.core.mandates.rules.identifiers import business_identifier_code, creditor_identifier
from quartier.core.mandates.services import refusals
from quartier.core.parties.services import checked_iban
from quartier.values.actor import Actor

USUAL_NOTICE = 14


@transaction.atomic
def set_creditor(
    *, actor: Actor, at: datetime, entity_id: int, identifier: str, name: str, iban: str, bic: str = "",
    notice_days: int = USUAL_NOTICE, agreed_in: str = "", retries: bool = False,
) -> Creditor:  # fmt: skip
    """Set how a company collects: identifier, account, days of notice. Mandates tell the change in the next file.

    Without an identifier it pays out but does not collect. Raises WrongIdentifier, WrongIban, WrongBic,
    NoticeNotAgreed; nothing changes then.
    """
    checked = creditor_identifier(identifier) if identifier.strip() else ""
    code = business_identifier_code(bic) if bic.strip() else ""
    if checked is None:
        raise refusals.WrongIdentifier
    if code is None:
        raise refusals.WrongBic
    number = checked_iban(iban)
    if notice_days < 1 or (notice_days < USUAL_NOTICE and not agreed_in.strip()):
        raise refusals.NoticeNotAgreed
    before = Creditor.objects.select_for_update(no_key=True).filter(entity_id=entity_id).first()
    row, _new = Creditor.objects.update_or_create(
        entity_id=entity_id,
        defaults={
            "identifier": checked, "name": sepa_text(name, 70), "iban": number, "country": number[:2],
            "ending": number[-4:], "bic": code, "notice_days": notice_days, "agreed_in": agreed_in.strip()[:120],
            "retries": retries, "set_at": at, "set_by": actor.name[:120],
        },
    )  # fmt: skip
    data = {
        "identifier": [before.identifier if before else "", row.identifier],
        "account": [before.ending if before else "", row.ending], "notice": row.notice_days,
    }  # fmt: skip
    audit.record(
        actor=actor, at=at, kind="mandates.creditor_set", subject=f"providers.legalentity:{entity_id}", data=data
    )
    return row
