"""What an account's administrator sees of its users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.accounts import queries as accounts
from quartier.core.parties import queries as parties
from quartier.core.terms import queries as terms
from quartier.kit.http import Request
from quartier.kit.roles import customer_rights


@dataclass(frozen=True, slots=True)
class Line:
    """A user with the rights in words, and when the terms were accepted (None: not yet)."""

    user: Any
    rights: Sequence[str]
    accepted_at: datetime | None


def users_of(account_id: int) -> QuerySet[Any]:
    """Return who belongs to an account, kept out or not."""
    return accounts.users_of(account_id)


def lines_of(account_id: int) -> list[Line]:
    """Return all users of an account in three statements, however many there are."""
    users = list(users_of(account_id))
    accepted = terms.accepted_on([user.pk for user in users])
    return [Line(user, rights_in_words(user), accepted.get(user.pk)) for user in users]


def logins_of(party: Any) -> list[Line]:
    """Return who logs in for a customer: themselves, or the users of their account."""
    if party.account_id is not None:
        return lines_of(party.account_id)
    users = [party.user] if party.user_id is not None else []
    accepted = terms.accepted_on([user.pk for user in users])
    return [Line(user, (), accepted.get(user.pk)) for user in users]


def login_numbered(staff: Any, user_id: int) -> tuple[Any, Any]:
    """Return a user and the customer they log in for, if staff may see that customer; raises LookupError."""
    rows = parties.visible_parties(staff).select_related("user", "account")
    party = rows.filter(Q(user=user_id) | Q(account__users=user_id)).first()
    if party is None:
        raise LookupError
    return accounts.user_numbered(user_id), party


def rights_in_words(user: Any) -> list[str]:
    """Return what somebody was granted, in the order of the registry."""
    return [str(customer_rights[key]) for key in customer_rights.keys() if key in user.rights]  # noqa: SIM118


def can_share(request: Request) -> bool:
    """Tell whether this person works in an account that several users can share."""
    return request.user.account_id is not None
