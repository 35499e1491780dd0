"""Whom no mail reaches is put before the staff; with a confirmed address that ground is gone (QX-36, QX-39)."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.blocks.services.ending import ground_gone
from quartier.core.blocks.services.finding import raise_candidate
from quartier.core.providers.policies.consequences import Ground

UNREACHABLE = "blocks.unreachable"


def lost(party_id: int, at: datetime) -> None:
    """Put somebody before the staff whose mail comes back for good, where the provider blocks for that."""
    with translation.override("de"):
        text = _("E-mails to this customer come back for good.")
    raise_candidate(at=at, kind=UNREACHABLE, party_id=party_id, ground=Ground.EMAIL_DEAD, text=text)


def found(party_id: int, at: datetime) -> None:
    """Let the ground end with a confirmed address."""
    with translation.override("de"):
        because = _("An e-mail address is confirmed.")
    ground_gone(at=at, party_id=party_id, ground=Ground.EMAIL_DEAD, because=because)
