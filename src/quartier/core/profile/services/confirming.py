"""The confirmation that contact data are right, asked once a year and with orders (CC-58)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties import queries as parties
from quartier.core.profile import queries
from quartier.core.profile.models import Confirmation
from quartier.core.profile.rules import Occasion, digest_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class Outdated(Refused):
    """What is confirmed is what was shown."""

    message = _("Your data have changed meanwhile. Please look at them once more.")


@transaction.atomic
def confirm_contact(
    *, actor: Actor, at: datetime, party_id: int, digest: str, occasion: Occasion = Occasion.YEARLY
) -> Confirmation:
    """Note that a customer has confirmed the contact data they were shown, and keep those words. Raises Outdated.

    Orders call this with `Occasion.ORDER`.
    """
    party = parties.party_numbered(party_id)
    shown = queries.contact_of(party)
    if digest != digest_of(shown):
        raise Outdated
    row = Confirmation.objects.create(party_id=party_id, confirmed_at=at, occasion=Occasion(occasion).value)
    about = parties.subject_of(party)
    audit.keep_confirmation(actor=actor, at=at, form="profile.contact", subject=about, values=shown)
    audit.record(actor=actor, at=at, kind="profile.confirmed", subject=about, data={"occasion": row.occasion})
    return row
