"""Changes that customers make themselves, and how the back office takes them over (DWG-24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.parties import queries as parties
from quartier.core.parties import services as people
from quartier.core.profile.models import ChangeNotice, Confirmation
from quartier.core.profile.rules import Occasion
from quartier.core.profile.services.reachable import found
from quartier.values.actor import Actor


@transaction.atomic
def change_contact(
    *, actor: Actor, at: datetime, party_id: int, values: Mapping[str, str], shown: Mapping[str, str]
) -> ChangeNotice | None:
    """Store contact data that a customer has confirmed, and hand what is new to the back office; None without change.

    The address for mail is not among them: it counts when it has been confirmed, by `confirm_address`.
    """
    kept = {field: value for field, value in values.items() if field != "email"}
    row = _changed(actor, at, party_id, kept, shown)
    Confirmation.objects.create(party_id=party_id, confirmed_at=at, occasion=Occasion.CHANGE.value)
    return row


@transaction.atomic
def change_address(*, actor: Actor, at: datetime, party_id: int, email: str) -> ChangeNotice | None:
    """Let a confirmed address be the one under which the customer is reached; the lost ones are over."""
    shown = {_("E-mail address"): email}
    row = _changed(actor, at, party_id, {"email": email}, shown)
    found(at=at, party_id=party_id)
    return row


def _changed(
    actor: Actor, at: datetime, party_id: int, values: Mapping[str, str], shown: Mapping[str, str]
) -> ChangeNotice | None:
    before = parties.party_numbered(party_id)
    changes = {f: [getattr(before, f), new] for f, new in values.items() if getattr(before, f) != new}
    people.change_contact(actor=actor, at=at, party_id=party_id, values=values, shown=shown)
    return hand_over(actor=actor, at=at, party_id=party_id, changes=changes)


@transaction.atomic
def hand_over(
    *, actor: Actor, at: datetime, party_id: int, changes: Mapping[str, Sequence[str]]
) -> ChangeNotice | None:
    """Give the back office a change with old and new value; None where nothing is new."""
    if not changes:
        return None
    return ChangeNotice.objects.create(
        party_id=party_id, changes={f: list(pair) for f, pair in changes.items()}, changed_at=at,
        changed_by=str(actor)[:120],
    )  # fmt: skip


def note_login_address(actor: Actor, user_id: int, old: str, new: str, at: datetime) -> None:
    """Follow a user to a new, confirmed address: it is the contact address too, where the old one was or nobody shares.

    Heard by accounts, in the transaction that confirms the address.
    """
    user = get_user_model()._default_manager.get(pk=user_id)
    party = parties.party_of(user)
    if party is None:
        return
    is_contact: bool = getattr(user, "account_id", None) is None or party.email.lower() == old.lower()
    if is_contact:
        change_address(actor=actor, at=at, party_id=party.pk, email=new)
    else:
        found(at=at, party_id=party.pk, address=old)


@transaction.atomic
def take_over(*, actor: Actor, at: datetime, rows: Any) -> int:
    """Mark changes as taken over into the back office; returns how many were not before."""
    ids = list(rows.filter(taken_over_at__isnull=True).values_list("pk", flat=True))
    waiting = ChangeNotice.objects.select_for_update().filter(pk__in=ids, taken_over_at__isnull=True)
    for row in list(waiting):
        row.taken_over_at, row.taken_over_by = at, str(actor)[:120]
        row.save(update_fields=["taken_over_at", "taken_over_by"])
        about = parties.subject_of(parties.party_numbered(row.party_id))
        audit.record(actor=actor, at=at, kind="profile.taken_over", subject=about, data={"change": row.pk})
    return len(ids)
