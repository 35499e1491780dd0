"""What others may read about keys and tokens."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartier.core.api.models import ApiKey, PersonalToken
from quartier.kit.api import ACCOUNT, OWN, READ
from quartier.kit.components.markup import Text
from quartier.kit.roles import customer_rights


def keys() -> QuerySet[ApiKey]:
    """Return all keys, also those that no longer work."""
    return ApiKey.objects.all()


def working_keys() -> QuerySet[ApiKey]:
    """Return the keys that work."""
    return ApiKey.objects.filter(revoked_at__isnull=True)


def tokens_of(user: Any) -> QuerySet[PersonalToken]:
    """Return the tokens of a person, also those whose time is over."""
    return PersonalToken.objects.filter(user_id=user.pk)


def scope_names() -> dict[str, Text]:
    """Return everything that a token can be allowed to do, with the words people read."""
    rights = zip(customer_rights.keys(), customer_rights, strict=True)
    everybodys = {READ: _("Read what I can read in the portal"), ACCOUNT: _("Change how I get in: devices, password")}
    return {**everybodys, **{OWN + key: label for key, label in rights}}


def own_scopes(user: Any) -> dict[str, Text]:
    """Return what a person can allow a token to do: what they may do themselves."""
    may = {READ, ACCOUNT, *(OWN + right for right in user.customer_rights)}
    return {key: label for key, label in scope_names().items() if key in may}
