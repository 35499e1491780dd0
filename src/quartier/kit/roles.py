"""What staff may do, and whose data they may meet: roles, permissions and data areas, as plain tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


class StaffRole(StrEnum):
    """What somebody works as. One person can have several."""

    LEAD = "lead"
    CLERK = "clerk"
    BOOKKEEPER = "bookkeeper"
    EDITOR = "editor"
    PRIVACY = "privacy"
    HOTLINE = "hotline"


GRANTS: dict[StaffRole, set[str]] = {role: set() for role in StaffRole}
# Every permission in words, by its key.
permissions: Registry[Text] = Registry("permissions")


# Permissions whose pages keep a partner's staff to the accounts of its own legal entity (QX-01).
SCOPED: set[str] = set()


def grant(permission: str, label: Text, *roles: StaffRole, scoped: bool = False) -> str:
    """Give a permission to roles; the lead has every one. Called from the apps' plugs.

    `label` says what somebody may do who has it. A provider can decide otherwise for every role but the lead's.
    `scoped` says that the pages behind it look at the person's legal entity; a partner's staff get no other ones.
    """
    permissions.register(permission, label)
    if scoped:
        SCOPED.add(permission)
    for role in (StaffRole.LEAD, *roles):
        GRANTS[role].add(permission)
    return permission


# The departments into which data of people are parted (SBV-27): roles say what somebody does, areas with whose data.
data_areas: Registry[Text] = Registry("data areas")


def area(key: str, label: Text) -> str:
    """Register a data area; called from a plug. Nobody but the lead has it until the lead gives it."""
    data_areas.register(key, label)
    return key


# What users of an account, and representatives, may do for a customer; without a right they only read (QX-13, SBV-51).
customer_rights: Registry[Text] = Registry("rights of customers")


# Rights that mean something only where several users share an account.
SHARED: set[str] = set()


def right(key: str, label: Text, *, shared: bool = False) -> str:
    """Register what a customer can let others do; called from a plug.

    Who acts for themselves has every right but those that are about the users of a `shared` account.
    """
    customer_rights.register(key, label)
    if shared:
        SHARED.add(key)
    return key


def areas_granted(roles: Iterable[StaffRole], given: Iterable[str]) -> frozenset[str]:
    """Return the data areas of a member of staff: what the lead gave, and for the lead every one."""
    known = frozenset(data_areas.keys())
    return known if StaffRole.LEAD in {*roles} else known & frozenset(given)


def areas_of(user: Any) -> frozenset[str]:
    """Return the data areas of whoever asks; nobody outside of the staff has any."""
    found: frozenset[str] = user.data_areas
    return found


def kinds_within(areas: frozenset[str], area_of: Mapping[str, str]) -> list[str]:
    """Return the kinds that somebody with these areas meets; `area_of` gives the area of a kind, "" for everybody's."""
    return [kind for kind, belongs in area_of.items() if not belongs or belongs in areas]


def permissions_of(roles: Iterable[StaffRole]) -> frozenset[str]:
    """Return all permissions that these roles grant together."""
    return frozenset[str]().union(*(GRANTS[role] for role in roles))
