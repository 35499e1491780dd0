"""Telling a customer, in the name of the company that the contract is with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartier.core.blocks.mails import Told
from quartier.core.blocks.models import Way
from quartier.core.inbox import services as inbox
from quartier.core.letters import services as letters
from quartier.core.letters.extension import GeneralLetter
from quartier.core.parties import queries as parties
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoAddress(Refused):
    """A mail needs an address."""

    message = _("No e-mail address of this customer is known. Choose the letter.")
    field = "way"


def tell(actor: Actor, at: datetime, party: Any, mail: Told, way: str) -> None:
    """Tell a customer by mail or by letter. Raises NoAddress and what a letter refuses."""
    entity = _company(party)
    if way == Way.MAIL:
        to = _address(party)
        if not to:
            raise NoAddress
        about = parties.subject_of(party)
        inbox.post(actor=actor, at=at, mail=mail, to=to, to_name=str(party), about=about, entity=entity)
        return
    about, text = mail.letter()
    letter = GeneralLetter(about=about, text=text)
    letters.write(actor=actor, at=at, party_id=party.pk, entity_id=entity.pk if entity else None, text=letter)


def tell_somehow(actor: Actor, at: datetime, party: Any, mail: Told, *, by_mail: bool = True) -> str:
    """Tell a customer by mail, or by letter where no mail reaches them; returns how, "" where nothing does."""
    ways = [Way.MAIL, Way.LETTER] if by_mail else [Way.LETTER]
    for way in ways:
        try:
            tell(actor, at, party, mail, way)
        except Refused:
            continue
        return str(way)
    return ""


def _address(party: Any) -> str:
    return str(party.email or (party.user.email if party.user else ""))


def _company(party: Any) -> Any | None:
    """Return the company of the newest contract that runs, or of the newest one."""
    rows = parties.relationships_of(party)
    running = [row for row in rows if row.ended_on is None]
    return next((row.legal_entity for row in (*running, *rows)), None)
