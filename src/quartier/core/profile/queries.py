"""Reading what customers changed, what waits for approval, and who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.core.parties import queries as parties
from quartier.core.parties.labels import PARTY_LABELS
from quartier.core.profile import rules
from quartier.core.profile.models import AddressLink, ChangeNotice, Confirmation, IdentityChange, LostAddress
from quartier.core.profile.rules import State
from quartier.core.providers.policies import RegistrationPolicy
from quartier.core.providers.queries import policy
from quartier.kit.access import WRITE
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

# Claims over what somebody wrote about themselves are barred three years after the end of the year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Prompt:
    """What somebody is asked when they log in: whether the contact data are right, and for an address that works."""

    party: Any
    stale: bool
    lost: Sequence[LostAddress]

    @property
    def is_due(self) -> bool:
        """Tell whether there is anything to ask."""
        return self.stale or bool(self.lost)


def label_of(field: str) -> str:
    """Return what a field of a customer is called."""
    return str(labels().get(field, field))


def labels() -> Mapping[str, Any]:
    """Return the names of the fields that customers change."""
    return {
        **PARTY_LABELS, "email": _("E-mail address"), "phone": _("Phone"), "street": _("Street and number"),
        "postcode": _("Postcode"), "city": _("City"), "name": _("Name"), "given_name": _("Given name"),
    }  # fmt: skip


def pairs_of(changes: Mapping[str, Sequence[str]]) -> list[tuple[str, str, str]]:
    """Return name, old and new value of each change in words."""
    return [(label_of(field), old or "–", new or "–") for field, (old, new) in changes.items()]


def contact_of(party: Any) -> dict[str, str]:
    """Return the contact data of a customer by their names, as they are shown before somebody confirms them."""
    shown = {label_of(f): getattr(party, f) for f in ("email", "phone", "mobile", "street", "postcode", "city")}
    return {label: value or "–" for label, value in shown.items()}


def prompt_for(user: Any, at: datetime) -> Prompt | None:
    """Return what a customer is asked about the own contact data; None for whoever may not change them."""
    party = parties.party_of(user)
    if party is None or user.acts_for is not None or WRITE not in user.customer_rights:
        return None
    addresses = {user.email.lower(), party.email.lower()}
    lost = [row for row in lost_addresses_of(party.pk) if row.address in addresses]
    return Prompt(party, needs_confirmation(party, at, since=user.created_at), lost)


def needs_confirmation(party: Any, at: datetime, *, since: datetime | None = None) -> bool:
    """Tell whether the contact data were confirmed so long ago that they are asked for again (CC-58).

    `since` is when they were first given; orders ask with it as well.
    """
    every = policy.in_force(RegistrationPolicy, day_of(at)).confirm_contact
    last = Confirmation.objects.filter(party=party).values_list("confirmed_at", flat=True).first()
    known = max(filter(None, (last, since or party.created_at)))
    return rules.is_stale(day_of(known), every, day_of(at))


def beside_contact(party_id: int) -> Mapping[str, Any]:
    """Return what the page of one's own data shows besides: the latest wish, and addresses that do not work."""
    return {"wish": identity_changes_of(party_id).first(), "lost": lost_addresses_of(party_id)}


def lost_addresses_of(party_id: int) -> QuerySet[LostAddress]:
    """Return the addresses of a customer from which mail comes back now."""
    return LostAddress.objects.filter(party_id=party_id, ended_at__isnull=True)


def lost_addresses(staff: Any) -> QuerySet[LostAddress]:
    """Return who cannot be reached by e-mail, of the customers that a member of staff may see, the latest first."""
    rows = LostAddress.objects.filter(ended_at__isnull=True, party__in=parties.visible_parties(staff).values("pk"))
    return rows.select_related("party")


def behind(address: str) -> list[int]:
    """Return the numbers of the customers whom an e-mail address belongs to: as contact, or because they log in."""
    found = {party.pk for party in parties.written_from(address)}
    users = get_user_model()._default_manager.filter(email__iexact=address, audience="customer")
    return sorted(found | {party.pk for user in users if (party := parties.party_of(user)) is not None})


def notices(staff: Any) -> QuerySet[ChangeNotice]:
    """Return what customers changed, of those that a member of staff may see."""
    seen = parties.visible_parties(staff).values("pk")
    return ChangeNotice.objects.filter(party__in=seen).select_related("party")


def open_notices(staff: Any) -> QuerySet[ChangeNotice]:
    """Return what the back office has not taken over yet."""
    return notices(staff).filter(taken_over_at__isnull=True)


def to_take_over() -> QuerySet[ChangeNotice]:
    """Return what the back office has not taken over yet, of all customers, the oldest first."""
    return ChangeNotice.objects.filter(taken_over_at__isnull=True).select_related("party").order_by("pk")


def identity_changes(staff: Any) -> QuerySet[IdentityChange]:
    """Return the wishes for another name or birthday, of the customers that a member of staff may see."""
    seen = parties.visible_parties(staff).values("pk")
    return IdentityChange.objects.filter(party__in=seen).select_related("party")


def identity_changes_of(party_id: int) -> QuerySet[IdentityChange]:
    """Return a customer's own wishes, the latest first."""
    return IdentityChange.objects.filter(party_id=party_id)


def open_identity_changes(staff: Any) -> QuerySet[IdentityChange]:
    """Return the wishes that wait for a decision."""
    return identity_changes(staff).filter(state=State.OPEN.value)


def state_of(row: IdentityChange) -> str:
    """Return the state of a wish in words."""
    return _(State(row.state).label)


def link_behind(key: str, at: datetime) -> AddressLink | None:
    """Return the link that a secret opens while it works; None for every other text."""
    rows = AddressLink.objects.filter(used_at__isnull=True, expires_at__gt=at).select_related("party")
    return rows.filter(key_hash=rules.hash_of(key)).first()


def _evidence(done_at: datetime | None) -> datetime:
    if done_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(day_of(done_at).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def notice_kept_until(row: ChangeNotice) -> datetime:
    """Return until when a change is kept as evidence that it was handed over."""
    return _evidence(row.taken_over_at)


def notices_over(rows: QuerySet[ChangeNotice], at: datetime) -> QuerySet[ChangeNotice]:
    """Narrow changes to those that need not be kept any more."""
    return rows.filter(taken_over_at__lt=_first_of_evidence(at))


def wish_kept_until(row: IdentityChange) -> datetime:
    """Return until when a wish is kept as evidence."""
    return _evidence(row.decided_at)


def wishes_over(rows: QuerySet[IdentityChange], at: datetime) -> QuerySet[IdentityChange]:
    """Narrow wishes to those that need not be kept any more."""
    return rows.filter(decided_at__lt=_first_of_evidence(at))


def _first_of_evidence(at: datetime) -> datetime:
    return datetime(day_of(at).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN)


def notice_told(row: ChangeNotice) -> Mapping[str, Any]:
    """Tell a person what they changed."""
    told = {name: f"{old} → {new}" for name, old, new in pairs_of(row.changes)}
    return {_("Changed on"): row.changed_at, **told, _("Taken over on"): row.taken_over_at}


def wish_told(row: IdentityChange) -> Mapping[str, Any]:
    """Tell a person what they wanted to have changed."""
    told = {name: f"{old} → {new}" for name, old, new in pairs_of(row.wanted)}
    return {
        _("Asked on"): row.asked_at, **told, _("Reason"): row.reason, _("State"): state_of(row),
        _("Answer"): row.answer, _("Decided on"): row.decided_at,
    }  # fmt: skip
