"""Addresses that mail does not reach, and the link with which a customer proves one that works (QX-24)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import queries as mail
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.profile import queries
from quartier.core.profile.mails import AddressAnnouncedMail, AddressLinkMail
from quartier.core.profile.models import AddressLink, LostAddress
from quartier.core.profile.rules import LINK_VALID_FOR, hash_of
from quartier.core.profile.services.changing import change_address
from quartier.core.profile.services.reachable import found, lost
from quartier.core.providers.policies import NewsletterPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class AddressMissing(Refused):
    """Somebody who is written to has an address."""

    message = _("Write an e-mail address.")
    field = "email"


class LinkDead(Refused):
    """A link works once, for two days."""

    message = _("This link does not work any more. Please ask for a new one.")
    status = 410


def note_gone(address: str, at: datetime) -> None:
    """Mark whoever has an address as unreachable when as many mails came back as the provider has decided.

    Heard by the outbox each time one more mail came back; what came before somebody confirmed the address is over.
    """
    limit = policy.in_force(NewsletterPolicy, day_of(at)).hard_bounce_limit
    for party_id in queries.behind(address):
        ended = LostAddress.objects.filter(party_id=party_id, address=address, ended_at__isnull=False)
        since = ended.order_by("-ended_at").values_list("ended_at", flat=True).first()
        if mail.bounces_of(address, since) >= limit:
            lost(at=at, party_id=party_id, address=address)


@transaction.atomic
def ask_for_address(*, actor: Actor, at: datetime, party_id: int, email: str) -> AddressLink:
    """Send a link to an address, the present one or a new one; until it is used nothing changes.

    The address in force is told of a new one. Raises AddressMissing.
    """
    address = email.strip().lower()
    if not address:
        raise AddressMissing
    party, key = parties.party_numbered(party_id), secrets.token_urlsafe(32)
    AddressLink.objects.filter(party_id=party_id, used_at__isnull=True).delete()
    row = AddressLink.objects.create(
        party_id=party_id, address=address, key_hash=hash_of(key), asked_at=at, asked_by=str(actor)[:120],
        expires_at=at + LINK_VALID_FOR,
    )  # fmt: skip
    about = parties.subject_of(party)
    audit.record(actor=actor, at=at, kind="profile.address_asked", subject=about)
    path = reverse("profile:address_confirm", args=[key])
    _post(actor, at, AddressLinkMail(path=path, until=row.expires_at), party, address)
    if party.email and party.email.lower() != address:
        _post(actor, at, AddressAnnouncedMail(email=address), party, party.email)
    return row


@transaction.atomic
def confirm_address(*, actor: Actor, at: datetime, key: str) -> AddressLink:
    """Take an address as one that works: it is the contact address from now on. Raises LinkDead."""
    row = queries.link_behind(key, at)
    if row is None or not AddressLink.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=at):
        raise LinkDead
    party = parties.party_numbered(row.party_id)
    if party.email.lower() != row.address and not _logs_in_with(party, row.address):
        change_address(actor=actor, at=at, party_id=party.pk, email=row.address)
    found(at=at, party_id=party.pk, address=row.address)
    audit.record(actor=actor, at=at, kind="profile.address_confirmed", subject=parties.subject_of(party))
    return row


def _logs_in_with(party: Any, address: str) -> bool:
    """Tell whether it is only the address of the account that was proven once more."""
    return party.user is not None and party.user.email.lower() == address


def forget_links(*, at: datetime) -> int:
    """Delete links that work no longer; returns how many."""
    return AddressLink.objects.filter(expires_at__lte=at).delete()[0]


def _post(actor: Actor, at: datetime, words: AddressLinkMail | AddressAnnouncedMail, party: Any, to: str) -> None:
    inbox.post(actor=actor, at=at, mail=words, to=to, to_name=str(party), about=parties.subject_of(party))
