"""Answering requests: at once where the law or the login decides, by people everywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties import queries as parties
from quartier.core.rights.models import DataRequest
from quartier.core.rights.rules import Request, State, Way
from quartier.core.rights.services.taking import (
    AlreadyClosed,
    IdentityUnknown,
    ReasonMissing,
    close_deadline,
    open_request,
    receive,
    record,
    tell,
)
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor

READY = _("Your data are ready. You can read them here and download them in a machine-readable form.")
NO_ADVERTISING = _("From now on we use your data for no advertising of any kind.")
# A copy within a year of the one before is a further one (Art. 12(5), 15(3) GDPR).
FURTHER_WITHIN = timedelta(days=365)


class FeeNotAllowed(Refused):
    """The first copy is free."""

    message = _("The first copy is free of charge (Art. 12(5), 15(3) GDPR). No fee can be asked for it.")
    field = "fee"


class NoFeeOffered(Refused):
    """There is no fee to agree to."""

    message = _("No fee is asked for this request.")


@transaction.atomic
def ask(
    *, actor: Actor, at: datetime, party_id: int, kind: str, wish: str, shown: Mapping[str, str], about: str = "",
) -> DataRequest:  # fmt: skip
    """Take a request of a logged-in customer, with what the check page showed (DWG-46).

    The login shows who asks. A first copy, data to take along, and an objection to advertising are answered at once.
    """
    identity = str(_("login to the portal"))
    row = receive(
        actor=actor, at=at, party_id=party_id, kind=kind, way=Way.PORTAL, wish=wish, identity=identity,
        about_marketing=about == "marketing",
    )  # fmt: skip
    audit.keep_confirmation(actor=actor, at=at, form="rights.ask", subject=parties.subject_of(row.party), values=shown)
    if row.state != State.OPEN:
        return row
    if row.about_marketing:
        return answer(actor=SYSTEM, at=at, request_id=row.pk, text=str(NO_ADVERTISING))
    if row.kind == Request.PORTABILITY or (row.kind == Request.ACCESS and not is_further_copy(row)):
        return answer(actor=SYSTEM, at=at, request_id=row.pk, text=str(READY))
    return row


@transaction.atomic
def answer(*, actor: Actor, at: datetime, request_id: int, text: str, refuse: bool = False) -> DataRequest:
    """Answer a request, or refuse it with reasons; late as well, which stays on record.

    Raises AlreadyClosed, IdentityUnknown for an answer that hands something out, ReasonMissing without words.
    """
    row = open_request(request_id)
    if not text.strip():
        raise ReasonMissing
    if not refuse and not row.identity:
        raise IdentityUnknown
    row.state = (State.REFUSED if refuse else State.ANSWERED).value
    row.answer, row.answered_at, row.answered_by = text.strip(), at, actor.name[:120]
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    close_deadline(actor, at, row)
    record(actor, at, "rights.refused" if refuse else "rights.answered", row, {"kind": row.kind})
    tell(actor, at, row, None)
    return row


def is_further_copy(row: DataRequest) -> bool:
    """Tell whether the person got a copy within the year before this request (SBV-92)."""
    since = row.received_at - FURTHER_WITHIN
    before = DataRequest.objects.filter(party=row.party_id, kind=Request.ACCESS, state=State.ANSWERED)
    return before.exclude(pk=row.pk).filter(answered_at__gte=since, answered_at__lte=row.received_at).exists()


@transaction.atomic
def offer_fee(*, actor: Actor, at: datetime, request_id: int, fee: Decimal, text: str) -> DataRequest:
    """Ask for a reasonable fee for a further copy, with what it is made up of; the person decides in the portal.

    Raises FeeNotAllowed for a first copy or another request, ReasonMissing, AlreadyClosed; nothing has changed then.
    """
    row = open_request(request_id)
    if row.kind != Request.ACCESS or not is_further_copy(row) or fee <= 0:
        raise FeeNotAllowed
    if not text.strip():
        raise ReasonMissing
    row.fee, row.fee_reason, row.fee_agreed_at = fee, text.strip()[:300], None
    row.save(update_fields=["fee", "fee_reason", "fee_agreed_at"])
    record(actor, at, "rights.fee_offered", row, {"fee": str(fee)})
    tell(actor, at, row, None)
    return row


@transaction.atomic
def agree_to_fee(*, actor: Actor, at: datetime, request_id: int) -> DataRequest:
    """Take the person's agreement to the fee and hand out the copy. Raises NoFeeOffered and AlreadyClosed."""
    row = open_request(request_id)
    if row.fee is None:
        raise NoFeeOffered
    row.fee_agreed_at = at
    row.save(update_fields=["fee_agreed_at"])
    record(actor, at, "rights.fee_agreed", row, {"fee": str(row.fee)})
    return answer(actor=SYSTEM, at=at, request_id=row.pk, text=str(READY))


__all__ = [
    "AlreadyClosed",
    "FeeNotAllowed",
    "NoFeeOffered",
    "agree_to_fee",
    "answer",
    "ask",
    "is_further_copy",
    "offer_fee",
]
