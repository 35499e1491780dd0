"""Warnings: what goes before a block, unless the case is urgent (WR-089)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.blocks.mails import WarningMail
from quartier.core.blocks.models import Warned
from quartier.core.blocks.services.imposing import NoDay, known_grounds
from quartier.core.blocks.services.telling import tell
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoWords(Refused):
    """A warning tells what exactly must not happen again."""

    message = _("Say what has happened and what the customer has to do.")
    field = "text"


@transaction.atomic
def warn(
    *,
    actor: Actor,
    at: datetime,
    party_id: int,
    grounds: Sequence[str],
    text: str,
    way: str,
    mend_by: date | None = None,
) -> Warned:
    """Warn a customer by mail or letter; a block for the same ground may follow, after `mend_by` if there is one.

    Raises NoGround, NoWords, NoDay for a day in the past, NoAddress and what a letter refuses.
    """
    keys = known_grounds(grounds, day_of(at))
    if not text.strip():
        raise NoWords
    if mend_by is not None and mend_by < day_of(at):
        raise NoDay(field="mend_by")
    party = parties.party_numbered(party_id)
    row = Warned.objects.create(
        party=party, grounds=keys, text=text.strip(), way=way, mend_by=mend_by, warned_at=at, warned_by=str(actor)
    )
    tell(actor, at, party, WarningMail(grounds=keys, text=row.text, mend_by=mend_by), way)
    data = {"warning": row.pk, "grounds": keys, "way": way, "until": f"{mend_by or ''}"}
    audit.record(actor=actor, at=at, kind="block.warned", subject=parties.subject_of(party), data=data)
    return row


@transaction.atomic
def withdraw_warning(*, actor: Actor, at: datetime, warning_id: int) -> Warned:
    """Take a warning back; no block follows it any more. Withdrawn already is fine."""
    row = Warned.objects.select_for_update(of=("self",)).select_related("party").get(pk=warning_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        subject = parties.subject_of(row.party)
        audit.record(actor=actor, at=at, kind="block.warning_withdrawn", subject=subject, data={"warning": row.pk})
    return row
